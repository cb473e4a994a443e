import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createBlobs } from "../blobs.ts";
import { createChunkMaker } from "../store/columns/make-chunks.ts";
import { lockFolder } from "../store/lock.ts";
import { cachePath, openCache, openUser, userPath } from "../store/stores.ts";
import { createReduceChunk, type ChunkKey } from "../store/samples/keep-levels.ts";
import { createSampleChunks } from "../store/writer/opcua/sample-chunks.ts";
import { createRecordWriter } from "../store/writer/records.ts";
import { rebuildClosure } from "../store/writer/models.ts";
import { examine } from "./examine.ts";
import { mend } from "./mend.ts";

let folder = "";
const now = (): number => 1_000_000;
const EVENTS = 9_000;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-mend-"));
  const mesh = await createBlobs(folder).put(Buffer.from("mesh"));
  const cache = openCache(folder, now);
  cache.exec(
    "INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'a', 'a', 'csv', 'file', 1)",
  );
  const records = createRecordWriter(cache);
  const source = { sourceId: 1, exact: false, receivedAt: 1 };
  cache.transaction(() => {
    for (let n = 0; n < EVENTS; n += 1)
      records.write(
        {
          record: "event",
          // Some are corrected, and one word in three is another then.
          key: `k${n % (EVENTS - 500)}`,
          kind: n % 5 === 0 ? "machine" : "inspection",
          type: "t",
          title: `Bore ${n % 3}`,
          startedAt: n,
          part: { name: `Part ${n % 7}`, strength: "stated" },
          payload: `{"n":${n}}`,
        },
        source,
      );
    cache.exec("INSERT INTO bom_line SELECT 1, part_id, 1, NULL, NULL, 1 FROM part WHERE part_id > 1");
    rebuildClosure(cache);
    cache.exec(`
      INSERT INTO import_run (import_id, started_us, status) VALUES (1, 1, 'done');
      INSERT INTO import_file (import_id, name, path, format, sha256, status, rows_read, rows_taken, rows_rejected, repeated)
        VALUES (1, 'a.step', '${join(folder, "a.step")}', 'step', 'ab', 'done', 1, 1, 0, 0),
               (1, 'b.csv', '/nowhere/b.csv', 'table', 'cd', 'done', 1, 1, 0, 0);
      INSERT INTO model (part_id, sha256, file_name, mesh_sha256, bytes, problems, source_id) VALUES (1, 'ab', 'a.step', '${mesh}', 4, '[]', 1);`);
    // One that is kept as it is, one that is short, and one that a rule has reduced.
    cache.exec(
      "INSERT INTO equipment (name) VALUES ('Mill'); INSERT INTO signal (equipment_id, name) SELECT equipment_id, 'Load' FROM equipment",
    );
    const samples = createSampleChunks(cache);
    for (const [from, count] of [
      [0, 900],
      [1_000_000, 30],
      [2_000_000, 2_000],
    ] as const) {
      const times = Float64Array.from({ length: count }, (_, at) => from + at * 100);
      samples.append(1, 1, { times, values: times.map((time) => (time % 700 === 0 ? NaN : time % 1_300)) });
    }
    const last =
      'SELECT signal_id AS signal, from_us AS "from", source_id AS source, sha256 FROM sample_chunk';
    createReduceChunk(cache)(cache.prepare(`${last} WHERE count = 2000`).get() as ChunkKey);
  })();
  const maker = createChunkMaker(cache, () => 0);
  maker.make();
  maker.stop();
  cache.close();
  writeFileSync(join(folder, "a.step"), "ISO-10303-21;");
  const user = openUser(folder, now);
  user.exec("INSERT INTO setting VALUES ('theme', '1')");
  user.close();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const bad = async (): Promise<readonly string[]> =>
  (await examine(folder, now)).filter(({ ok }) => !ok).map(({ check }) => check);
const damage = (sql: string): void => {
  const cache = openCache(folder, now);
  cache.exec(sql);
  cache.close();
};
const userHash = (): string =>
  createHash("sha256")
    .update(readFileSync(userPath(folder)))
    .digest("hex");

