/** Random histories with corrections, and random damage to what is kept besides the rows, held against brute force. */
import { hash } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createChunkMaker } from "../store/columns/make-chunks.ts";
import type { Connection } from "../store/open.ts";
import { fillTexts } from "../store/search/fill-texts.ts";
import { createTextIndex } from "../store/search/text-index.ts";
import { openCache } from "../store/stores.ts";
import { createRecordWriter } from "../store/writer/records.ts";
import { examineEvents } from "./event-rows.ts";
import { examineWords } from "./text-words.ts";
import { examineReferences } from "./references.ts";
import { finish, type Share } from "./share.ts";

const SEED = 20261127;
const EVENTS = 8_300;

/** @param from a folder that it begins as a copy of */
function withCache(work: (cache: Connection) => void, from?: string): void {
  const folder = mkdtempSync(join(tmpdir(), "throughline-examine-"));
  if (from !== undefined) cpSync(from, folder, { recursive: true });
  const cache = openCache(folder, () => 0);
  try {
    work(cache);
  } finally {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every third record is said again, at times with other words, at times as a machine's that has none. */
function write(cache: Connection, random: number): void {
  cache.exec(
    "INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'a', 'a', 'csv', 'file', 1)",
  );
  const records = createRecordWriter(cache);
  const source = { sourceId: 1, exact: false, receivedAt: 1 };
  cache.transaction(() => {
    for (let n = 0; n < EVENTS; n += 1) {
      const again = n % 3 === 2 ? n - ((n * 7 + random) % Math.min(n, 900)) : n;
      const dice = (n * 2_654_435_761 + random) >>> 0;
      records.write(
        {
          record: "event",
          key: `k${again}`,
          kind: dice % 5 === 0 ? "machine" : "inspection",
          type: "t",
          title: `Bore ${dice % 4}`,
          startedAt: n,
          ...(dice % 2 === 0 ? { order: `WO-${dice % 9}` } : {}),
          part: { name: `Part ${dice % 7}`, strength: "stated" },
          payload: `{"n":${n}}`,
        },
        source,
      );
    }
  })();
  const maker = createChunkMaker(cache, () => 0);
  maker.make();
  maker.stop();
}

/** How many standing events have not exactly the text that is theirs, by sets of rows. */
function wrongTexts(cache: Connection): number {
  const rows = cache.prepare("SELECT position, source_key AS key, superseded FROM event").all() as {
    position: number;
    key: string;
    superseded: number;
  }[];
  const keyOf = new Map(rows.map(({ position, key }) => [position, key]));
  const texts = new Map<string, number>();
  let wrong = 0;
  const standing = new Set(rows.filter((row) => row.superseded === 0).map((row) => row.key));
  for (const id of cache.prepare("SELECT id FROM event_text_docsize").pluck().all() as number[]) {
    const key = keyOf.get(id);
    if (key === undefined || !standing.has(key)) wrong += 1;
    else texts.set(key, (texts.get(key) ?? 0) + 1);
  }
  for (const key of standing) if (texts.get(key) !== 1) wrong += 1;
  return wrong;
}

/** Histories that are written once, and then damaged in copies: as the writer left them, and with their texts anew. */
const histories: string[] = [];
beforeAll(() => {
  for (const random of [1, 77_003]) {
    const folder = mkdtempSync(join(tmpdir(), "throughline-examine-"));
    const cache = openCache(folder, () => 0);
    write(cache, random);
    if (random > 1) cache.transaction(() => fillTexts(cache))();
    cache.close();
    histories.push(folder);
  }
}, 60_000);
afterAll(() => {
  for (const folder of histories) rmSync(folder, { recursive: true, force: true });
});

test("what is right is called right, and every kind of damage is found, whichever rows it is in", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1),
      fc.constantFrom("nothing", "text gone", "text left", "text twice", "column", "order", "hash", "part"),
      fc.nat({ max: EVENTS - 1_000 }),
      (history, damage, at) => {
        withCache((cache) => {
          const faults = (): Record<string, number> => {
            const { hashes, references, columns, texts, events } = finish(examineEvents(cache));
            expect(events).toBe(
              cache.prepare("SELECT count(*) FROM event WHERE superseded = 0").pluck().get(),
            );
            return {
              hashes: hashes.count(),
              references: references.count(),
              columns: columns.count(),
              texts: texts.count() === 0 ? 0 : 1,
            };
          };
          const well = { hashes: 0, references: 0, columns: 0, texts: 0 };
          expect([faults(), wrongTexts(cache)]).toEqual([well, 0]);
          const text = cache.prepare("SELECT min(id) FROM event_text_docsize WHERE id >= ?").pluck().get(at);
          const position = cache
            .prepare(
              "SELECT min(position) FROM event WHERE position >= ? AND superseded = 0 AND order_number <> ''",
            )
            .pluck()
            .get(at) as number;
          // Nothing that would take the chunk away with it.
          cache.exec("DROP TRIGGER event_chunk_changed; DROP TRIGGER event_chunk_order_changed");
          cache.pragma("foreign_keys = OFF");
          const kept = position < 8_192 ? 1 : 0;
          const expected = {
            nothing: () => well,
            "text gone": () => {
              cache.prepare("DELETE FROM event_text WHERE rowid = ?").run(text);
              return { ...well, texts: 1 };
            },
            "text left": () => {
              cache.prepare("INSERT INTO event_text (rowid, text) VALUES (?, 'nobody')").run(EVENTS + 1 + at);
              return { ...well, texts: 1 };
            },
            "text twice": () => {
              const { first, second } = cache
                .prepare(
                  `SELECT min(position) AS first, max(position) AS second FROM event GROUP BY source_key
                   HAVING count(*) > 1 AND sum(superseded = 0) = 1 LIMIT 1`,
                )
                .get() as { first: number; second: number };
              for (const rowid of [first, second]) {
                cache.prepare("DELETE FROM event_text WHERE rowid = ?").run(rowid);
                cache.prepare("INSERT INTO event_text (rowid, text) VALUES (?, 'Bore')").run(rowid);
              }
              return { ...well, texts: 1 };
            },
            column: () => {
              cache.prepare("UPDATE event SET severity = severity + 1 WHERE position = ?").run(position);
              return { ...well, columns: kept };
            },
            order: () => {
              cache.prepare("UPDATE event SET order_number = 'WO-X' WHERE position = ?").run(position);
              return { ...well, columns: kept };
            },
            hash: () => {
              cache.prepare("UPDATE event SET payload = '{}' WHERE position = ?").run(position);
              return { ...well, hashes: 1 };
            },
            part: () => {
              cache.prepare("UPDATE event SET part_id = 99 WHERE position = ?").run(position);
              return { ...well, columns: kept, references: 1 };
            },
          }[damage]();
          expect(faults()).toEqual(expected);
          expect(wrongTexts(cache) > 0).toBe(expected.texts === 1);
        }, histories[history]);
      },
    ),
    { seed: SEED, numRuns: 24 },
  );
});

