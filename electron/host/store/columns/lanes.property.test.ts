/** Lanes in every dimension against plain SQL, on random histories that are changed while somebody reads. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import type { TimelineLane } from "../../../../shared/contract/events.ts";
import {
  LANE_DIMENSIONS,
  LANE_SORTS,
  type LaneDimension,
  type LanesAsked,
} from "../../../../shared/contract/timeline-lanes.ts";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import { createSubjects } from "../queries/subject.ts";
import { createTimelineQueries } from "../queries/timeline.ts";
import { createEventColumns } from "./event-columns.ts";
import { createSubjectColumns } from "./subject-columns.ts";
import {
  change,
  createRandomHistory,
  SEED,
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

const askedArbitrary: fc.Arbitrary<LanesAsked> = fc.record({
  by: fc.constantFrom(...LANE_DIMENSIONS),
  within: fc.constantFrom(...LANE_DIMENSIONS),
  expanded: fc.uniqueArray(
    fc.constantFrom("", "M-1", "M-2", "WO-0", "WO-3", "s", "P2/S1", "inspection", "bore"),
    { maxLength: 4 },
  ),
  sort: fc.constantFrom(...LANE_SORTS),
  limit: fc.integer({ min: 1, max: 8 }),
  pinned: fc.uniqueArray(fc.constantFrom("M-5", "WO-4", "P3/S2", "width", "t", "nothing"), { maxLength: 3 }),
  search: fc.constantFrom("", "", "", "1", "m-", "WO", "s"),
});

test("lanes are what plain SQL counts, in every dimension, divided or not", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 4 }),
      subjectArbitrary,
      windowArbitrary,
      askedArbitrary,
      async (steps, subject, window, asked) => {
        history.apply(steps);
        await check(subject, window, asked);
      },
    ),
    { seed: SEED, numRuns: 60 },
  );
  history.apply([{ kind: "make" }]);
  for (const by of LANE_DIMENSIONS) await check({ kind: "everything" }, { from: 0, to: 1_000_000 }, { by });
  expect(history.writing.prepare("SELECT count(*) FROM event_chunk_orders").pluck().get()).toBe(2);
});

/** What an event names, and what that is called: NULL of no name. */
const NAMED: Readonly<Record<LaneDimension, string>> = {
  kind: `SELECT position, kind AS key, kind AS name FROM e`,
  equipment: "SELECT position, name AS key, name FROM e LEFT JOIN equipment USING (equipment_id)",
  source: "SELECT position, id AS key, name FROM e LEFT JOIN source USING (source_id)",
  order: "SELECT position, order_number AS key, order_number AS name FROM e",
  unit: `SELECT e.position, number || '/' || serial AS key, serial || ' · ' || number AS name
    FROM e LEFT JOIN unit u USING (unit_id) LEFT JOIN part p ON p.part_id = u.part_id`,
  characteristic: `SELECT e.position, s.name AS key, s.name FROM e LEFT JOIN event_subject s
    ON s.position = e.position AND s.kind = 'characteristic'`,
};

interface Named {
  readonly position: number;
  readonly key: string;
  readonly name: string;
}

function namesOf(by: LaneDimension): readonly Named[] {
  const rows = history.writing
    .prepare(`WITH e AS (SELECT * FROM event WHERE superseded = 0) ${NAMED[by]}`)
    .all() as { position: number; key: string | number | null; name: string | number | null }[];
  return rows.map(({ position, key, name }) =>
    by === "kind"
      ? { position, key: EVENT_KINDS[Number(key)] ?? "", name: EVENT_KINDS[Number(name)] ?? "" }
      : { position, key: String(key ?? ""), name: String(name ?? "") },
  );
}

