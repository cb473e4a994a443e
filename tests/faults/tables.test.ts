/** Tables of a segment as hostile input: what is not exactly as the protocol says is refused whole, with a reason. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRandom } from "../../electron/demo/history/random.ts";
import { segmentTables } from "../../electron/demo/plant/feed/segment-tables.ts";
import { startPlant } from "../../electron/demo/plant/start-plant.ts";
import { readTables } from "../../electron/host/connectors/plant/tables.ts";
import { createUnpackedTables } from "../../electron/host/connectors/plant/unpacked-tables.ts";
import type { FeedSegment } from "../../shared/model/feed.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import { engineUnderTest, PLANT_ID } from "./engine-under-test.ts";
import { fill } from "./plants.ts";
import { expectSameAsPlant } from "./same-as-plant.ts";

const ROWS = 60;
const unit = { part: { name: "P", strength: "stated" }, serial: "1", serialStatus: "proven" };
const LINES = Buffer.from(
  Array.from({ length: ROWS }, (_, i) => {
    const record =
      i < 2
        ? { record: "note", key: `${i}`, text: "a note" }
        : {
            record: "event",
            key: `${i}`,
            kind: "production",
            type: "operation",
            title: `Operation ${i}`,
            startedAt: i,
            unit,
            equipment: "M-1",
            details: { load: i },
            payload: `${i}`,
          };
    const change = { op: "put", position: i + 1, id: `${record.record}/${i}`, revision: 1, record };
    return `${JSON.stringify(change)}\n`;
  }).join(""),
);

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "throughline-tables-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What comes of a file: the number of rows, or the reason for which it is refused. */
async function read(
  content: Buffer,
  change: { rows?: number; encoding?: "identity" | "zstd"; version?: number; from?: number } = {},
): Promise<number | string> {
  const { rows = ROWS, encoding = "identity", version = 1, from = 0 } = change;
  const path = join(folder, "given");
  writeFileSync(path, content);
  const file = { path: "x.tables", encoding, bytes: content.length, sha256: "0".repeat(64) };
  const segment: FeedSegment = { ...file, path: "x.ndjson", rows, tables: { ...file, version } };
  let files = 0;
  const scratch = (): string => join(folder, `rows-${(files += 1)}.db`);
  let taken = 0;
  try {
    for await (const { changes, staged } of readTables(
      createUnpackedTables(),
      path,
      segment,
      from,
      scratch,
      new AbortController().signal,
    ))
      taken += changes.length + (staged?.rows ?? 0);
    return taken;
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.kind !== "corrupt") throw thrown;
    return thrown.message;
  }
}

function tampered(...statements: readonly string[]): Buffer {
  const file = new DatabaseSync(":memory:");
  file.deserialize(segmentTables(LINES));
  file.enableDefensive?.(false);
  for (const statement of statements) file.exec(statement);
  const bytes = Buffer.from(file.serialize());
  file.close();
  return bytes;
}

test("sound tables are read whole, and from any row on", async () => {
  expect(await read(segmentTables(LINES))).toBe(ROWS);
  expect(await read(zstdCompressSync(segmentTables(LINES)), { encoding: "zstd" })).toBe(ROWS);
  expect(await read(segmentTables(LINES), { from: 1 })).toBe(ROWS - 1);
  expect(await read(segmentTables(LINES), { from: 37 })).toBe(ROWS - 37);
});

