/** Pages of tables of everything: the first, one in the middle, sorted by what has an index and what has none. */
import type { createReader } from "../../../electron/host/store/reader.ts";
import type { Connection } from "../../../electron/host/store/open.ts";
import { median, type Figure } from "../figure.ts";
import { settled } from "./settled.ts";

const context = { signal: new AbortController().signal };
const everything = { subject: { kind: "everything" }, limit: 100 } as const;

type Reader = ReturnType<typeof createReader>;

export async function* tableFigures(
  reader: () => Reader,
  cache: Connection,
  events: number,
): AsyncGenerator<Figure> {
  const at = `${(events / 1e6).toLocaleString("en")} M events`;
  const middle = Math.floor(events / 2);
  const cases = [
    [
      "events in the middle, by time",
      "events",
      { column: "started", descending: true },
      middle,
      "started_us DESC, position DESC",
    ],
    [
      "events by severity",
      "events",
      { column: "severity", descending: true },
      0,
      "severity DESC, started_us DESC, position DESC",
    ],
    [
      "events in the middle, by part",
      "events",
      { column: "part", descending: false },
      middle,
      "part_id, started_us DESC, position DESC",
    ],
  ] as const;
  for (const [name, table, sort, offset, order] of cases) {
    const times: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      // One that remembers nothing of the table.
      const asked = await settled(reader());
      const start = performance.now();
      await asked.tables.page({ ...everything, table, sort, filters: [], offset }, context);
      times.push(performance.now() - start);
    }
    const before = performance.now();
    cache
      .prepare(`SELECT position FROM event WHERE superseded = 0 ORDER BY ${order} LIMIT 100 OFFSET ${offset}`)
      .pluck()
      .all();
    yield {
      group: "history",
      name: `a page of all ${name}, first time, ${at}`,
      value: median(times),
      unit: "ms",
      baseline: performance.now() - before,
      baselineName: "the positions alone by SQL",
      target: { of: "value", comparison: "at most", limit: 1_000 },
    };
  }
}
