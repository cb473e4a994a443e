/** Lanes, buckets and marks of the timeline. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type {
  TimelineGap,
  TimelineLane,
  TimelineMarks,
  eventsService,
} from "../../../../shared/contract/events.ts";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { scanLanes, type Mark, type ScannedSummary } from "../columns/scan-lanes.ts";
import type { SubjectColumnsOf } from "../columns/subject-columns.ts";
import type { Connection } from "../open.ts";
import { createNotLoaded } from "./not-loaded.ts";

type Served = Pick<typeof eventsService, "timeline" | "overview">;

/** Events per lane drawn singly where the caller does not say. */
const DEFAULT_MARKS = 1500;
/** Marks kept where a lane is drawn as buckets. */
const MAXIMUM_NOTABLE = 200;

export function createTimelineQueries(
  connection: Connection,
  columnsOf: SubjectColumnsOf,
): ServiceImplementation<Served> {
  const titles = connection.prepare("SELECT title FROM event WHERE position = ?").pluck();
  const gaps = connection.prepare(`
    SELECT s.id AS sourceId, g.stream, g.started_us AS "from", g.ended_us AS "to", g.cause, g.backfilled
    FROM gap g JOIN source s USING (source_id)
    WHERE g.started_us < ? AND coalesce(g.ended_us, 9e15) >= ? ORDER BY g.started_us LIMIT 1000`);

  const notLoaded = createNotLoaded(connection);
  const marksOf = (marks: readonly Mark[]): TimelineMarks => ({
    positions: Float64Array.from(marks, ({ position }) => position),
    starts: Float64Array.from(marks, ({ start }) => start),
    ends: Float64Array.from(marks, ({ end }) => end),
    severities: Uint8Array.from(marks, ({ severity }) => severity),
    titles: marks.map(({ position }) => titles.get(position) as string),
  });
  const gapsIn = ({ from, to }: TimeWindow): readonly TimelineGap[] => {
    const found = gaps.all(to, from) as (Omit<TimelineGap, "to" | "backfilled"> & {
      to: number | null;
      backfilled: number;
    })[];
    return found.map((gap) => ({ ...gap, to: gap.to ?? undefined, backfilled: gap.backfilled === 1 }));
  };

  return {
    timeline: ({ subject, window: asked, buckets, maximumMarks = DEFAULT_MARKS }) => {
      const { chosen, summary } = columnsOf(subject);
      const extent = extentOf(summary);
      const window = asked ?? extent ?? { from: 0, to: 1 };
      const scanned = scanLanes(chosen, {
        window,
        buckets,
        maximumMarks,
        maximumNotable: MAXIMUM_NOTABLE,
      });
      const lanes = EVENT_KINDS.flatMap((kind, index): TimelineLane[] => {
        if (summary.counts[index] === 0) return [];
        const lane = scanned.get(index);
        return [
          {
            kind,
            total: lane?.total ?? 0,
            undated: summary.undated[index] ?? 0,
            counts: lane?.counts ?? new Uint32Array(buckets),
            failed: lane?.failed ?? new Uint32Array(buckets),
            worst: lane?.worst ?? new Uint8Array(buckets),
            marks: lane === undefined ? marksOf([]) : lane.marks && marksOf(lane.marks),
            notable: lane === undefined || lane.marks !== undefined ? undefined : marksOf(lane.notable),
          },
        ];
      });
      return {
        window,
        extent,
        lanes,
        gaps: gapsIn(window),
        notLoaded: notLoaded(),
        total: lanes.reduce((sum, { total }) => sum + total, 0),
        undated: lanes.reduce((sum, { undated }) => sum + undated, 0),
      };
    },
    overview: ({ subject, buckets }) => {
      const { chosen, summary } = columnsOf(subject);
      const extent = extentOf(summary);
      const counts = new Uint32Array(buckets);
      const failed = new Uint32Array(buckets);
      if (extent === undefined) return { extent, counts, failed };
      const options = { window: extent, buckets, maximumMarks: 0, maximumNotable: 0 };
      for (const lane of scanLanes(chosen, options).values()) {
        lane.counts.forEach((n, at) => (counts[at] = (counts[at] ?? 0) + n));
        lane.failed.forEach((n, at) => (failed[at] = (failed[at] ?? 0) + n));
      }
      return { extent, counts, failed };
    },
  };
}

/** Half-open: the last instant itself lies inside. */
function extentOf({ first, last }: ScannedSummary): TimeWindow | undefined {
  return first > last ? undefined : { from: first, to: last + 1 };
}
