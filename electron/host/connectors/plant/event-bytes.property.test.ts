/** What is taken from the bytes of a line is what reading it as JSON gives, whatever the line is. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import type { FeedChange } from "../../../../shared/model/feed.ts";
import { openDamaged } from "../../store/open.ts";
import { changeOfRow, type Delivery, type StagedRow } from "../../store/staged-events.ts";
import { createStager } from "../../store/stager.ts";
import { readChangeLine } from "./change-line.ts";
import { EventReader } from "./event-bytes.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-bytes-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The lines by way of their bytes, as many as can be: how many those are, and what the store would find. */
function byBytes(lines: readonly string[]) {
  const path = join(folder, "rows.db");
  const stager = createStager(path);
  const reader = new EventReader(readChangeLine);
  // Between others, as on a page.
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  let [at, taken] = [0, 0];
  for (const line of lines) {
    const end = at + Buffer.byteLength(line);
    if (reader.read(bytes, at, end)) {
      stager.addBytes(reader);
      taken += 1;
    } else stager.add([readChangeLine(line)]);
    at = end + 1;
  }
  return { taken, ...found(stager.end()) };
}

/** The same lines as objects. */
function byObjects(lines: readonly string[]) {
  const stager = createStager(join(folder, "objects.db"));
  stager.add(lines.map(readChangeLine));
  return found(stager.end());
}

/** What was staged, as changes, and the rest of the delivery. */
function found({ changes, staged }: Delivery) {
  if (staged === undefined) return { events: [], changes, staged };
  const database = openDamaged(staged.path);
  try {
    const rows = database.prepare("SELECT * FROM event ORDER BY n").all() as (StagedRow & {
      sha256: string;
    })[];
    const events = rows.map((row): [FeedChange, string] => [changeOfRow(row, staged), row.sha256]);
    const { checksum, position, references, named, equipment, restated } = staged;
    return { events, changes, staged: { checksum, position, references, named, equipment, restated } };
  } finally {
    database.close();
  }
}

/** So many sound events that both ways have a file. */
const filler = Array.from({ length: 220 }, (_, n) =>
  JSON.stringify({
    op: "put",
    position: n,
    id: `filler/${n}`,
    revision: 1,
    record: { record: "event", key: "k", kind: "machine", type: "run", title: "", payload: "" },
  }),
);

const word = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9_./ -]{1,20}$/),
  fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
  fc.constantFrom("제어반", "Prüfung", 'say "no"', "a\\b", "\u0000", "__proto__", "1", "constructor", "𝛼"),
);
const time = fc.oneof(
  fc.integer({ min: 1.7e15, max: 1.8e15 }),
  fc.constantFrom(0, -1, 2 ** 53, -(2 ** 53), 1e15, 999),
);
const part = fc.record(
  { name: word, revision: fc.constantFrom("A", "B"), strength: fc.constant("stated") },
  { requiredKeys: ["name", "strength"] },
);
const unit = fc.record(
  { part, serial: word, serialStatus: fc.constantFrom("proven", "assumed"), lot: word },
  { requiredKeys: ["part", "serialStatus"] },
);
const detail = fc.oneof(
  word,
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1e6),
);
const record = fc.record(
  {
    record: fc.constant("event"),
    key: word,
    kind: fc.constantFrom(...EVENT_KINDS),
    type: word,
    title: fc.oneof(word, fc.constant("")),
    startedAt: time,
    endedAt: time,
    offsetMinutes: fc.constantFrom(0, 60, -1_080, 540),
    severity: fc.constantFrom(...SEVERITIES),
    part,
    unit,
    equipment: fc.constantFrom("M-1", "M-2", "Fräse"),
    order: word,
    operation: word,
    actor: word,
    characteristics: fc.array(word, { maxLength: 3 }),
    details: fc.dictionary(word, detail, { maxKeys: 5 }),
    payload: fc.oneof(word, fc.constant('{"a":"b"}'), fc.constant("x".repeat(65_000))),
  },
  { requiredKeys: ["record", "key", "kind", "type", "title", "payload"] },
);
const change = fc.record({
  op: fc.constant("put"),
  position: fc.integer({ min: 0, max: 1e6 }),
  id: fc.oneof(word, fc.constantFrom("a", "b", "filler/3")),
  revision: fc.integer({ min: 0, max: 300 }),
  record,
});
/** In another order of keys, with spaces as others write them, with one place made something else. */
const line = fc
  .tuple(
    change,
    fc.constantFrom("plain", "plain", "turned", "spaced", "indented", "broken"),
    fc.nat(),
    fc.constantFrom("null", "1.5", "1e3", '"x"', "{}", "[]", "-0", "00", "12345678901234567", "tru", ""),
  )
  .map(([value, how, nth, other]): string => {
    const text = JSON.stringify(value);
    if (how === "turned")
      return JSON.stringify(
        Object.fromEntries(
          Object.entries({
            ...value,
            record: Object.fromEntries(Object.entries(value.record).reverse()),
          }).reverse(),
        ),
      );
    // The texts stay as they are: quotes in them are escaped.
    if (how === "spaced") return text.replaceAll('":', '": ').replaceAll(',"', ', "');
    if (how === "indented") return JSON.stringify(value, undefined, 1).replaceAll("\n", " ");
    if (how !== "broken") return text;
    const colons = [...text.matchAll(/":([^,{}[\]"]+|"[^"\\]*")/g)];
    const place = colons[nth % Math.max(1, colons.length)];
    if (place === undefined) return text;
    return `${text.slice(0, place.index + 2)}${other}${text.slice(place.index + place[0].length)}`;
  });

/** Whether a line is a change at all: what throws ends the page either way. */
const isChange = (text: string): boolean => {
  try {
    readChangeLine(text);
    return true;
  } catch {
    return false;
  }
};

test("whatever is written, the store finds the same either way", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const all = [...filler, ...lines.filter(isChange)];
      const { taken, ...bytes } = byBytes(all);
      expect(bytes).toEqual(byObjects(all));
      expect(taken).toBeGreaterThanOrEqual(filler.length);
    }),
    { numRuns: 250, seed: 20_261_126 },
  );
});

test("what is no change is told by no line of bytes", () => {
  const reader = new EventReader(readChangeLine);
  fc.assert(
    fc.property(line, fc.nat(), fc.constantFrom('"', "}", ",", "\\", "x", ""), (text, at, other) => {
      const place = at % text.length;
      const wrong = `${text.slice(0, place)}${other}${text.slice(place + 1)}`;
      fc.pre(!isChange(wrong));
      const bytes = Buffer.from(wrong);
      expect(reader.read(bytes, 0, bytes.length), wrong).toBe(false);
    }),
    { numRuns: 2_000, seed: 20_261_126 },
  );
});

test("events as plants write them are all taken as bytes", () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const lines = changes
        .map((value) => JSON.stringify({ ...value, id: "plain" }))
        // Names that no record may have, and escapes in an id, are looked at as objects.
        .filter((text) => !/__proto__|constructor/.test(text) && readChangeLine(text).op === "put");
      expect(byBytes(lines).taken).toBe(lines.length);
    }),
    { numRuns: 200, seed: 20_261_126 },
  );
});
