/** Which lanes are shown, and in which order. */
import { naturalOrder } from "../../../../shared/text/natural-order.ts";
import { wilsonInterval } from "../../../../shared/stats/wilson.ts";
import type { LaneDimension, LaneSort } from "../../../../shared/contract/timeline-lanes.ts";
import type { LaneNames } from "../queries/lane-names.ts";
import type { Ranked } from "./rank-lanes.ts";

export interface LaneChoice {
  readonly dimension: LaneDimension;
  readonly sort: LaneSort;
  readonly limit: number;
  readonly pinned: readonly string[];
  readonly search: string | undefined;
}

export interface ChosenLanes {
  /** In the order in which they are shown. */
  readonly shown: readonly Ranked[];
  /** What is summed in one lane; undefined where there is nothing left. */
  readonly rest: { readonly ids: readonly number[]; readonly sum: Ranked } | undefined;
}

export function chooseLanes(all: readonly Ranked[], names: LaneNames, choice: LaneChoice): ChosenLanes {
  const { dimension, sort, limit, pinned, search } = choice;
  const ids = all.map(({ id }) => id);
  const wanted = search === undefined || search === "" ? undefined : names.matching(ids, search);
  const found = wanted === undefined ? all : all.filter(({ id }) => wanted.has(id));
  const byId = new Map(found.map((lane) => [lane.id, lane]));
  const first = [
    ...new Set(
      pinned.flatMap((key) => {
        const id = key === "" ? 0 : names.idOf(key);
        const lane = id === undefined ? undefined : byId.get(id);
        return lane === undefined ? [] : [lane];
      }),
    ),
  ];
  const isFirst = new Set(first);
  const others = found.filter((lane) => !isFirst.has(lane));
  // What names nothing is no lane like the others: it stands below them.
  const none = others.filter(({ id }) => id === 0);
  const ranked = sortLanes(
    others.filter(({ id }) => id !== 0),
    names,
    dimension === "kind" ? "kind" : sort,
  );
  const room = Math.max(0, limit - first.length);
  const left = ranked.slice(room);
  return {
    shown: [...first, ...ranked.slice(0, room), ...none],
    rest: left.length === 0 ? undefined : { ids: left.map(({ id }) => id), sum: sumOf(left) },
  };
}

function sortLanes(lanes: readonly Ranked[], names: LaneNames, sort: LaneSort | "kind"): readonly Ranked[] {
  if (sort === "kind") return lanes;
  const byCount = (a: Ranked, b: Ranked): number => b.events - a.events || a.id - b.id;
  if (sort === "count") return lanes.toSorted(byCount);
  if (sort === "worst") {
    const excess = new Map(
      lanes.map((lane) => {
        // Surely more than usual: the lower end of the interval beyond what is expected.
        const [low] = wilsonInterval(lane.failed, lane.events);
        return [lane, low - (lane.events === 0 ? 0 : lane.expected / lane.events)];
      }),
    );
    return lanes.toSorted((a, b) => (excess.get(b) ?? 0) - (excess.get(a) ?? 0) || byCount(a, b));
  }
  const nameOf = new Map(lanes.map((lane) => [lane, names.of(lane.id)?.name ?? ""]));
  return lanes.toSorted((a, b) => naturalOrder(nameOf.get(a) ?? "", nameOf.get(b) ?? "") || a.id - b.id);
}

function sumOf(lanes: readonly Ranked[]): Ranked {
  const sum = (of: (lane: Ranked) => number): number => lanes.reduce((total, lane) => total + of(lane), 0);
  return {
    id: -1,
    events: sum(({ events }) => events),
    undated: sum(({ undated }) => undated),
    failed: sum(({ failed }) => failed),
    expected: sum(({ expected }) => expected),
  };
}
