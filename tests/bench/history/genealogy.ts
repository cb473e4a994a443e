/** Which units contain a lot, and what parts are as built: half a million uses of lots in units that are built into each other. */
import { createGenealogy } from "../../../electron/host/store/tables/genealogy.ts";
import { createSlices } from "../../../electron/host/store/tables/slices.ts";
import { createReader } from "../../../electron/host/store/reader.ts";
import { openCache } from "../../../electron/host/store/stores.ts";
import { median, percentile, type Figure } from "../figure.ts";
import { BUSY_PART, partNumber } from "./large-cache.ts";
import { settled } from "./settled.ts";

const BUCKETS = 1_600;
const context = { signal: new AbortController().signal };

/** Units built into one unit, units per lot, and lots asked about. */
const CHILDREN = 4;
const USES = 500;
const ASKED = 100;
const DEPTH = 10;

/** Writes into the cache of the folder. */
export async function* genealogyFigures(folder: string, units: number): AsyncGenerator<Figure> {
  const writing = openCache(folder, () => 0);
  const lots = Math.max(1, Math.floor(units / 2 / USES));
  try {
    writing.transaction(() => {
      const link = writing.prepare(
        "INSERT INTO unit_component (source_id, key, parent_id, child_id) VALUES (1, ?, ?, ?)",
      );
      // A forest of heaps: unit n is built into unit n / 4, but for each hundredth, which is delivered.
      for (let unit = CHILDREN; unit <= units; unit += 1)
        if (unit % 100 !== 0) link.run(`u${unit}`, Math.floor(unit / CHILDREN), unit);
      const lot = writing.prepare(
        "INSERT INTO unit (unit_id, part_id, lot, serial_status, source_id) VALUES (?, 1, ?, 'missing', 1)",
      );
      for (let at = 1; at <= lots; at += 1) {
        lot.run(units + at, `L-${at}`);
        for (let use = 0; use < USES; use += 1)
          link.run(`l${at}.${use}`, ((at * 7_919 + use * 104_729) % units) + 1, units + at);
      }
    })();
  } finally {
    writing.close();
  }
  const cache = openCache(folder, () => 0, true);
  try {
    const relativesOf = createGenealogy(cache);
    const slices = createSlices(() => performance.now() * 1_000, new AbortController().signal);
    const naive = cache
      .prepare(
        `WITH RECURSIVE up (unit, depth) AS (SELECT ?, 0 UNION
           SELECT c.parent_id, depth + 1 FROM up JOIN unit_component c ON c.child_id = up.unit WHERE depth < ${DEPTH})
         SELECT unit, min(depth) FROM up WHERE depth > 0 GROUP BY unit`,
      )
      .raw();
    const times: number[] = [];
    const baseline: number[] = [];
    for (let asked = 0; asked < ASKED; asked += 1) {
      const lot = units + 1 + (asked % lots);
      const start = performance.now();
      const found = await relativesOf([lot], "up", DEPTH, slices);
      times.push(performance.now() - start);
      const before = performance.now();
      const same = naive.all(lot).length;
      baseline.push(performance.now() - before);
      if (same !== found.length)
        throw new Error(`${found.length} units contain the lot, by recursion ${same}`);
    }
    yield {
      group: "history",
      name: `which units contain a lot, depth ${DEPTH}, p99, ${units} units`,
      value: percentile(times, 0.99),
      unit: "ms",
      baseline: percentile(baseline, 0.99),
      baselineName: "a recursive statement over units and depths",
      target: { of: "value", comparison: "at most", limit: 20 },
    };
    const subject = { kind: "part", partNumber: partNumber(BUSY_PART), structure: "built" } as const;
    const first: number[] = [];
    let seen = 0;
    for (let run = 0; run < 5; run += 1) {
      const asked = await settled(createReader(folder, () => 0));
      const start = performance.now();
      const slice = await asked.events.timeline({ subject, buckets: BUCKETS }, context);
      first.push(performance.now() - start);
      seen = slice.lanes.reduce((sum, { total }) => sum + total, 0);
    }
    const before = performance.now();
    const same = cache
      .prepare(
        `WITH RECURSIVE built (unit) AS (SELECT unit_id FROM unit WHERE part_id = ${BUSY_PART} UNION
           SELECT c.child_id FROM built JOIN unit_component c ON c.parent_id = built.unit)
         SELECT kind, started_us / 19710000000 AS bucket, count(*) AS n FROM event
         WHERE (part_id = ${BUSY_PART} OR unit_id IN (SELECT unit FROM built)) AND superseded = 0 GROUP BY 1, 2`,
      )
      .all() as { n: number }[];
    const took = performance.now() - before;
    if (same.reduce((sum, { n }) => sum + n, 0) !== seen)
      throw new Error(`the part as built has ${seen} events, which SQL does not find`);
    yield {
      group: "history",
      name: `first timeline of a part as built, one unit in a hundred and what is in it, ${units} units`,
      value: median(first),
      unit: "ms",
      baseline: took,
      baselineName: "the same histogram by SQL, with a walk",
    };
  } finally {
    cache.close();
  }
}
