/**
 * Occurrences of one part under one parent, before and after: which is which. The same name at the same place
 * first, then the same place (exports number names anew), then the same name, then whatever is nearest.
 */
import { centreOf, displacement } from "./displacement.ts";
import type { Bounds } from "../geometry/bounds.ts";
import { createPointGrid, type Point } from "./point-grid.ts";

export interface Sibling {
  readonly node: number;
  readonly name: string;
  /** Column-major 4 × 4, mm. */
  readonly transform: ArrayLike<number>;
}

/** Beyond, the rest is paired in the order of their places: to try each with each would take too long. */
const MOST_TRIED = 250_000;
/** Beyond, a place is so full that the tolerance says nothing of which is which. */
const MOST_LOOKED_AT = 256;
/** Siblings that are looked at one by one. */
const FEW = 8;
/** mm: what was not touched stands there again but for rounding, and is found first. */
const ROUNDING = 1e-6;

/**
 * @param box of the part, both revisions of it together
 * @param nearest false: only what stands at the same place
 */
export function matchSiblings(
  before: readonly Sibling[],
  after: readonly Sibling[],
  box: Bounds,
  tolerance: number,
  nearest = true,
): readonly (readonly [before: number, after: number])[] {
  const pairs: (readonly [number, number])[] = [];
  const usedA = new Set<Sibling>();
  const usedB = new Set<Sibling>();
  const join = (a: Sibling, b: Sibling): void => {
    usedA.add(a);
    usedB.add(b);
    pairs.push([a.node, b.node]);
  };
  const rest = (siblings: readonly Sibling[], used: ReadonlySet<Sibling>): readonly Sibling[] =>
    used.size === siblings.length ? [] : siblings.filter((each) => !used.has(each));
  /** Pairs what stands within `reach` of each other, of those with one key. */
  const joinPlaces = (reach: number, key: (sibling: Sibling) => string): void => {
    const [openA, openB] = [rest(before, usedA), rest(after, usedB)];
    if (openA.length === 0 || openB.length === 0) return;
    const groups = Map.groupBy(openB, key);
    const grids = new Map<string, Places>();
    for (const a of openA) {
      const own = key(a);
      const group = groups.get(own);
      if (group === undefined) continue;
      let places = grids.get(own);
      // Most names are of one or two: no grid is made for them.
      if (places === undefined && group.length > FEW) grids.set(own, (places = placesOf(group, box, reach)));
      let best: Sibling | undefined;
      let least = reach;
      let looked = 0;
      for (const b of places?.near(a) ?? group) {
        if (usedB.has(b)) continue;
        const way = displacement(box, a.transform, b.transform);
        if (way < least || (way === least && best === undefined)) [best, least] = [b, way];
        looked += 1;
        if (way === 0 || looked >= MOST_LOOKED_AT) break;
      }
      if (best === undefined) continue;
      places?.remove(best);
      join(a, best);
    }
  };

  const reaches = tolerance > ROUNDING ? [ROUNDING, tolerance] : [tolerance];
  for (const reach of reaches) joinPlaces(reach, ({ name }) => name);
  for (const reach of reaches) joinPlaces(reach, () => "");
  if (!nearest) return pairs;
  const byName = Map.groupBy(rest(after, usedB), ({ name }) => name);
  for (const members of byName.values()) members.reverse();
  for (const a of rest(before, usedA)) {
    const b = byName.get(a.name)?.pop();
    if (b !== undefined) join(a, b);
  }
  const [lastA, lastB] = [rest(before, usedA), rest(after, usedB)];
  if (lastA.length * lastB.length > MOST_TRIED) {
    const inOrder = (siblings: readonly Sibling[]): readonly Sibling[] =>
      siblings
        .map((sibling) => ({ sibling, at: centreOf(box, sibling.transform) }))
        .toSorted((a, b) => compare(a.at, b.at))
        .map(({ sibling }) => sibling);
    const [sortedA, sortedB] = [inOrder(lastA), inOrder(lastB)];
    for (let at = 0; at < Math.min(sortedA.length, sortedB.length); at++) {
      const [a, b] = [sortedA[at], sortedB[at]];
      if (a !== undefined && b !== undefined) join(a, b);
    }
    return pairs;
  }
  const tried = lastA.flatMap((a) =>
    lastB.map((b) => ({ a, b, way: displacement(box, a.transform, b.transform) })),
  );
  for (const { a, b } of tried.toSorted((x, y) => x.way - y.way))
    if (!usedA.has(a) && !usedB.has(b)) join(a, b);
  return pairs;
}

interface Places {
  readonly near: (sibling: Sibling) => Iterable<Sibling>;
  readonly remove: (sibling: Sibling) => void;
}

function placesOf(siblings: readonly Sibling[], box: Bounds, reach: number): Places {
  const grid = createPointGrid(reach);
  const at = siblings.map(({ transform }) => centreOf(box, transform));
  const indices = new Map(siblings.map((sibling, index) => [sibling, index]));
  at.forEach((point, index) => grid.add(point, index));
  return {
    *near({ transform }) {
      for (const index of grid.near(centreOf(box, transform))) {
        const sibling = siblings[index];
        if (sibling !== undefined) yield sibling;
      }
    },
    remove: (sibling) => {
      const index = indices.get(sibling) ?? -1;
      const point = at[index];
      if (point !== undefined) grid.remove(point, index);
    },
  };
}

const compare = (a: Point, b: Point): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
