/** What applying rules now would remove, counted over the columns; in slices, so that nobody waits for it. */
import * as v from "valibot";
import type { PreviewEvent, RemovedWhat, RetentionPreview } from "../../../../shared/contract/retention.ts";
import { call, listen, type ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { isUndated } from "../columns/event-chunk.ts";
import type { EventColumns } from "../columns/event-columns.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import type { Connection } from "../open.ts";
import { createSlices, type Slices } from "../tables/slices.ts";
import type { RetentionGoal } from "../writer/retention/retention-contract.ts";
import { createKept, type Judged, type Kept, type KeptNames, type KeptReason } from "./kept.ts";
import { levelBytes, levelsInstead } from "../samples/levels.ts";
import { overAt } from "./over.ts";

/** One kind of record of one source, as the cache remembers it. */
export interface RemovedRow {
  readonly sourceId: string;
  readonly what: RemovedWhat;
  readonly until: number | null;
  readonly goal: number | null;
  readonly removed: number;
  readonly at: number;
}

export interface LiveSource {
  readonly sourceId: string;
  readonly name: string;
  readonly hasSamples: boolean;
}

const typed = <T>() => v.custom<T>(() => true);

/** For the host itself. */
export const retentionQueries = {
  preview:
    listen<PreviewEvent>()(typed<{ readonly goals: readonly RetentionGoal[]; readonly kept: KeptNames }>()),
  removed: call<{
    readonly live: readonly LiveSource[];
    readonly rows: readonly RemovedRow[];
    readonly rereading: readonly string[];
  }>()(v.object({})),
} as const;

/** Measurements looked at at a time; chunks, a tenth of that. */
const ROWS = 5_000;
/** Between two messages about progress, µs; what of the counting events and measurements are, samples the rest. */
const PERIOD = 100_000;
const OF_EVENTS = 0.5;
const OF_MEASUREMENTS = 0.4;
/** Events whose words are measured to say how large one is. */
const SAMPLE = 500;
/** Of an event and of a measurement with their indexes, besides their words: measured on a year of the demo. */
const EVENT_BYTES = 260;
const MEASUREMENT_BYTES = 190;

export function createRetentionQueries(
  connection: Connection,
  columns: EventColumns,
  now: () => number,
): ServiceImplementation<typeof retentionQueries> {
  const sources = connection.prepare("SELECT source_id FROM source WHERE id = ?").pluck();
  const rows = connection.prepare(
    `SELECT s.id AS sourceId, what, until_us AS until, goal_us AS goal, removed, applied_us AS at
     FROM retention JOIN source s USING (source_id) ORDER BY s.source_id, what`,
  );
  const live = connection.prepare(
    "SELECT source_id AS row, id AS sourceId, name FROM source WHERE mode = 'live' ORDER BY source_id",
  );
  // Two looks a signal: reading all chunks would take long.
  const sampled = connection
    .prepare(
      `SELECT (SELECT source_id FROM sample_chunk c WHERE c.signal_id = g.signal_id ORDER BY from_us LIMIT 1) FROM signal g
       UNION SELECT (SELECT source_id FROM sample_chunk c WHERE c.signal_id = g.signal_id ORDER BY from_us DESC LIMIT 1) FROM signal g`,
    )
    .pluck();
  const rereading = connection
    .prepare(
      `SELECT DISTINCT s.id FROM feed f JOIN source s USING (source_id)
       WHERE f.reread = 1 OR EXISTS (SELECT 1 FROM feed_reading r WHERE r.feed_id = f.feed_id AND r.beside = 1)`,
    )
    .pluck();
  const words = connection
    .prepare(
      `SELECT coalesce(avg(length(payload) + length(details) + 2 * length(title) + length(source_key)), 0)
       FROM (SELECT payload, details, title, source_key FROM event WHERE source_id = ? LIMIT ${SAMPLE})`,
    )
    .pluck();
  const lastMeasurement = connection.prepare("SELECT max(measurement_id) FROM measurement").pluck();
  const chunks = connection.prepare(
    `SELECT c.signal_id AS signal, c.from_us AS "from", c.source_id AS source, c.sha256, c.to_us AS "to", c.count, c.levels,
       coalesce(c.unit_id, 0) AS unit, coalesce(u.part_id, 0) AS part, length(c.times) + length(c.sample_values) AS bytes
     FROM sample_chunk c LEFT JOIN unit u USING (unit_id)
     WHERE (c.signal_id, c.from_us, c.source_id, c.sha256) > (?, ?, ?, ?)
     ORDER BY c.signal_id, c.from_us, c.source_id, c.sha256 LIMIT ${ROWS / 10}`,
  );

  /** Only those that are over become rows here, and they only where something may keep one: by row id, whatever the index by source promises. */
  const countMeasurements = async (
    found: Found,
    kept: Kept,
    { breathe }: Slices,
    progress: (share: number) => void,
  ): Promise<void> => {
    const over = found.sources.flatMap((source) => {
      const goal = found.get(source)?.events;
      return goal === undefined ? [] : [`(m.source_id = ${source} AND taken_us < ${goal})`];
    });
    if (over.length === 0) return;
    const these = `measurement m NOT INDEXED WHERE measurement_id > ? AND measurement_id <= ? AND (${over.join(" OR ")})`;
    const counts = connection.prepare(
      `SELECT source_id AS source, count(*) AS n FROM ${these} GROUP BY source_id`,
    );
    const single = connection.prepare(
      `SELECT source, taken, unit, part_id AS part FROM
         (SELECT m.source_id AS source, taken_us AS taken, unit_id AS unit FROM ${these}) AS t JOIN unit u ON u.unit_id = t.unit`,
    );
    const last = Number(lastMeasurement.get() ?? 0);
    for (let after = 0; after < last; after += ROWS) {
      if (kept.keepsNothingElse)
        for (const { source, n } of counts.all(after, after + ROWS) as { source: number; n: number }[])
          found.take(source, "measurements", n, n * MEASUREMENT_BYTES, undefined);
      else
        for (const row of single.all(after, after + ROWS) as MeasurementRow[]) {
          const reason = kept.reason({ ...row, started: row.taken, over: row.taken });
          found.take(row.source, "measurements", 1, MEASUREMENT_BYTES, reason);
        }
      progress(after / last);
      await breathe();
    }
  };
  const countChunks = async (found: Found, kept: Kept, { breathe }: Slices): Promise<void> => {
    for (let after: readonly [number, number, number, string] = [-1, 0, 0, ""]; ;) {
      const slice = chunks.all(...after) as ({ signal: number; sha256: string } & ChunkRow)[];
      for (const row of slice) {
        after = [row.signal, row.from, row.source, row.sha256];
        const of = found.get(row.source);
        if (of === undefined) continue;
        const isGone = row.to < (of.samples ?? -Infinity);
        if (!isGone && (row.levels === 1 || row.to >= (of.levels ?? -Infinity))) continue;
        const reason = kept.reason({ ...row, started: row.from, over: row.to });
        if (isGone) found.take(row.source, "samples", row.count, row.bytes, reason);
        else if (row.bytes > levelBytes(levelsInstead(row.count)))
          found.take(
            row.source,
            "reduced",
            row.count,
            row.bytes - levelBytes(levelsInstead(row.count)),
            reason,
          );
      }
      if (slice.length < ROWS / 10) return;
      await breathe();
    }
  };

  return {
    removed: () => ({
      live: (live.all() as { row: number; sourceId: string; name: string }[]).map(
        ({ row, sourceId, name }) => ({ sourceId, name, hasSamples: sampled.all().includes(row) }),
      ),
      rows: rows.all() as RemovedRow[],
      rereading: rereading.all() as string[],
    }),
    preview: async ({ goals, kept: names }, emit, { signal }) => {
      const slices = createSlices(now, signal);
      const progress = createProgress(now, emit);
      progress(0);
      await columns.ahead("whole", slices.breathe);
      const kept = createKept(connection, names);
      const found = createFound(goals, (id) => sources.get(id) as number | undefined);
      if (goals.some(({ what }) => what === "events")) {
        const bytes = new Map(
          found.sources.map((source) => [source, EVENT_BYTES + Number(words.get(source))]),
        );
        const all = columns.chunks();
        for (const [at, chunk] of all.entries()) {
          countEvents(chunk, found, kept, bytes);
          progress((at / all.length) * OF_EVENTS);
          await slices.breathe();
        }
        await countMeasurements(found, kept, slices, (share) =>
          progress(OF_EVENTS + share * OF_MEASUREMENTS),
        );
      } else for (const chunk of columns.chunks()) countEvents(chunk, found, kept, new Map());
      await countChunks(found, kept, slices);
      emit({ type: "previews", previews: found.previews() });
    },
  };
}

/** Tells how far it is, and never less than before. */
function createProgress(now: () => number, emit: (event: PreviewEvent) => void): (share: number) => void {
  let told = -Infinity;
  return (share) => {
    if (now() - told < PERIOD) return;
    told = now();
    emit({ type: "progress", share });
  };
}

interface MeasurementRow {
  readonly source: number;
  readonly taken: number;
  readonly unit: number;
  readonly part: number;
}

interface ChunkRow {
  readonly source: number;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly levels: number;
  readonly unit: number;
  readonly part: number;
  readonly bytes: number;
}

type Counted = "events" | "measurements" | "samples" | "reduced";
type SourceGoals = Partial<Record<RemovedWhat, number>>;

interface Found {
  readonly sources: readonly number[];
  get(source: number): SourceGoals | undefined;
  /** What would go, or for what reason it stays. */
  take(source: number, what: Counted, count: number, bytes: number, reason: KeptReason | undefined): void;
  stays(source: number, started: number): void;
  previews(): readonly RetentionPreview[];
}

function createFound(goals: readonly RetentionGoal[], rowOf: (id: string) => number | undefined): Found {
  const bySource = new Map<number, SourceGoals>();
  const previews = new Map<number, { -readonly [K in keyof RetentionPreview]: RetentionPreview[K] }>();
  const empty = new Map<string, RetentionPreview>();
  for (const { sourceId, what, until } of goals) {
    const row = rowOf(sourceId);
    const preview = {
      sourceId,
      events: 0,
      measurements: 0,
      samples: 0,
      reduced: 0,
      bytes: 0,
      oldest: undefined,
      kept: { request: 0, note: 0, pin: 0 },
    };
    if (row === undefined) empty.set(sourceId, preview);
    else {
      bySource.set(row, { ...bySource.get(row), [what]: until });
      if (!previews.has(row)) previews.set(row, preview);
    }
  }
  return {
    sources: [...bySource.keys()],
    get: (source) => bySource.get(source),
    take(source, what, count, bytes, reason) {
      const preview = previews.get(source);
      if (preview === undefined) return;
      if (reason !== undefined) preview.kept = { ...preview.kept, [reason]: preview.kept[reason] + count };
      else {
        preview[what] += count;
        preview.bytes += Math.round(bytes);
      }
    },
    stays(source, started) {
      const preview = previews.get(source);
      if (preview !== undefined && started < (preview.oldest ?? Infinity)) preview.oldest = started;
    },
    previews: () => [...previews.values(), ...empty.values()],
  };
}

function countEvents(chunk: LoadedChunk, found: Found, kept: Kept, bytes: ReadonlyMap<number, number>): void {
  const { codes, sources, parts, units, starts, spanRows, spanEnds, offsets, base } = chunk;
  let span = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const isSpan = spanRows[span] === row;
    const end = isSpan ? spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step : undefined;
    if (isSpan) span += 1;
    const source = sources[row] ?? 0;
    const goals = found.get(source);
    if (goals === undefined || isUndated(codes[row] ?? 0)) continue;
    const started = starts.origin + (starts.values[row] ?? 0) * starts.step;
    const over = overAt(started, end);
    if (over >= (goals.events ?? -Infinity)) {
      found.stays(source, started);
      continue;
    }
    const judged: Judged = { source, part: parts[row] ?? 0, unit: units[row] ?? 0, started, over };
    const reason = kept.reason(judged, base + (offsets[row] ?? 0));
    if (reason !== undefined) found.stays(source, started);
    found.take(source, "events", 1, bytes.get(source) ?? 0, reason);
  }
}
