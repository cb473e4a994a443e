/** Timelines from columns against plain rows, on random histories that are changed while somebody reads. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import type { TimelineSlice } from "../../../../shared/contract/events.ts";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import { createTimelineQueries } from "../queries/timeline.ts";
import type { EventRow } from "./event-chunk.ts";
import { createSubjects } from "../queries/subject.ts";
import { createEventColumns } from "./event-columns.ts";
import { createSubjectColumns } from "./subject-columns.ts";
import {
  change,
  createRandomHistory,
  SEED,
  SPAN,
  subjectArbitrary,
  windowArbitrary,
} from "./testing/random-history.ts";

const history = createRandomHistory();
afterAll(history.close);
const queries = createTimelineQueries(
  history.reading,
  createSubjectColumns(history.reading, createSubjects(history.reading), createEventColumns(history.reading)),
);
const context = { signal: new AbortController().signal };

test("answers what its rows say, after any changes, with chunks made or missing", async () => {
  const changes = fc.array(change, { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      changes,
      subjectArbitrary,
      windowArbitrary,
      fc.integer({ min: 8, max: 40 }),
      async (steps, subject, window, buckets) => {
        history.apply(steps);
        await check(subject, window, buckets);
      },
    ),
    { seed: SEED, numRuns: 60 },
  );
  history.apply([{ kind: "make" }]);
  expect(history.writing.prepare("SELECT count(*) FROM event_chunk").pluck().get()).toBe(2);
  await check({ kind: "everything" }, { from: 0, to: SPAN }, 32);
});

async function check(subject: Subject, { from, to }: TimeWindow, buckets: number): Promise<void> {
  const maximumMarks = 40;
  const slice: TimelineSlice = await queries.timeline(
    { subject, window: { from, to }, buckets, maximumMarks },
    context,
  );
  const rows = history.rowsOf(subject);
  const dated = rows.filter(({ started }) => started !== null);
  const times = dated.flatMap(({ started, ended }) => [started ?? 0, ended ?? started ?? 0]);
  const extent =
    dated.length === 0
      ? undefined
      : { from: dated[0]?.started ?? 0, to: times.reduce((a, b) => Math.max(a, b)) + 1 };
  expect(slice.extent).toEqual(extent);
  expect(slice.lanes.map(({ kind }) => kind)).toEqual(
    EVENT_KINDS.filter((_, kind) => rows.some((row) => row.kind === kind)),
  );
  for (const lane of slice.lanes) {
    const all = rows.filter(({ kind }) => EVENT_KINDS[kind] === lane.kind);
    const inside = all.filter(
      ({ started, ended }) => started !== null && started < to && (ended ?? started) >= from,
    );
    expect(lane.total).toBe(inside.length);
    expect(lane.undated).toBe(all.filter(({ started }) => started === null).length);
    const bucketOf = ({ started }: EventRow): number =>
      started === null || started < from ? -1 : Math.floor((started - from) / ((to - from) / buckets));
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const here = inside.filter((row) => Math.min(bucketOf(row), buckets - 1) === bucket);
      expect(lane.counts[bucket]).toBe(here.length);
      expect(lane.failed[bucket]).toBe(here.filter(({ severity }) => severity >= 3).length);
      expect(lane.worst[bucket]).toBe(Math.max(0, ...here.map(({ severity }) => severity)));
    }
    const few = inside.length <= maximumMarks;
    expect(lane.marks === undefined).toBe(!few);
    if (few) expect([...(lane.marks?.positions ?? [])]).toEqual(inside.map(({ position }) => position));
    else {
      const duration = ({ started, ended }: EventRow): number =>
        Math.max(0, (ended ?? started ?? 0) - (started ?? 0));
      const worth = inside
        .filter((row) => row.severity >= 4 || (row.ended !== null && duration(row) >= (to - from) / 100))
        .sort((a, b) => Number(b.severity >= 4) - Number(a.severity >= 4) || duration(b) - duration(a))
        .slice(0, 200)
        .map(({ position }) => position);
      expect([...(lane.notable?.positions ?? [])].sort((a, b) => a - b)).toEqual(worth.sort((a, b) => a - b));
    }
  }
}
