/** Numbers of parts from stored tallies, from columns and from both, against SQL, while chunks and tallies come and go. */
import fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { finish } from "../../diagnostics/share.ts";
import { examineEvents } from "../../diagnostics/event-rows.ts";
import { openCache } from "../stores.ts";
import { CHUNK_SIZE } from "./event-chunk.ts";
import { createEventColumns } from "./event-columns.ts";
import { createChunkMaker } from "./make-chunks.ts";
import { GROUP_SIZE } from "./part-tally.ts";
import { SEED } from "./testing/random-history.ts";

const PARTS = 5;
const UNITS = 6;
const EVENTS = 2_000;
/** Two whole groups and some more, with an event now and then. */
const CHUNKS = GROUP_SIZE * 2 + 3;

const folder = mkdtempSync(join(tmpdir(), "throughline-counts-"));
const writing = openCache(folder, () => 0);
const reading = openCache(folder, () => 0, true);
const maker = createChunkMaker(writing, () => 0);
afterAll(() => {
  maker.stop();
  reading.close();
  writing.close();
  rmSync(folder, { recursive: true, force: true });
});
writing.exec(`
  PRAGMA foreign_keys = OFF;
  INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 0);`);
const insert = writing.prepare(
  `INSERT INTO event (position, kind, type, severity, started_us, part_id, unit_id, title, source_id, source_key, source_revision, details, payload, sha256, received_us)
   VALUES (?, ?, 't', ?, ?, ?, ?, 'title', 1, ?, 1, '{}', '', ?, 0)`,
);
/** SHA-256 of nothing. */
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const event = fc.tuple(
  fc.integer({ min: 1, max: Math.ceil((3 * CHUNKS * CHUNK_SIZE) / EVENTS) }),
  fc.nat({ max: 6 }),
  fc.constantFrom(0, 0, 3, 4),
  fc.option(fc.integer({ min: 1, max: PARTS })),
  fc.option(fc.integer({ min: 1, max: UNITS })),
);
/** As everywhere, an event comes after all that are there. */
let newest = 0;
const add = (events: readonly (typeof event extends fc.Arbitrary<infer T> ? T : never)[]): void => {
  for (const [gap, kind, severity, part, unit] of events) {
    newest += gap;
    insert.run(newest, kind, severity, newest, part, unit, String(newest), EMPTY);
  }
};
add(fc.sample(event, { seed: SEED, numRuns: EVENTS }));
const columns = createEventColumns(reading);

const step = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), events: fc.array(event, { maxLength: 5 }) }),
  fc.record({ kind: fc.constant("change" as const), chunk: fc.nat({ max: CHUNKS - 1 }) }),
  fc.record({ kind: fc.constant("remove" as const), chunk: fc.nat({ max: CHUNKS - 1 }) }),
  fc.record({ kind: fc.constant("forget" as const), group: fc.nat({ max: 1 }) }),
  fc.record({ kind: fc.constant("make" as const) }),
);

test("events and failed units of every part, whatever is stored of them", () => {
  const expected = (sql: string): Map<number, number> =>
    new Map(writing.prepare(sql).raw().all() as [number, number][]);
  const inChunk = "WHERE position >= ? AND position < ? + " + String(CHUNK_SIZE);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      for (const each of steps) {
        if (each.kind === "make") maker.make();
        else if (each.kind === "add") add(each.events);
        else if (each.kind === "forget")
          writing.prepare("DELETE FROM event_chunk_tally WHERE chunks = ?").run(each.group);
        else {
          const from = each.chunk * CHUNK_SIZE;
          const sql =
            each.kind === "change" ? "UPDATE event SET severity = 7 - severity" : "DELETE FROM event";
          // The newest stays: the next one comes after it.
          writing.prepare(`${sql} ${inChunk} AND position < ?`).run(from, from, newest);
        }
      }
      const counts = columns.counts();
      const events = expected("SELECT coalesce(part_id, 0), count(*) FROM event GROUP BY 1");
      const failed = expected(
        "SELECT part_id, count(DISTINCT unit_id) FROM event WHERE severity >= 3 AND part_id IS NOT NULL GROUP BY 1",
      );
      for (let part = 0; part <= PARTS; part += 1) {
        expect(counts.events(part)).toBe(events.get(part) ?? 0);
        if (part > 0) expect(counts.failedUnits(part)).toBe(failed.get(part) ?? 0);
      }
    }),
    { seed: SEED, numRuns: 60 },
  );
  const whole = Math.floor((newest + 1) / CHUNK_SIZE);
  const chunks = writing.prepare("SELECT count(*) FROM event_chunk").pluck();
  while (chunks.get() !== whole) maker.make();
  maker.make();
  const groups = writing.prepare("SELECT chunks FROM event_chunk_tally").pluck().all();
  expect(groups).toEqual(Array.from({ length: Math.floor(whole / GROUP_SIZE) }, (_, group) => group));
  expect(groups.length).toBeGreaterThanOrEqual(2);
  expect(finish(examineEvents(writing)).columns.lines()).toEqual([]);
  writing.exec(
    "UPDATE event_chunk_tally SET data = (SELECT data FROM event_chunk_tally WHERE chunks = 0) WHERE chunks = 1",
  );
  expect(finish(examineEvents(writing)).columns.lines()).toEqual([
    expect.stringContaining("the numbers of parts of chunks 64 to 127"),
  ]);
});