/** Words as they are told apart here, where no letter has marks. */
const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]+/gu) ?? [];

test("words that lead to another row, to none, or in another order are found, whichever rows they are of", () => {
  const words = fc.array(fc.constantFrom("Bore", "1", "2", "WO-3", "wo", "3", "Turning"), { maxLength: 4 });
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1),
      fc.nat({ max: EVENTS - 1_000 }),
      fc.oneof(
        fc.constantFrom("nothing", "swapped", "upper case"),
        words.map((all) => all.join(" ")),
      ),
      (history, at, change) => {
        withCache((cache) => {
          const wrong = (): readonly string[] => finish(examineWords(cache));
          expect(wrong()).toEqual([]);
          const [first, second] = cache
            .prepare(
              `SELECT position, title || ' ' || coalesce(order_number, '') AS text FROM event JOIN event_text_docsize ON id = position
               WHERE superseded = 0 AND position >= ? ORDER BY position LIMIT 2`,
            )
            .all(at) as { position: number; text: string }[];
          if (first === undefined || second === undefined) throw new Error("there are no such rows");
          const put = (position: number, text: string): void => {
            cache.prepare("DELETE FROM event_text WHERE rowid = ?").run(position);
            cache.prepare("INSERT INTO event_text (rowid, text) VALUES (?, ?)").run(position, text);
          };
          const texts = {
            nothing: [first.text, second.text],
            swapped: [second.text, first.text],
            "upper case": [first.text.toUpperCase(), second.text],
          }[change] ?? [change, second.text];
          put(first.position, texts[0] ?? "");
          put(second.position, texts[1] ?? "");
          const isSame = [first.text, second.text].every(
            (text, place) => wordsOf(text).join(" ") === wordsOf(texts[place] ?? "").join(" "),
          );
          expect(wrong().length === 0).toBe(isSame);
          expect(finish(examineEvents(cache)).texts.lines()).toEqual([]);
        }, histories[history]);
      },
    ),
    { seed: SEED, numRuns: 24 },
  );
});

test("references of every other table are those that SQLite finds, also where they are many", () => {
  withCache((cache) => {
    cache.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'a', 'a', 'csv', 'file', 1);
      INSERT INTO part (part_id, number, strength) VALUES (1, 'P', 'stated');
      WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60000)
        INSERT INTO unit (unit_id, part_id, serial, serial_status, source_id) SELECT n, 1, n, 'proven', 1 FROM n;`);
    expect(finish(examineReferences(cache))).toEqual([]);
    cache.pragma("foreign_keys = OFF");
    cache.exec(`
      UPDATE unit SET part_id = 7 WHERE unit_id IN (3, 50000, 60000);
      UPDATE unit SET same_as = 60001 WHERE unit_id = 4;
      INSERT INTO part_revision (part_id, revision) VALUES (9, 'A');`);
    const known = cache.pragma("foreign_key_check") as {
      table: string;
      rowid: number | null;
      parent: string;
    }[];
    expect(finish(examineReferences(cache)).toSorted()).toEqual(
      known
        .map(({ table, rowid, parent }) => `${table} ${rowid ?? ""} names a ${parent} that is not there`)
        .toSorted(),
    );
  });
});

test("a walk can be left anywhere, tells how far it is, and what is written meanwhile is no fault", () => {
  withCache((cache) => {
    write(cache, 1);
    const walk = examineEvents(cache);
    const first = walk.next().value as Share;
    expect(first.done).toBeLessThanOrEqual(first.total);
    const payload = "{}";
    cache.exec(
      "INSERT INTO part (part_id, number, strength) VALUES (5000, 'New', 'stated'); INSERT INTO part_text (rowid, text) VALUES (5000, 'New')",
    );
    cache
      .prepare(
        `INSERT INTO event (kind, type, severity, part_id, title, source_id, source_key, source_revision, details, payload, sha256, received_us)
         VALUES (2, 't', 0, 5000, 'Run', 1, 'new', 1, '{}', ?, ?, 1)`,
      )
      .run(payload, hash("sha256", payload));
    createTextIndex(cache).addEventsAfter(
      Number(cache.prepare("SELECT max(position) - 1 FROM event").pluck().get()),
    );
    const { hashes, references, columns, texts } = finish(walk);
    expect([hashes, references, columns, texts].map((faults) => faults.lines())).toEqual([[], [], [], []]);
    expect(finish(examineWords(cache))).toEqual([]);
  });
});
