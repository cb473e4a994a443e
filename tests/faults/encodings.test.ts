/**
 * Whatever way a plant's records come, the cache is the same row by row: segments as tables, segments as
 * lines, pages taken by the set, pages taken change by change. Tables that are not what they should be
 * cost nothing but time.
 */
import { expect, test } from "vitest";
import { DEMO_CAUSES } from "../../electron/demo/history/causes.ts";
import { addBulk, bulkScope } from "../../electron/demo/plant/bulk.ts";
import { startPlant, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import type { SourceConnection } from "../../electron/host/connectors/connector.ts";
import { dumpCache } from "./cache-dump.ts";
import { engineUnderTest, PLANT_ID } from "./engine-under-test.ts";
import { expectSameAsPlant } from "./same-as-plant.ts";

const SCOPES = [
  ["plm", "product:10-4000"],
  ["mes", "product:10-4000"],
  ["mes", bulkScope(0).id],
  ["qms", "product:10-4000"],
  ["mes", "site"],
] as const;

const withoutSnapshot = (connection: SourceConnection): SourceConnection => ({
  ...connection,
  snapshot: () => Promise.resolve(undefined),
});
const WAYS: Readonly<Record<string, (connection: SourceConnection) => SourceConnection>> = {
  tables: (connection) => connection,
  lines: (connection) => ({
    ...connection,
    snapshot: async (...asked) => {
      const snapshot = await connection.snapshot(...asked);
      return (
        snapshot && {
          ...snapshot,
          segments: snapshot.segments.map((segment) => ({ ...segment, tables: undefined })),
        }
      );
    },
  }),
  pages: withoutSnapshot,
  "small pages": (connection) => ({
    ...withoutSnapshot(connection),
    page: (stream, cursor, limit, signal) => connection.page(stream, cursor, Math.min(limit, 150), signal),
  }),
};

/** A history with corrections, deletes and parts in several revisions. */
async function startEventfulPlant(): Promise<RunningPlant> {
  const running = await startPlant({
    clock: () => 0,
    units: 12,
    causes: DEMO_CAUSES,
    snapshot: { rows: 1_700 },
  });
  const mes = running.plant.systems.get("mes");
  if (mes === undefined) throw new Error("the plant has no MES");
  addBulk(mes, { events: 3_000 }, 168);
  const { id: scope } = bulkScope(0);
  for (let n = 0; n < 900; n += 1) {
    const part = {
      name: `B1-00${n % 3}`,
      revision: "ABC"[Math.floor(n / 100) % 3] ?? "A",
      strength: "stated",
    } as const;
    running.plant.put("mes", scope, `event/extra/${n % 700}`, {
      record: "event",
      key: "another than its id",
      kind: n % 4 === 0 ? "machine" : "inspection",
      type: "inspection",
      title: `Inspektion ${n} “Ä” 🛠`,
      ...(n % 2 === 0 ? { part } : {}),
      ...(n % 5 === 0 ? {} : { startedAt: n * 1_000 }),
      ...(n % 3 === 0 ? { characteristics: ["Ø 12 H7", `C${n}`] } : {}),
      ...(n % 7 === 0 ? { unit: { part, lot: `L${n % 14}`, serialStatus: "missing" as const } } : {}),
      details: { load: n / 10, note: `"${n}"`, ok: n % 2 === 0, tiny: 1e-7 },
      payload: n % 50 === 0 ? "" : `${n};"ü"`,
    });
  }
  running.plant.remove("mes", scope, "unit/B1-17");
  return running;
}

test("the cache is the same row by row whichever way records come", async () => {
  const running = await startEventfulPlant();
  const dumps = new Map<string, ReturnType<typeof dumpCache>>();
  try {
    for (const [way, changed] of Object.entries(WAYS)) {
      const under = engineUnderTest(1, changed);
      try {
        // One after the other: which revision of a part was stated last is not left to chance.
        for (const [index] of SCOPES.entries()) {
          await under.follow(running, SCOPES.slice(0, index + 1));
          await under.untilLevel(running);
        }
        expect(under.bugs).toEqual([]);
        expect(under.remarks).toEqual([]);
        expectSameAsPlant(under.cache, running.plant, PLANT_ID);
        dumps.set(way, dumpCache(under.cache));
      } finally {
        await under.close();
      }
    }
  } finally {
    await running.stop();
  }
  const tables = dumps.get("tables") ?? {};
  expect(tables["event"]?.length).toBeGreaterThan(4_000);
  expect(tables["event_text"]?.length).toBeGreaterThan(4_000);
  for (const [way, dump] of dumps)
    for (const [table, rows] of Object.entries(dump))
      expect(rows, `${table} by ${way}`).toEqual(tables[table]);
});