const OTHER = "other tables than the protocol says";
test.each([
  ["a view", ["CREATE VIEW v AS SELECT 1"], OTHER],
  ["a trigger", ["CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END"], OTHER],
  ["an index", ["CREATE INDEX i ON event (id)"], OTHER],
  ["a virtual table", ["CREATE VIRTUAL TABLE f USING fts5 (x)"], OTHER],
  [
    "a view in the place of a table",
    ["DROP TABLE change", "CREATE VIEW change AS SELECT 1 AS n, '' AS line"],
    OTHER,
  ],
  [
    "a generated column",
    ["DROP TABLE change", "CREATE TABLE change (n INTEGER PRIMARY KEY, line TEXT AS (n))"],
    OTHER,
  ],
  ["another version", ["PRAGMA user_version = 2"], OTHER],
  ["another application", ["PRAGMA application_id = 5"], OTHER],
  ["a row too few", ["DELETE FROM event WHERE n = 9"], "row 9 of 60"],
  ["a row in the place of another", ["UPDATE event SET n = -9 WHERE n = 9"], "row 9 of 60"],
  ["an id that is too long", [`UPDATE event SET id = '${"x".repeat(301)}' WHERE n = 5`], "row 5 of 60"],
  ["an empty id", ["UPDATE event SET id = '' WHERE n = 5"], "row 5 of 60"],
  ["a kind that does not exist", ["UPDATE event SET kind = 9 WHERE n = 5"], "row 5 of 60"],
  ["a time out of bounds", ["UPDATE event SET started = 9223372036854775807 WHERE n = 5"], "row 5 of 60"],
  ["a reference that does not exist", ["UPDATE event SET reference = 1 WHERE n = 5"], "row 5 of 60"],
  ["an equipment that does not exist", ["UPDATE event SET equipment = -1 WHERE n = 5"], "row 5 of 60"],
  [
    "a payload that hides behind a NUL",
    [`UPDATE event SET payload = char(0) || hex(zeroblob(200000)) WHERE n = 5`],
    "row 5 of 60",
  ],
  ["an id twice", ["UPDATE event SET id = 'event/7' WHERE n = 50"], "stands in row 8 and again in row 50"],
  [
    "a record behind what replaces it",
    ["UPDATE change SET line = replace(line, 'note/1', 'event/9')"],
    "stands behind",
  ],
  ["details that are no object", ["UPDATE event SET details = '[1]' WHERE n = 5"], "row 5"],
  ["details that are no JSON", ["UPDATE event SET details = '{' WHERE n = 5"], "row 5"],
  ["a reference that is none", ["UPDATE reference SET reference = '{\"unit\":{}}'"], "reference 0"],
  ["a line that is none", ["UPDATE change SET line = '{}' WHERE n = 2"], "row 2"],
] as const)("%s is refused", async (_, statements, reason) => {
  expect(await read(tampered(...statements))).toContain(reason);
  // The unpacked file; that of the delivery goes with the pull.
  expect(readdirSync(folder).filter((name) => name.endsWith(".open"))).toEqual([]);
});

test("values of other types than the table says are refused", async () => {
  const loose = tampered(
    "PRAGMA writable_schema = ON",
    `UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'event'`,
  );
  const file = new DatabaseSync(":memory:");
  file.deserialize(loose);
  file.enableDefensive?.(false);
  file.exec(`UPDATE event SET revision = 'one', payload = x'00ff' WHERE n = 5; PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'event'`);
  const bytes = Buffer.from(file.serialize());
  file.close();
  expect(await read(bytes)).toMatch(/damaged|row 5/);
});

test("what is no database, is cut, or has other versions is refused", async () => {
  const sound = segmentTables(LINES);
  const withLog = Buffer.from(sound);
  withLog[18] = 2;
  withLog[19] = 2;
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from("hello"),
    Buffer.alloc(9_000),
    sound.subarray(0, 5_000),
    withLog,
  ])
    expect(await read(bytes)).toMatch(/damaged|empty/);
  expect(await read(sound, { version: 2 })).toContain("another version");
  expect(await read(sound, { encoding: "zstd" })).toContain("can't be unpacked");
  expect(await read(sound, { rows: ROWS + 1 })).toContain("row 61 of 61");
});

test("a file with any bytes spoilt is read or refused, and nothing else", async () => {
  const random = createRandom(168);
  for (let round = 0; round < 400; round += 1) {
    const bytes = Buffer.from(segmentTables(LINES));
    for (let n = 0; n < 1 + (round % 9); n += 1)
      bytes[Math.floor(random.unit() * bytes.length)] = Math.floor(random.unit() * 256);
    const result = await read(bytes);
    expect(typeof result === "string" ? result.length > 0 : result === ROWS, `round ${round}`).toBe(true);
  }
});

test("tables that can't be used are told, and the lines are read instead", async () => {
  const running = await startPlant({ clock: () => 0, units: 0, snapshot: { rows: 400 } });
  const under = engineUnderTest(1, (connection) => ({
    ...connection,
    readTables: (path, { tables, ...segment }, ...rest) =>
      connection.readTables(
        path,
        { ...segment, ...(tables && { tables: { ...tables, version: 7 } }) },
        ...rest,
      ),
  }));
  try {
    fill(running, 0, 900);
    await under.follow(running);
    await under.untilLevel(running);
    expectSameAsPlant(under.cache, running.plant, PLANT_ID);
    expect(under.bugs).toEqual([]);
    expect(under.remarks.length).toBeGreaterThan(0);
    expect(under.remarks[0]).toMatch(/^\w+: The tables .+ can't be used: .+ Its lines are read instead\.$/);
  } finally {
    await under.close();
    await running.stop();
  }
});
