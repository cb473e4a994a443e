/** Signals and their traces: chunks of samples reduced to one minimum, maximum and mean per bucket. */
import { naturalOrder } from "../../../../shared/text/natural-order.ts";
import type { SignalSummary, Trace, eventsService } from "../../../../shared/contract/events.ts";
import type { Subject } from "../../../../shared/contract/common.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { equipmentOf } from "../columns/equipment.ts";
import type { SubjectColumnsOf } from "../columns/subject-columns.ts";
import type { Connection } from "../open.ts";
import { floatsOf } from "../samples/columns.ts";
import { decodeLevels, LEVEL_SAMPLES } from "../samples/levels.ts";
import { createTraceBuckets, type Samples } from "../samples/trace-buckets.ts";

type Served = Pick<typeof eventsService, "equipment" | "signals" | "trace">;

/** Of those of a signal. */
interface ChunkKey {
  readonly from: number;
  readonly source: number;
  readonly sha256: string;
}

interface ChunkRow extends ChunkKey {
  /** 1: nothing but its levels is left. */
  readonly levels: number;
  readonly count: number;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly mean: number | null;
  readonly known: number;
  /** Levels; null: the chunk lies in one bucket whole, they are too coarse, or it has none. */
  readonly data: Buffer | null;
  readonly isWhole: 0 | 1;
}

/** Of the buckets of `createTraceBuckets`, and by the same arithmetic. */
const IN_ONE_BUCKET = `(c.from_us >= @begin AND c.to_us < @to
  AND CAST((c.from_us - @begin) * @scale AS INTEGER) = CAST((c.to_us - @begin) * @scale AS INTEGER))`;

/** Levels of a bucket at least: less are too coarse for it, and the samples are read. */
const FINE = 8;
const COARSE = `(c.to_us - c.from_us) * @scale * ${FINE * LEVEL_SAMPLES} > c.count`;
const LEVELS =
  "FROM sample_level l WHERE (l.signal_id, l.from_us, l.source_id, l.sha256) = (c.signal_id, c.from_us, c.source_id, c.sha256)";

export function createTraceQueries(
  connection: Connection,
  columnsOf: SubjectColumnsOf,
): ServiceImplementation<Served> {
  const COLUMNS = `q.name AS equipment, g.name AS signal, g.uom, sum(c.count) AS samples, min(c.from_us) AS "from", max(c.to_us) AS "to"`;
  // All of it but the levels stands in the indexes: not a page of samples is read for it.
  const ofSignal = (condition: string) =>
    connection.prepare(`
    SELECT c.from_us AS "from", c.source_id AS source, c.sha256, c.levels, c.count, c.minimum, c.maximum, c.mean, c.known,
      ${IN_ONE_BUCKET} AS isWhole,
      CASE WHEN ${IN_ONE_BUCKET} OR c.levels = 0 AND ${COARSE} THEN NULL ELSE (SELECT data ${LEVELS}) END AS data
    FROM sample_chunk c WHERE c.signal_id = @signal AND ${condition}`);
  // By the end that leaves fewer: the other condition must not choose the index.
  const early = ofSignal("c.from_us < @to AND +c.to_us >= @from");
  const late = ofSignal("+c.from_us < @to AND c.to_us >= @from");
  // In one pass: looked for one by one, by keys that share their pages with samples, they take twice as long.
  const columns = connection.prepare(
    `SELECT c.from_us AS "from", c.source_id AS source, c.sha256, c.times, c.sample_values AS "values" FROM sample_chunk c
     WHERE c.signal_id = @signal AND c.from_us BETWEEN @first AND @last AND c.to_us >= @from
       AND NOT ${IN_ONE_BUCKET} AND (${COARSE} OR NOT EXISTS (SELECT 1 ${LEVELS}))`,
  );
  const signalOf = connection.prepare(
    "SELECT g.signal_id AS row, g.uom FROM signal g JOIN equipment q USING (equipment_id) WHERE q.name = ? AND g.name = ?",
  );
  const reach = connection.prepare(
    `SELECT (SELECT min(from_us) FROM sample_chunk WHERE signal_id = @signal) AS "from",
       (SELECT max(to_us) FROM sample_chunk WHERE signal_id = @signal) AS until`,
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
      const of = signalOf.get(equipment, signal) as { row: number; uom: string | null } | undefined;
      const span = reach.get({ signal: of?.row }) as { from: number | null; until: number | null };
      // A whole µs before the bucket begins: which samples it has is decided as for all of them.
      const from = first === 0 ? window.from : Math.floor(window.from + first / scale) - 1;
      const before = Math.max(0, from - (span.from ?? 0));
      const after = Math.max(0, (span.until ?? 0) - window.to);
      const asked = { signal: of?.row, from, to: window.to, begin: window.from, scale };
      const rows = (before > after ? late : early).all(asked) as ChunkRow[];
      const found = createTraceBuckets(window, buckets);
      const open = new Set<string>();
      let [begin, end] = [Infinity, -Infinity];
      for (const row of rows)
        if (row.isWhole === 1) found.addWhole(row.from, row);
        else if (row.data !== null) found.addLevels(decodeLevels(row.data));
        else if (row.levels === 0) {
          open.add(keyOf(row));
          [begin, end] = [Math.min(begin, row.from), Math.max(end, row.from)];
        }
      if (open.size > 0)
        for (const row of columns.all({ ...asked, first: begin, last: end }) as (ChunkKey & Columns)[])
          if (open.has(keyOf(row))) found.addSamples(samplesOf(row));
      const { minimum, maximum, mean } = found.reduced();
      return {
        equipment,
        signal,
        uom: of?.uom ?? undefined,
        first,
        minimum: minimum.slice(first),
        maximum: maximum.slice(first),
        mean: mean.slice(first),
        until: span.until ?? undefined,
      };
    },
  };
}

const keyOf = ({ from, source, sha256 }: ChunkKey): string => `${from} ${source} ${sha256}`;

interface Columns {
  readonly times: Buffer;
  readonly values: Buffer;
}

const samplesOf = ({ times, values }: Columns): Samples => ({
  times: floatsOf(times),
  values: floatsOf(values),
});
