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
import type { NamedColumns } from "../columns/lane-ids.ts";
import { createCharacteristicColumn, createOrderColumn } from "../columns/named-rows.ts";
import type { Mark, ScannedSummary } from "../columns/scan-lanes.ts";
import type { SubjectColumnsOf } from "../columns/subject-columns.ts";
import type { Connection } from "../open.ts";
import { createLaneNames } from "./lane-names.ts";
import { createLaneScanner, type FoundLane } from "./lane-scan.ts";
import { createLeftLater, createNotLoaded, createRemovedSamples } from "./not-loaded.ts";
import { createSourceClockQueries } from "./source-clocks.ts";

type Served = Pick<typeof eventsService, "timeline" | "overview">;

/** Events per lane drawn singly where the caller does not say. */
const DEFAULT_MARKS = 1500;
/** Marks of a lane up to which each has its title, in however few buckets; where there are more buckets, half of those. */
const LEAST_TITLES = 200;
/** Marks kept where a lane is drawn as buckets. */
const MAXIMUM_NOTABLE = 200;
/** The same where there may be hundreds of lanes. */
const MAXIMUM_NOTABLE_OF_MANY = 40;
const BY_KIND = { by: "kind" } as const;

export function createTimelineQueries(
  connection: Connection,
  columnsOf: SubjectColumnsOf,
  named: NamedColumns = {
    orders: createOrderColumn(connection),
    characteristics: createCharacteristicColumn(connection),
  },
): ServiceImplementation<Served> {
  // All of a lane in one statement: a row asked for alone costs many times what it costs among others.
  const titles = connection
    .prepare(
      "SELECT coalesce(e.title, '') FROM json_each(?) j LEFT JOIN event e ON e.position = j.value ORDER BY j.key",
    )
    .pluck();
  const gaps = connection.prepare(`
    SELECT s.id AS sourceId, g.stream, g.started_us AS "from", g.ended_us AS "to", g.cause, g.backfilled
    FROM gap g JOIN source s USING (source_id)
    WHERE g.started_us < ? AND coalesce(g.ended_us, 9e15) >= ? ORDER BY g.started_us LIMIT 1000`);

  const notLoaded = createNotLoaded(connection);
  const removedSamples = createRemovedSamples(connection);
  const leftLater = createLeftLater(connection);
  const clocks = createSourceClockQueries(connection);
  /** One for each mark, whatever has become of its row; so many that none could be drawn beside its mark have none. */
  const titlesOf = (marks: readonly Mark[], buckets: number): readonly string[] => {
    if (marks.length > Math.max(LEAST_TITLES, buckets / 2)) return marks.map(() => "");
    return marks.length === 0
      ? []
      : (titles.all(JSON.stringify(marks.map(({ position }) => position))) as string[]);
  };
  const marksOf = (marks: readonly Mark[], buckets: number): TimelineMarks => ({
    positions: Float64Array.from(marks, ({ position }) => position),
    starts: Float64Array.from(marks, ({ start }) => start),
    ends: Float64Array.from(marks, ({ end }) => end),
    severities: Uint8Array.from(marks, ({ severity }) => severity),
    kinds: Uint8Array.from(marks, ({ kind }) => kind),
    titles: titlesOf(marks, buckets),
  });
  const gapsIn = ({ from, to }: TimeWindow): readonly TimelineGap[] => {
    const found = gaps.all(to, from) as (Omit<TimelineGap, "to" | "backfilled"> & {
      to: number | null;
      backfilled: number;
    })[];
    return [
      ...found.map((gap) => ({ ...gap, to: gap.to ?? undefined, backfilled: gap.backfilled === 1 })),
      ...removedSamples(from, to),
    ];
  };

  const scanner = createLaneScanner(named, createLaneNames(connection, named));
  const laneOf = (lane: FoundLane, buckets: number): TimelineLane => {
    const { by, key, name, parent, others, ranked, scanned } = lane;
    return {
      by,
      key,
      name,
      parent,
      others,
      kind: by === "kind" ? EVENT_KINDS.find((kind) => kind === key) : undefined,
      total: scanned?.total ?? 0,
      undated: ranked.undated,
      history: { events: ranked.events, failed: ranked.failed, expected: ranked.expected },
      counts: scanned?.counts ?? new Uint32Array(buckets),
      failed: scanned?.failed ?? new Uint32Array(buckets),
      expected: scanned?.expected ?? new Float32Array(buckets),
      worst: scanned?.worst ?? new Uint8Array(buckets),
      worstPositions: scanned?.worstPositions ?? new Float64Array(buckets),
      marks: scanned === undefined ? marksOf([], buckets) : scanned.marks && marksOf(scanned.marks, buckets),
      notable:
        scanned === undefined || scanned.marks !== undefined ? undefined : marksOf(scanned.notable, buckets),
    };
  };

  return {
    timeline: ({
      subject,
      only,
      window: asked,
      buckets,
      lanes: by = BY_KIND,
      maximumMarks = DEFAULT_MARKS,
    }) => {
      const columns = columnsOf(subject, only);
      const extent = extentOf(columnsOf(subject).summary);
      const window = asked ?? extent ?? { from: 0, to: 1 };
      const maximumNotable = by.by === "kind" ? MAXIMUM_NOTABLE : MAXIMUM_NOTABLE_OF_MANY;
      const { lanes, ...all } = scanner.scan(columns, by, { window, buckets, maximumMarks, maximumNotable });
      return {
        window,
        extent,
        lanes: lanes.map((lane) => laneOf(lane, buckets)),
        gaps: gapsIn(window),
        notLoaded: notLoaded(),
        leftLater: leftLater(),
        clocks: clocks.off(window),
        ...all,
        undated: columns.summary.undated.reduce((sum, n) => sum + n, 0),
      };
    },
    overview: ({ subject, only, buckets }) => {
      const columns = columnsOf(subject, only);
      const extent = extentOf(columnsOf(subject).summary);
      const counts = new Uint32Array(buckets);
      const failed = new Uint32Array(buckets);
      const expected = new Float32Array(buckets);
      if (extent === undefined) return { extent, counts, failed, expected };
      const { lanes } = scanner.scan(columns, BY_KIND, {
        window: extent,
        buckets,
        maximumMarks: 0,
        maximumNotable: 0,
      });
      for (const { scanned } of lanes) {
        if (scanned === undefined) continue;
        for (let at = 0; at < buckets; at += 1) {
          counts[at] = (counts[at] ?? 0) + (scanned.counts[at] ?? 0);
          failed[at] = (failed[at] ?? 0) + (scanned.failed[at] ?? 0);
          expected[at] = (expected[at] ?? 0) + (scanned.expected[at] ?? 0);
        }
      }
      return { extent, counts, failed, expected };
    },
  };
}

/** Half-open: the last instant itself lies inside. */
function extentOf({ first, last }: ScannedSummary): TimeWindow | undefined {
  return first > last ? undefined : { from: first, to: last + 1 };
}