async function check(subject: Subject, { from, to }: TimeWindow, asked: LanesAsked): Promise<void> {
  const buckets = 16;
  const maximumMarks = 30;
  const slice = await queries.timeline(
    { subject, window: { from, to }, buckets, maximumMarks, lanes: asked },
    context,
  );
  const rows = new Map(history.rowsOf(subject).map((row) => [row.position, row]));
  const shareOf = EVENT_KINDS.map((_, kind) => {
    const all = [...rows.values()].filter((row) => row.kind === kind && row.started !== null);
    return all.length === 0 ? 0 : all.filter(({ severity }) => severity >= 3).length / all.length;
  });
  /** Keys and positions of one dimension among some events. */
  const groups = (by: LaneDimension, among: ReadonlySet<number>): Map<string, Set<number>> => {
    const found = new Map<string, Set<number>>();
    for (const { position, key } of namesOf(by)) {
      if (!among.has(position)) continue;
      found.set(key, (found.get(key) ?? new Set()).add(position));
    }
    return found;
  };
  const inWindow = (position: number): boolean => {
    const row = rows.get(position);
    return (
      row !== undefined && row.started !== null && row.started < to && (row.ended ?? row.started) >= from
    );
  };
  const checkLane = (lane: TimelineLane, positions: ReadonlySet<number>): void => {
    const all = [...positions].flatMap((position) => rows.get(position) ?? []);
    const inside = all.filter(({ position }) => inWindow(position));
    expect(lane.total).toBe(inside.length);
    expect(lane.undated).toBe(all.filter(({ started }) => started === null).length);
    const dated = all.filter(({ started }) => started !== null);
    expect(lane.history.events).toBe(dated.length);
    expect(lane.history.failed).toBe(dated.filter(({ severity }) => severity >= 3).length);
    const usual = dated.reduce((sum, { kind }) => sum + (shareOf[kind] ?? 0), 0);
    expect(lane.history.expected).toBeCloseTo(usual, 6);
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const here = inside
        .filter(({ started }) => {
          const at =
            started === null || started < from ? -1 : Math.floor((started - from) / ((to - from) / buckets));
          return Math.min(at, buckets - 1) === bucket;
        })
        .sort((a, b) => a.position - b.position);
      const worst = Math.max(0, ...here.map(({ severity }) => severity));
      expect(lane.counts[bucket]).toBe(here.length);
      expect(lane.failed[bucket]).toBe(here.filter(({ severity }) => severity >= 3).length);
      expect(lane.worst[bucket]).toBe(worst);
      expect(lane.worstPositions[bucket]).toBe(
        here.find(({ severity }) => severity === worst)?.position ?? 0,
      );
      const expected = here.reduce((sum, { kind }) => sum + (shareOf[kind] ?? 0), 0);
      expect(lane.expected[bucket]).toBeCloseTo(expected, 3);
    }
    if (inside.length <= maximumMarks)
      expect([...(lane.marks?.positions ?? [])].sort((a, b) => a - b)).toEqual(
        inside.map(({ position }) => position).sort((a, b) => a - b),
      );
    else expect(lane.marks).toBeUndefined();
  };
  /** Every event is in a lane that is shown, in the rest, or not searched for. */
  const checkLevel = (
    by: LaneDimension,
    parent: string | undefined,
    among: ReadonlySet<number>,
    search: string,
  ): void => {
    const lanes = slice.lanes.filter((lane) => lane.parent === parent);
    const grouped = groups(by, among);
    const named = new Map(namesOf(by).map(({ key, name }) => [key, name]));
    for (const key of grouped.keys())
      if (search !== "" && !(named.get(key) ?? "").toLowerCase().includes(search.toLowerCase()))
        grouped.delete(key);
    const shown = lanes.filter(({ others }) => others === 0);
    for (const lane of shown) {
      expect(lane.by).toBe(by);
      expect(lane.name).toBe(named.get(lane.key));
      checkLane(lane, grouped.get(lane.key) ?? new Set());
      grouped.delete(lane.key);
    }
    const rest = lanes.filter(({ others }) => others > 0);
    expect(rest.map(({ others }) => others)).toEqual(grouped.size === 0 ? [] : [grouped.size]);
    const { limit = 40, pinned = [] } = asked;
    if (rest[0] !== undefined) {
      const together = new Set([...grouped.values()].flatMap((positions) => [...positions]));
      const all = rest[0];
      // History counts what names several of the rest several times; the window does not.
      expect(all.total).toBe([...together].filter(inWindow).length);
      const pins = parent === undefined ? shown.filter(({ key }) => pinned.includes(key)).length : 0;
      const asRanked = shown.filter(({ key }) => key !== "").length - pins;
      expect(asRanked).toBe(Math.max(0, limit - pins));
    }
    if (parent === undefined) {
      const pins = pinned.filter((key) => shown.some((lane) => lane.key === key));
      expect(shown.slice(0, pins.length).map(({ key }) => key)).toEqual(pins);
    }
  };
  checkLevel(asked.by, undefined, new Set(rows.keys()), asked.search ?? "");
  const searched = new Set(
    namesOf(asked.by).flatMap(({ position, name }) =>
      rows.has(position) && name.toLowerCase().includes((asked.search ?? "").toLowerCase()) ? [position] : [],
    ),
  );
  // Each event once, in however many lanes it is.
  expect(slice.total).toBe([...searched].filter(inWindow).length);
  const starting = Array.from({ length: buckets }, () => 0);
  for (const position of searched) {
    const start = rows.get(position)?.started ?? undefined;
    if (start === undefined || start < from || start >= to) continue;
    const at = Math.min(Math.floor((start - from) / ((to - from) / buckets)), buckets - 1);
    starting[at] = (starting[at] ?? 0) + 1;
  }
  expect([...slice.counts]).toEqual(starting);
  const { within, expanded = [] } = asked;
  for (const lane of slice.lanes) {
    if (lane.parent !== undefined || lane.others > 0) continue;
    const divided = within !== undefined && within !== asked.by && expanded.includes(lane.key);
    expect(slice.lanes.some(({ parent }) => parent === lane.key)).toBe(divided);
    if (divided)
      checkLevel(within, lane.key, groups(asked.by, new Set(rows.keys())).get(lane.key) ?? new Set(), "");
  }
}
