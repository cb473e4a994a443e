/**
 * Occurrences of one part under one parent, before and after: which is which. The same name at the same place
 * first, then the same place (exports number names anew), then the same name, then whatever is nearest.
 */
import { centreOf, displacement } from "./displacement.ts";
import type { Bounds } from "../geometry/bounds.ts";
import { createPointGrid, type Point, type PointGrid } from "./point-grid.ts";

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
    const at = new Map(openB.map((b) => [b, centreOf(box, b.transform)]));
    const grids = new Map<string, PointGrid>();
    openB.forEach((b, index) => {
      const own = key(b);
      let grid = grids.get(own);
      if (grid === undefined) grids.set(own, (grid = createPointGrid(reach)));
      grid.add(at.get(b) ?? [0, 0, 0], index);
    });
    for (const a of openA) {
      const grid = grids.get(key(a));
      let best: number | undefined;
      let least = reach;
      let looked = 0;
      for (const index of grid?.near(centreOf(box, a.transform)) ?? []) {
        const b = openB[index];
        if (b === undefined) continue;
        const way = displacement(box, a.transform, b.transform);
        if (way < least || (way === least && best === undefined)) [best, least] = [index, way];
        looked += 1;
        if (way === 0 || looked >= MOST_LOOKED_AT) break;
      }
      const b = openB[best ?? -1];
      if (grid === undefined || best === undefined || b === undefined) continue;
      grid.remove(at.get(b) ?? [0, 0, 0], best);
      join(a, b);
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

const compare = (a: Point, b: Point): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
