/** Lanes, buckets and marks of the timeline. One pass over the subject's events, grouped here. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type {
  TimelineGap,
  TimelineLane,
  TimelineMarks,
  eventsService,
} from "../../../../shared/contract/events.ts";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import { createSubjects, CRITICAL, FAIL, type Condition } from "./subject.ts";

type Served = Pick<typeof eventsService, "timeline" | "overview">;

/** Events per lane drawn singly where the caller does not say. */
const DEFAULT_MARKS = 1500;
/** Marks kept where a lane is drawn as buckets. */
const MAXIMUM_NOTABLE = 200;

interface Row {
  readonly position: number;
  readonly kind: number;
  readonly severity: number;
  readonly started: number;
  readonly ended: number | null;
}

export function createTimelineQueries(connection: Connection): ServiceImplementation<Served> {
  const subjects = createSubjects(connection);

  const extentOf = ({ sql, parameters }: Condition): TimeWindow | undefined => {
    const row = connection
      .prepare(
        `SELECT min(e.started_us) AS first, max(max(e.started_us), coalesce(max(e.ended_us), 0)) AS last FROM event e WHERE ${sql} AND e.superseded = 0 AND e.started_us IS NOT NULL`,
      )
      .get(...parameters) as { first: number | null; last: number | null };
    if (row.first === null || row.last === null) return undefined;
    // Half-open: the last instant itself must lie inside.
    return { from: row.first, to: Math.max(row.last, row.first) + 1 };
  };
  const titles = connection.prepare("SELECT title FROM event WHERE position = ?").pluck();
  const marks = (rows: readonly Row[]): TimelineMarks => ({
    positions: Float64Array.from(rows, (row) => row.position),
    starts: Float64Array.from(rows, (row) => row.started),
    ends: Float64Array.from(rows, (row) => row.ended ?? NaN),
    severities: Uint8Array.from(rows, (row) => row.severity),
    titles: rows.map((row) => titles.get(row.position) as string),
  });
  const gaps = connection.prepare(`
    SELECT s.id AS sourceId, g.stream, g.started_us AS "from", g.ended_us AS "to", g.cause, g.backfilled
    FROM gap g JOIN source s USING (source_id)
    WHERE g.started_us < ? AND coalesce(g.ended_us, 9e15) >= ? ORDER BY g.started_us LIMIT 1000`);

  return {
    timeline: ({ subject, window: asked, buckets, maximumMarks }) => {
      const condition = subjects.condition(subject);
      const extent = extentOf(condition);
      const window = asked ?? extent ?? { from: 0, to: 1 };
      const lanesEver = connection
        .prepare(
          `SELECT e.kind, sum(e.started_us IS NULL) AS undated, count(*) AS n FROM event e WHERE ${condition.sql} AND e.superseded = 0 GROUP BY e.kind ORDER BY e.kind`,
        )
        .all(...condition.parameters) as { kind: number; undated: number; n: number }[];
      const rows = connection
        .prepare(
          `SELECT e.position, e.kind, e.severity, e.started_us AS started, e.ended_us AS ended FROM event e
           WHERE ${condition.sql} AND e.superseded = 0 AND e.started_us < ? AND coalesce(e.ended_us, e.started_us) >= ? ORDER BY e.started_us`,
        )
        .all(...condition.parameters, window.to, window.from) as Row[];
      const byKind = Map.groupBy(rows, (row) => row.kind);
      const lanes = lanesEver.flatMap(({ kind, undated }): TimelineLane[] => {
        const name = EVENT_KINDS[kind];
        if (name === undefined) return [];
        const events = byKind.get(kind) ?? [];
        const few = events.length <= (maximumMarks ?? DEFAULT_MARKS);
        return [
          {
            kind: name,
            total: events.length,
            undated,
            ...countBuckets(events, window, buckets),
            marks: few ? marks(events) : undefined,
            notable: few ? undefined : marks(notable(events, window)),
          },
        ];
      });
      const found = gaps.all(window.to, window.from) as (Omit<TimelineGap, "to" | "backfilled"> & {
        to: number | null;
        backfilled: number;
      })[];
      return {
        window,
        extent,
        lanes,
        gaps: found.map((gap) => ({ ...gap, to: gap.to ?? undefined, backfilled: gap.backfilled === 1 })),
        total: rows.length,
        undated: lanesEver.reduce((sum, lane) => sum + lane.undated, 0),
      };
    },
    overview: ({ subject, buckets }) => {
      const condition = subjects.condition(subject);
      const extent = extentOf(condition);
      if (extent === undefined)
        return { extent, counts: new Uint32Array(buckets), failed: new Uint32Array(buckets) };
      const rows = connection
        .prepare(
          `SELECT 0 AS position, 0 AS kind, e.severity, e.started_us AS started, NULL AS ended FROM event e WHERE ${condition.sql} AND e.superseded = 0 AND e.started_us IS NOT NULL`,
        )
        .all(...condition.parameters) as Row[];
      const { counts, failed } = countBuckets(rows, extent, buckets);
      return { extent, counts, failed };
    },
  };
}

/** Events by the bucket in which they start; one that started before the window counts in none. */
export function countBuckets(
  rows: readonly Pick<Row, "started" | "severity">[],
  window: TimeWindow,
  buckets: number,
): { counts: Uint32Array; failed: Uint32Array; worst: Uint8Array } {
  const counts = new Uint32Array(buckets);
  const failed = new Uint32Array(buckets);
  const worst = new Uint8Array(buckets);
  const width = (window.to - window.from) / buckets;
  for (const { started, severity } of rows) {
    if (started < window.from || started >= window.to) continue;
    const bucket = Math.min(buckets - 1, Math.floor((started - window.from) / width));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    if (severity >= FAIL) failed[bucket] = (failed[bucket] ?? 0) + 1;
    if (severity > (worst[bucket] ?? 0)) worst[bucket] = severity;
  }
  return { counts, failed, worst };
}

/** What may never drown in a histogram: critical events, then the longest spans. */
function notable(rows: readonly Row[], window: TimeWindow): readonly Row[] {
  const long = (window.to - window.from) / 100;
  const duration = (row: Row): number => (row.ended ?? row.started) - row.started;
  return rows
    .filter((row) => row.severity >= CRITICAL || duration(row) >= long)
    .sort((a, b) => b.severity - a.severity || duration(b) - duration(a))
    .slice(0, MAXIMUM_NOTABLE)
    .sort((a, b) => a.started - b.started);
}
