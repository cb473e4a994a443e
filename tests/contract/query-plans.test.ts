/**
 * How SQLite answers what the screen asks: none of the statements walks all rows of a table that grows with the history.
 * Asked of SQLite itself (EXPLAIN QUERY PLAN) for every statement that was run, with statistics of the tables and without.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openCache } from "../../electron/host/store/stores.ts";
import { createReader } from "../../electron/host/store/reader.ts";
import { BUSY_PART, partNumber, subtreeOf, writeLargeCache } from "../bench/history/large-cache.ts";

const GROWING = [
  "event",
  "event_subject",
  "measurement",
  "unit_component",
  "sample_chunk",
  "feed_record",
  "factor",
];
const context = { signal: new AbortController().signal };

let folder: string;
let machine: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-plans-"));
  writeLargeCache(folder, { events: 20_000, units: 2_000 });
  const cache = openCache(folder, () => 0);
  cache.exec(`
    INSERT INTO characteristic (characteristic_id, part_id, source_id, name, kind) VALUES (1, ${BUSY_PART}, 1, 'Bore', 'diameter');
    INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, verdict, verdict_origin, sequence, taken_us)
      SELECT 1, 'm' || unit_id, unit_id, 1, 1.5, 'pass', 'source', unit_id, unit_id FROM unit;
    INSERT INTO unit_component (source_id, key, parent_id, child_id) SELECT 1, unit_id, unit_id / 4, unit_id FROM unit WHERE unit_id >= 4;
    INSERT INTO signal (signal_id, equipment_id, name) VALUES (1, 1, 'Load');`);
  machine = cache.prepare("SELECT name FROM equipment WHERE equipment_id = 1").pluck().get() as string;
  cache.close();
}, 60_000);
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a screen asks while somebody works with it. */
async function work(): Promise<void> {
  const reader = createReader(folder, () => performance.now() * 1_000);
  const everything = { kind: "everything" } as const;
  const part = { kind: "part", partNumber: partNumber(BUSY_PART) } as const;
  const tree = { kind: "part", partNumber: partNumber(subtreeOf(300)) } as const;
  const unit = { kind: "unit", unitId: 100 } as const;
  const whole = await reader.events.timeline({ subject: everything, buckets: 64 }, context);
  const { from, to } = whole.window;
  const window = { from: Math.round(from + (to - from) * 0.4), to: Math.round(from + (to - from) * 0.5) };
  for (const subject of [everything, part, tree, unit]) {
    for (const by of ["kind", "equipment", "source", "order", "unit", "characteristic"] as const)
      await reader.events.timeline({ subject, buckets: 64, window, lanes: { by } }, context);
    await reader.events.overview({ subject, buckets: 64 }, context);
    await reader.events.list({ subject, limit: 200 }, context);
    await reader.events.list({ subject, limit: 200, window, offset: 50 }, context);
    await reader.events.signals({ subject }, context);
    for (const table of ["events", "units", "measurements", "orders"] as const)
      await reader.tables.page({ subject, table, filters: [], offset: 0, limit: 100 }, context);
    await reader.units.list({ partNumber: part.partNumber }, context);
  }
  await reader.events.trace({ equipment: machine, signal: "Load", window, buckets: 64 }, context);
  await reader.events.details({ position: 77 }, context);
  await reader.events.find({ sourceId: "bench", sourceKey: "e77" }, context);
  await reader.events.equipment({}, context);
  await reader.parts.tree({}, context);
  await reader.parts.details({ partNumber: part.partNumber }, context);
  await reader.units.details({ unitId: 100 }, context);
  await reader.measurements.table({ subject: part }, context);
  await reader.measurements.failRates({ window }, context);
  for (const quantity of ["events", "defects"] as const)
    await reader.colouring.parts({ quantity, window }, context);
  for (const text of ["Inspection 12", "WO-70123", "S0000123", "e77", "Oper"])
    await reader.search.query({ text, limit: 50 }, context);
  await reader.sources.list({}, context);
  await reader.sources.counts({}, context);
  await reader.retention.removed({}, context);
}

/** Once for a state of the cache, and then remembered; by an index that holds all that is asked for. */
const REMEMBERED = [
  /max\(m\.verdict = 'fail'\) FROM measurement/u,
  /DISTINCT unit_id, source_id FROM measurement/u,
];

/** Tables that a statement walks as a whole, by the words of the plan. */
function walks(connection: Database.Database, sql: string): readonly string[] {
  const names = [...sql.matchAll(/[@:$](\w+)/gu)].map(([, name = ""]) => name);
  const marks = [...sql.replaceAll(/'[^']*'/gu, "").matchAll(/\?/gu)].length;
  const named = Object.fromEntries(names.map((name) => [name, null]));
  const explain = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`);
  const plan = (names.length > 0 ? explain.all(named) : explain.all(Array(marks).fill(null))) as {
    detail: string;
  }[];
  return plan.flatMap(({ detail }) => {
    const [, alias = ""] = /^SCAN (\w+)/u.exec(detail) ?? [];
    const [, table = alias] = new RegExp(`\\b(\\w+)\\s+(?:AS\\s+)?${alias}\\b`, "u").exec(sql) ?? [];
    const walked = GROWING.find((one) => one === alias || one === table);
    const isRemembered = detail.includes("COVERING INDEX") && REMEMBERED.some((known) => known.test(sql));
    return alias === "" || walked === undefined || isRemembered
      ? []
      : [`${detail}: ${sql.replaceAll(/\s+/gu, " ").trim()}`];
  });
}

test.each([true, false])("no statement of the reader walks the history; statistics: %s", async (analyzed) => {
  const cache = openCache(folder, () => 0);
  cache.exec(analyzed ? "ANALYZE" : "DELETE FROM sqlite_stat1");
  cache.close();
  const prepare = vi.spyOn(Database.prototype as unknown as { prepare: (sql: string) => unknown }, "prepare");
  await work();
  const statements = new Set(
    prepare.mock.calls.map(([sql]) => sql).filter((sql) => /^\s*(SELECT|WITH)/iu.test(sql)),
  );
  prepare.mockRestore();
  expect(statements.size).toBeGreaterThan(40);
  const connection = openCache(folder, () => 0, true);
  const found = [...statements].flatMap((sql) => walks(connection, sql));
  connection.close();
  expect(found).toEqual([]);
});

test.each([
  "c.signal_id = @signal AND c.from_us < @to AND +c.to_us >= @from",
  "c.signal_id = @signal AND +c.from_us < @to AND c.to_us >= @from",
])(
  "what is said of chunks as a whole is read from an index, and none of their samples: %s",
  async (condition) => {
    const prepare = vi.spyOn(
      Database.prototype as unknown as { prepare: (sql: string) => unknown },
      "prepare",
    );
    createReader(folder, () => 0);
    const sql = prepare.mock.calls.map(([each]) => each).find((each) => each.includes(condition)) ?? "";
    prepare.mockRestore();
    const connection = openCache(folder, () => 0, true);
    const plan = connection
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all({ signal: 1, from: 0, to: 1, begin: 0, scale: 1 });
    connection.close();
    expect(plan).toContainEqual(
      expect.objectContaining({
        detail: expect.stringMatching(/^SEARCH c USING COVERING INDEX sample_chunk_(begin|end)/u),
      }),
    );
  },
);
