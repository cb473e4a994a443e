/** Signals and their traces: chunks of samples reduced to one minimum, maximum and mean per bucket. */
import { naturalOrder } from "../../../../shared/text/natural-order.ts";
import type { SignalSummary, Trace, eventsService } from "../../../../shared/contract/events.ts";
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { equipmentOf } from "../columns/equipment.ts";
import type { SubjectColumnsOf } from "../columns/subject-columns.ts";
import { decodeLevels, type Levels } from "../retention/levels.ts";
import type { Connection } from "../open.ts";

type Served = Pick<typeof eventsService, "equipment" | "signals" | "trace">;

interface ChunkRow {
  /** null: the chunk lies in one bucket whole, and what is said of it as a whole is enough. */
  readonly times: Buffer | null;
  readonly sampleValues: Buffer | null;
  /** 1: of levels, not of samples. */
  readonly levels: number;
  readonly from: number;
  /** null: no sample has a value. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly mean: number | null;
  readonly known: number | null;
}

/** Of the buckets of `reduce`, and by the same arithmetic. A chunk's columns lie on pages of their own, which are not read then. */
const IN_ONE_BUCKET = `c.known IS NOT NULL AND c.from_us >= @begin AND c.to_us < @to
  AND CAST((c.from_us - @begin) * @scale AS INTEGER) = CAST((c.to_us - @begin) * @scale AS INTEGER)`;

export function createTraceQueries(
  connection: Connection,
  columnsOf: SubjectColumnsOf,
): ServiceImplementation<Served> {
  const COLUMNS = `q.name AS equipment, g.name AS signal, g.uom, sum(c.count) AS samples, min(c.from_us) AS "from", max(c.to_us) AS "to"`;
  const ofSignal = (condition: string) =>
    connection.prepare(`
    SELECT CASE WHEN ${IN_ONE_BUCKET} THEN NULL ELSE c.times END AS times,
      CASE WHEN ${IN_ONE_BUCKET} THEN NULL ELSE c.sample_values END AS sampleValues,
      c.levels, c.from_us AS "from", c.minimum, c.maximum, c.mean, c.known FROM sample_chunk c JOIN signal g USING (signal_id) JOIN equipment q USING (equipment_id)
    WHERE q.name = @equipment AND g.name = @signal AND ${condition}`);
  // By the end that leaves fewer: the other condition must not choose the index.
  const early = ofSignal("c.from_us < @to AND +c.to_us >= @from");
  const late = ofSignal("+c.from_us < @to AND c.to_us >= @from");
  const uom = connection
    .prepare(
      "SELECT g.uom FROM signal g JOIN equipment q USING (equipment_id) WHERE q.name = ? AND g.name = ?",
    )
    .pluck();

  const newest = connection.prepare(
    `SELECT (SELECT min(c.from_us) FROM sample_chunk c WHERE c.signal_id = g.signal_id) AS "from",
       (SELECT max(c.to_us) FROM sample_chunk c WHERE c.signal_id = g.signal_id) AS until
     FROM (SELECT (SELECT g.signal_id FROM signal g JOIN equipment q USING (equipment_id)
       WHERE q.name = @equipment AND g.name = @signal) AS signal_id) g`,
  );

  const names = connection.prepare("SELECT name FROM equipment").pluck();

  const equipmentIn = (subject: Subject): readonly number[] => {
    return equipmentOf(columnsOf(subject).chosen);
  };

  return {
    equipment: () => (names.all() as string[]).sort(naturalOrder),
    signals: ({ subject }) => {
      // A machine may be watched before anything was made on it.
      const all = subject.kind === "everything";
      const where = all ? "" : `WHERE g.equipment_id IN (${equipmentIn(subject).join(",")})`;
      const rows = connection
        .prepare(
          `SELECT ${COLUMNS} FROM signal g JOIN equipment q USING (equipment_id) JOIN sample_chunk c USING (signal_id)
           ${where} GROUP BY g.signal_id ORDER BY q.name, g.name`,
        )
        .all() as (Omit<SignalSummary, "uom"> & { uom: string | null })[];
      return rows.map((row) => ({ ...row, uom: row.uom ?? undefined }));
    },
    trace: ({ equipment, signal, window, buckets, since = window.from }): Trace => {
      const scale = buckets / (window.to - window.from);
      const first = Math.min(buckets - 1, Math.max(0, Math.floor((since - window.from) * scale)));
      const span = newest.get({ equipment, signal }) as { from: number | null; until: number | null };
      // A whole µs before the bucket begins: which samples it has is decided as for all of them.
      const from = first === 0 ? window.from : Math.floor(window.from + first / scale) - 1;
      const before = Math.max(0, from - (span.from ?? 0));
      const after = Math.max(0, (span.until ?? 0) - window.to);
      const rows = (before > after ? late : early).all({
        equipment,
        signal,
        from,
        to: window.to,
        begin: window.from,
        scale,
      }) as ChunkRow[];
      const { minimum, maximum, mean } = reduce(rows.map(samplesOf), window, buckets);
      return {
        equipment,
        signal,
        uom: (uom.get(equipment, signal) as string | null | undefined) ?? undefined,
        first,
        minimum: minimum.slice(first),
        maximum: maximum.slice(first),
        mean: mean.slice(first),
        until: span.until ?? undefined,
      };
    },
  };
}

function samplesOf({ times, sampleValues, levels, ...whole }: ChunkRow): Samples | Levels {
  if (times === null || sampleValues === null) {
    const one = (value: number | null): Float64Array => Float64Array.of(value ?? NaN);
    return {
      times: one(whole.from),
      minimum: one(whole.minimum),
      maximum: one(whole.maximum),
      mean: one(whole.mean),
      counts: one(whole.known),
    };
  }
  return levels === 1
    ? decodeLevels(times, sampleValues)
    : { times: floats(times), values: floats(sampleValues) };
}

interface Samples {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** Minimum, maximum and mean per bucket; NaN where nothing was recorded. */
export function reduce(
  chunks: readonly (Samples | Levels)[],
  window: TimeWindow,
  buckets: number,
): { minimum: Float32Array; maximum: Float32Array; mean: Float32Array } {
  const minimum = new Float32Array(buckets).fill(NaN);
  const maximum = new Float32Array(buckets).fill(NaN);
  const mean = new Float32Array(buckets).fill(NaN);
  const sums = new Float64Array(buckets);
  const counts = new Uint32Array(buckets);
  const scale = buckets / (window.to - window.from);
  for (const chunk of chunks) {
    const { times } = chunk;
    const [least, most, middle, weights] =
      "values" in chunk
        ? [chunk.values, chunk.values, chunk.values, undefined]
        : [chunk.minimum, chunk.maximum, chunk.mean, chunk.counts];
    for (let i = 0; i < times.length; i += 1) {
      const time = times[i] as number;
      const value = middle[i] as number;
      if (time < window.from || time >= window.to || Number.isNaN(value)) continue;
      const bucket = Math.min(buckets - 1, Math.floor((time - window.from) * scale));
      // Negated, so that the first value replaces NaN.
      if (!((least[i] as number) >= (minimum[bucket] as number))) minimum[bucket] = least[i] as number;
      if (!((most[i] as number) <= (maximum[bucket] as number))) maximum[bucket] = most[i] as number;
      const weight = weights === undefined ? 1 : (weights[i] as number);
      sums[bucket] = (sums[bucket] as number) + value * weight;
      counts[bucket] = (counts[bucket] as number) + weight;
    }
  }
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const count = counts[bucket] as number;
    if (count > 0) mean[bucket] = (sums[bucket] as number) / count;
  }
  return { minimum, maximum, mean };
}

/** A copy: a Buffer from SQLite need not start on 8 bytes. */
function floats(buffer: Buffer): Float64Array {
  const bytes = new Uint8Array(buffer);
  return new Float64Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 8));
}
