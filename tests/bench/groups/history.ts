/** What a person asks of a plant's year, at ten million events and below. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReader } from "../../../electron/host/store/reader.ts";
import type { Connection } from "../../../electron/host/store/open.ts";
import { cachePath, openCache } from "../../../electron/host/store/stores.ts";
import type { Subject, TimeWindow } from "../../../shared/contract/common.ts";
import { median, percentile, type BenchOptions, type Figure } from "../figure.ts";
import { SMALLEST, withGrowth } from "../growth.ts";
import { genealogyFigures } from "../history/genealogy.ts";
import { startWithHistory } from "../history/start.ts";
import { settled } from "../history/settled.ts";
import { tableFigures } from "../history/tables.ts";
import { traceFigures } from "../history/traces.ts";
import { ingest } from "./sync.ts";
import { BUSY_PART, partNumber, searchedText, subtreeOf } from "../history/large-cache.ts";
import { writeOnce } from "../history/write-once.ts";

const BUCKETS = 1_600;
const context = { signal: new AbortController().signal };
const DAY = 86_400_000_000;

export async function* measure({ events, cache }: BenchOptions): AsyncGenerator<Figure> {
  yield await ingest();
  yield* traceFigures();
  yield* withGrowth(ofHistory(SMALLEST, undefined), ofHistory(events, cache), events / SMALLEST);
}

async function* ofHistory(events: number, kept: string | undefined): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  try {
    writeOnce(folder, kept, events, "history");
    const cache = openCache(folder, () => 0, true);
    try {
      yield* questions(folder, cache, events);
      yield* searches(folder, cache, events);
      yield* tableFigures(() => createReader(folder, () => performance.now() * 1_000), cache, events);
      yield bytesPerEvent(folder, cache, events);
    } finally {
      cache.close();
    }
    yield* startWithHistory(folder, events);
    yield* genealogyFigures(folder, Math.floor(events / 10));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* questions(folder: string, cache: Connection, events: number): AsyncGenerator<Figure> {
  const reader = await settled(createReader(folder, () => 0));
  const part = (id: number): Subject => ({ kind: "part", partNumber: partNumber(id) });
  const everything: Subject = { kind: "everything" };
  const whole = await reader.events.timeline({ subject: everything, buckets: 8 }, context);
  const year = whole.window;
  const at = `${(events / 1e6).toLocaleString("en")} M events`;
  const subjects: readonly (readonly [string, Subject, number])[] = [
    ["a part that one event in a hundred is of", part(BUSY_PART), 1],
    ["a part with 500 parts below it", part(subtreeOf(500)), 1],
    ["everything", everything, 0],
  ];
  for (const [name, subject, hasTarget] of subjects) {
    // Asked of a reader that has not seen the subject: nothing of it is remembered.
    const first: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const other = await settled(createReader(folder, () => 0));
      first.push(await took(() => other.events.timeline({ subject, buckets: BUCKETS }, context)));
    }
    yield {
      group: "history",
      name: `first timeline of ${name}, ${at}`,
      value: median(first),
      unit: "ms",
      baseline: await repeated(3, () => histogramByRows(cache, subject, year)),
      baselineName: "the same histogram by SQL over the covering index",
      ...(hasTarget === 1 ? { target: { of: "value", comparison: "at most", limit: 100 } as const } : {}),
    };
  }
  const month = { from: year.from + 100 * DAY, to: year.from + 130 * DAY };
  yield {
    group: "history",
    name: `pan of a month of everything, ${at}`,
    value: await repeated(9, () =>
      reader.events.timeline({ subject: everything, window: month, buckets: BUCKETS }, context),
    ),
    unit: "ms",
    baseline: await repeated(3, () => histogramByRows(cache, everything, month)),
    baselineName: "the same histogram by SQL over the covering index",
  };
  yield {
    group: "history",
    name: `units seen and failed per part in a brushed month, ${at}`,
    value: await repeated(9, () => reader.measurements.failRates({ window: month }, context)),
    unit: "ms",
    baseline: await repeated(1, () => ratesByRows(cache, month)),
    baselineName: "the same by SQL over the events' rows",
  };
  for (const quantity of ["events", "defects"] as const)
    yield {
      group: "history",
      name: `${quantity} per part in a brushed month, to colour the model, ${at}`,
      value: await repeated(9, () => reader.colouring.parts({ quantity, window: month }, context)),
      unit: "ms",
      baseline: await repeated(1, () => countsByRows(cache, month)),
      baselineName: "counted by SQL over the events' rows",
    };
  const newest = part(subtreeOf(300));
  const lists: number[] = [];
  for (let run = 0; run < 200; run += 1)
    lists.push(await took(() => reader.events.list({ subject: newest, limit: 200 }, context)));
  const bySql = await repeated(3, () => newestByRows(cache, newest));
  for (const [name, value, limit] of [
    ["p50", median(lists), 5],
    ["p99", percentile(lists, 0.99), 15],
  ] as const)
    yield {
      group: "history",
      name: `newest 200 events of a part and 300 below it, ${name}, ${at}`,
      value,
      unit: "ms",
      baseline: bySql,
      baselineName: "the same by SQL, sorted",
      target: { of: "value", comparison: "at most", limit },
    };
}

async function* searches(folder: string, cache: Connection, events: number): AsyncGenerator<Figure> {
  const reader = await settled(createReader(folder, () => 0));
  const like = cache.prepare("SELECT position FROM event WHERE title LIKE ? ORDER BY position DESC LIMIT 50");
  const baseline = await repeated(1, () => like.all("%nowhere%"));
  const ask = (text: string) => reader.search.query({ text, limit: 50 }, context);
  const askKinds = (text: string) => reader.search.eventKinds({ text }, context);
  for (const [what, asked, hasTarget] of [
    ["first 50 of each kind", ask, true],
    ["then how many events of which kind", askKinds, false],
  ] as const) {
    const times: number[] = [];
    for (let draw = 0; draw < 400; draw += 1) times.push(await took(() => asked(searchedText(draw))));
    for (const [name, value, target] of [
      ["p50", median(times), {}],
      [
        "p99",
        percentile(times, 0.99),
        hasTarget ? { target: { of: "value", comparison: "at most", limit: 50 } as const } : {},
      ],
    ] as const)
      yield {
        group: "history",
        name: `full-text search, ${what}, ${name}, ${(events / 1e6).toLocaleString("en")} M events`,
        value,
        unit: "ms",
        baseline,
        baselineName: "a word in the titles that is in none, by LIKE",
        ...target,
      };
  }
}

function bytesPerEvent(folder: string, cache: Connection, events: number): Figure {
  const bare = cache
    .prepare(
      "SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1 AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name = 'event')",
    )
    .pluck()
    .get() as number;
  return {
    group: "history",
    name: "bytes per event on disk, columns, full text and masters included",
    value: statSync(cachePath(folder)).size / events,
    unit: "B",
    baseline: bare / events,
    baselineName: "the events' table and its indexes",
    target: { of: "ratio", comparison: "at most", limit: 1.4 },
  };
}

function condition(cache: Connection, subject: Subject): string {
  if (subject.kind !== "part") return "1";
  const ids = cache
    .prepare("SELECT descendant_id FROM bom_closure JOIN part ON part_id = ancestor_id WHERE number = ?")
    .pluck()
    .all(subject.partNumber) as number[];
  return `part_id IN (${ids.join(",")})`;
}

function histogramByRows(cache: Connection, subject: Subject, { from, to }: TimeWindow): unknown {
  return cache
    .prepare(
      `SELECT kind, (started_us - ?) / ? AS bucket, count(*), sum(severity >= 3), max(severity) FROM event
       WHERE ${condition(cache, subject)} AND started_us >= ? AND started_us < ? AND superseded = 0 GROUP BY 1, 2`,
    )
    .raw()
    .all(from, Math.ceil((to - from) / BUCKETS), from, to);
}

function countsByRows(cache: Connection, { from, to }: TimeWindow): unknown {
  return cache
    .prepare(
      "SELECT part_id, count(*) FROM event WHERE superseded = 0 AND started_us < ? AND coalesce(ended_us, started_us) >= ? GROUP BY part_id",
    )
    .all(to, from);
}

function ratesByRows(cache: Connection, { from, to }: TimeWindow): unknown {
  return cache
    .prepare(
      `SELECT part_id, count(*), sum(failed) FROM (SELECT part_id, unit_id, max(severity >= 3) AS failed FROM event
       WHERE started_us < ? AND coalesce(ended_us, started_us) >= ? AND unit_id IS NOT NULL AND superseded = 0 AND kind IN (1, 3, 6)
       GROUP BY part_id, unit_id) GROUP BY part_id`,
    )
    .raw()
    .all(to, from);
}

function newestByRows(cache: Connection, subject: Subject): unknown {
  return cache
    .prepare(
      `SELECT position, title FROM event WHERE ${condition(cache, subject)} AND superseded = 0 ORDER BY started_us DESC, position DESC LIMIT 200`,
    )
    .all();
}

async function took(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function repeated(runs: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await took(work));
  return median(times);
}
