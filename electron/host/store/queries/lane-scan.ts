/** Lanes of a timeline in any dimension: which there are, and what each has in a span of time. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { LaneDimension, LanesAsked } from "../../../../shared/contract/timeline-lanes.ts";
import { chooseLanes, type ChosenLanes, type LaneChoice } from "../columns/choose-lanes.ts";
import { kindIndexOf, laneIdsOf, type LaneIdsOf, type NamedColumns } from "../columns/lane-ids.ts";
import { idsWithin, placeByIds } from "../columns/place-lanes.ts";
import { countByLane, rankKinds, type Ranked } from "../columns/rank-lanes.ts";
import { scanLanes } from "../columns/scan-lanes.ts";
import { scanPlaces, type PlacedLane, type Scanned } from "../columns/scan-places.ts";
import type { SubjectColumns } from "../columns/subject-columns.ts";
import type { LaneNamesOf } from "./lane-names.ts";

/** Lanes where the caller does not say how many. */
const DEFAULT_LIMIT = 40;
const BY_KIND = JSON.stringify(["kind"]);

export interface FoundLane {
  readonly by: LaneDimension;
  readonly key: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly others: number;
  readonly ranked: Ranked;
  /** Undefined: nothing of it is in the window. */
  readonly scanned: PlacedLane | undefined;
}

export interface LaneScan {
  readonly lanes: readonly FoundLane[];
  /** Of all of them, each event once: in the window, and starting in each of its buckets. */
  readonly total: number;
  readonly counts: Uint32Array;
}

interface NamedLanes extends ChosenLanes {
  /** Of the lanes that are shown. */
  readonly names: readonly { readonly key: string; readonly name: string }[];
}

export interface ScanAsked {
  readonly window: TimeWindow;
  readonly buckets: number;
  readonly maximumMarks: number;
  readonly maximumNotable: number;
}

export interface LaneScanner {
  readonly scan: (subject: SubjectColumns, asked: LanesAsked, options: ScanAsked) => LaneScan;
}