test("a sound folder is left as it is", async () => {
  expect(await bad()).toEqual([]);
  expect(await mend(folder, now)).toEqual({ done: [], files: [], missing: [] });
});

test.each([
  ["event columns", "UPDATE event_chunk SET data = zeroblob(length(data)) WHERE chunk = 0"],
  ["event columns", "UPDATE event_chunk_columns SET columns = zeroblob(length(columns)) WHERE chunk = 0"],
  ["event columns", "DELETE FROM event_chunk_rest WHERE chunk = 0"],
  ["full text", "DELETE FROM event_text WHERE rowid = 2002"],
  ["full text", "DELETE FROM part_text WHERE rowid = 2"],
  ["full text", "INSERT INTO note_text (rowid, text) VALUES (77, 'nobody')"],
  [
    "full text",
    "DELETE FROM event_text WHERE rowid = 2002; INSERT INTO event_text (rowid, text) VALUES (2002, 'Bor 2002')",
  ],
  ["structure", "DELETE FROM bom_closure WHERE descendant_id = 3 AND depth = 1"],
  ["structure", "INSERT INTO bom_closure VALUES (3, 4, 1)"],
  ["samples", "UPDATE sample_chunk SET maximum = maximum + 1 WHERE from_us = 0"],
  ["samples", "UPDATE sample_level SET data = zeroblob(length(data)) WHERE from_us = 0"],
  ["samples", "DELETE FROM sample_level"],
  ["samples", "UPDATE sample_level SET sha256 = 'other' WHERE from_us = 0"],
])("%s that differ from their rows are found and made anew", async (check, sql) => {
  damage(sql);
  expect(await bad()).toEqual([check]);
  const before = userHash();
  const { done } = await mend(folder, now);
  expect(done).toEqual([expect.stringContaining(`${check}: made anew`)]);
  expect(await bad()).toEqual([]);
  expect(userHash()).toBe(before);
  const cache = openCache(folder, now, true);
  const found = cache.prepare("SELECT count(*) FROM event_text WHERE event_text MATCH 'bore'").pluck().get();
  expect(found).toBe(cache.prepare("SELECT count(*) FROM event WHERE superseded = 0").pluck().get());
  cache.close();
});

test("a damaged cache is set aside and its files are named; what only a person has stays", async () => {
  const path = cachePath(folder);
  const bytes = readFileSync(path);
  // Pages of the events' index, far from the tables of imports.
  const page = 4_096;
  bytes.fill(0xa5, bytes.length - 40 * page, bytes.length - 2 * page);
  writeFileSync(path, bytes);
  expect(await bad()).not.toEqual([]);
  const before = userHash();
  const { done, files, missing } = await mend(folder, now);
  expect(done[0]).toMatch(/cache\.db is damaged: set aside as .*damaged-.*Z, and begun anew/);
  expect(readdirSync(folder).some((name) => name.startsWith("cache.db.damaged-"))).toBe(true);
  expect(
    [...files, ...missing].length === 2 || done.some((line) => line.includes("import your files again")),
  ).toBe(true);
  expect(userHash()).toBe(before);
  const cache = openCache(folder, now, true);
  expect(cache.prepare("SELECT count(*) FROM event").pluck().get()).toBe(0);
  cache.close();
});

test("a model without its drawing is read again from its file", async () => {
  const [mesh = ""] = readdirSync(join(folder, "blobs")).filter((name) => name.length === 64);
  writeFileSync(join(folder, "blobs", mesh), "other");
  expect(await bad()).toEqual(["blobs"]);
  const { done, files } = await mend(folder, now);
  expect(done).toEqual([expect.stringContaining("the drawing of a model is damaged")]);
  expect(files).toEqual([join(folder, "a.step")]);
});

test("nothing is mended while another program has the folder", async () => {
  const lock = lockFolder(folder);
  await expect(mend(folder, now)).rejects.toMatchObject({ kind: "refused" });
  lock?.release();
});