export function createLaneScanner(named: NamedColumns, namesOf: LaneNamesOf): LaneScanner {
  const idsOf = new Map<LaneDimension, LaneIdsOf>();
  const ids = (dimension: LaneDimension): LaneIdsOf => {
    const known = idsOf.get(dimension) ?? laneIdsOf(dimension, named);
    idsOf.set(dimension, known);
    return known;
  };
  // What holds for the whole history is counted once, whatever window is asked for: a subject that changes has
  // other columns (columns/subject-columns.ts).
  const kinds = remembered(({ summary }) => rankKinds(summary));
  /** What is usual: over all events of the subject, also of those that are filtered out. */
  const shares = (subject: SubjectColumns): Float64Array => kinds(subject.whole ?? subject, "").shares;
  const ranked = remembered((subject, by: string) => {
    if (by === BY_KIND) {
      const own = kinds(subject, "").ranked;
      if (subject.whole === undefined) return own;
      const usual = shares(subject);
      return own.map((kind) => ({ ...kind, expected: kind.events * (usual[kindIndexOf(kind.id)] ?? 0) }));
    }
    const [outer, id = 0, inner] = JSON.parse(by) as readonly [LaneDimension, number?, LaneDimension?];
    const of = inner === undefined ? ids(outer) : idsWithin(ids(outer), id, ids(inner));
    return countByLane(subject.chosen, of, shares(subject));
  });

  // Neither which lanes are shown nor what they are called depends on the window.
  const chosenLanes = remembered((subject, key: string): NamedLanes => {
    const [by, choice] = JSON.parse(key) as readonly [string, LaneChoice];
    const names = namesOf(choice.dimension);
    const chosen = chooseLanes(ranked(subject, by), names, choice);
    return {
      ...chosen,
      names: chosen.shown.map(({ id }) =>
        // Only its row tells its name; where that is gone the number is better than nothing.
        id === 0 ? { key: "", name: "" } : (names.of(id) ?? { key: `#${id}`, name: `#${id}` }),
      ),
    };
  });
  const choose = (subject: SubjectColumns, by: readonly unknown[], choice: LaneChoice): NamedLanes =>
    chosenLanes(subject, JSON.stringify([JSON.stringify(by), choice]));

  const found = (
    by: LaneDimension,
    parent: string | undefined,
    { shown, rest, names }: NamedLanes,
    { lanes }: Scanned,
  ): readonly FoundLane[] => {
    const named = shown.map((lane, at): FoundLane => ({
      by,
      key: names[at]?.key ?? "",
      name: names[at]?.name ?? "",
      parent,
      others: 0,
      ranked: lane,
      scanned: lanes[at],
    }));
    if (rest === undefined) return named;
    return [
      ...named,
      {
        by,
        key: REST,
        name: "",
        parent,
        others: rest.ids.length,
        ranked: rest.sum,
        scanned: lanes[shown.length],
      },
    ];
  };
  const scanOf = (
    subject: SubjectColumns,
    of: LaneIdsOf,
    { shown, rest }: ChosenLanes,
    options: ScanAsked,
  ): Scanned => {
    const lanes = shown.map(({ id }) => id);
    if (of === ids("kind") && rest === undefined) return scanKinds(subject, lanes, options);
    const places = placeByIds(of, lanes, rest?.ids ?? []);
    return scanPlaces(subject.chosen, places, { ...options, shares: shares(subject) });
  };
  /** Kinds alone: each event is in one lane, and usual is what the kind has. */
  const scanKinds = (subject: SubjectColumns, lanes: readonly number[], options: ScanAsked): Scanned => {
    const scanned = scanLanes(subject.chosen, { ...options, summary: subject.summary });
    const found = lanes.map((id): PlacedLane | undefined => {
      const lane = scanned.get(kindIndexOf(id));
      const share = shares(subject)[kindIndexOf(id)] ?? 0;
      return lane && { ...lane, expected: Float32Array.from(lane.counts, (n) => n * share) };
    });
    const counts = new Uint32Array(options.buckets);
    for (const lane of found) lane?.counts.forEach((n, at) => (counts[at] = (counts[at] ?? 0) + n));
    return { lanes: found, total: found.reduce((sum, lane) => sum + (lane?.total ?? 0), 0), counts };
  };

  return {
    scan: (subject, asked, options) => {
      const { by, within, expanded = [], sort = "worst", limit = DEFAULT_LIMIT, pinned = [], search } = asked;
      const chosen = choose(subject, [by], { dimension: by, sort, limit, pinned, search });
      const scanned = scanOf(subject, ids(by), chosen, options);
      const lanes = found(by, undefined, chosen, scanned).flatMap((lane): readonly FoundLane[] => {
        if (within === undefined || within === by || lane.others > 0 || !expanded.includes(lane.key))
          return [lane];
        const of = idsWithin(ids(by), lane.ranked.id, ids(within));
        const inside = choose(subject, [by, lane.ranked.id, within], {
          dimension: within,
          sort,
          limit,
          pinned: [],
          search: undefined,
        });
        return [lane, ...found(within, lane.key, inside, scanOf(subject, of, inside, options))];
      });
      return { lanes, total: scanned.total, counts: scanned.counts };
    },
  };
}

/** Key of the lane that sums the rest: no name of anything ends in a line feed. */
const REST = "\n";

/** Answers remembered of each subject: those that were asked for last. */
const REMEMBERED = 64;

/** Remembers answers about the columns of a subject for as long as these are there: they change with every commit. */
function remembered<T>(
  count: (subject: SubjectColumns, key: string) => T,
): (subject: SubjectColumns, key: string) => T {
  const known = new WeakMap<SubjectColumns, Map<string, T>>();
  return (subject, key) => {
    const answers = known.get(subject) ?? new Map<string, T>();
    known.set(subject, answers);
    const answer = answers.get(key) ?? count(subject, key);
    answers.delete(key);
    answers.set(key, answer);
    for (const oldest of answers.keys()) {
      if (answers.size <= REMEMBERED) break;
      answers.delete(oldest);
    }
    return answer;
  };
}
