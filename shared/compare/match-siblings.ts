/**
 * Occurrences of one part under one parent, before and after: which is which. The same name at the same place
 * first, then the same place (exports number names anew), then the same name, then whatever is nearest.
 */
import { centreOf, displacement } from "./displacement.ts";
import type { Box } from "./placed-model.ts";
import { createPointGrid, type Point } from "./point-grid.ts";

export interface Sibling {
  readonly node: number;
  readonly name: string;
  /** Column-major 4 × 4, mm. */
  readonly transform: ArrayLike<number>;
}

/** Beyond, the rest is paired in the order of their places: to try each with each would take too long. */
const MOST_TRIED = 250_000;

/**
 * @param box of the part, both revisions of it together
 * @param nearest false: only what stands at the same place
 */
export function matchSiblings(
  before: readonly Sibling[],
  after: readonly Sibling[],
  box: Box,
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
  const isSamePlace = (a: Sibling, b: Sibling): boolean =>
    displacement(box, a.transform, b.transform) <= tolerance;

  const byName = Map.groupBy(after, ({ name }) => name);
  for (const a of before) {
    const b = byName.get(a.name)?.find((each) => !usedB.has(each) && isSamePlace(a, each));
    if (b !== undefined) join(a, b);
  }
  const rest = (siblings: readonly Sibling[], used: ReadonlySet<Sibling>): readonly Sibling[] =>
    used.size === siblings.length ? [] : siblings.filter((each) => !used.has(each));

  const places = createPointGrid(tolerance);
  const openB = rest(after, usedB);
  openB.forEach((b, index) => places.add(centreOf(box, b.transform), index));
  for (const a of rest(before, usedA)) {
    let best: Sibling | undefined;
    let least = tolerance;
    for (const index of places.near(centreOf(box, a.transform))) {
      const b = openB[index];
      if (b === undefined || usedB.has(b)) continue;
      const way = displacement(box, a.transform, b.transform);
      if (way > least) continue;
      [best, least] = [b, way];
    }
    if (best !== undefined) join(a, best);
  }
  if (!nearest) return pairs;
  for (const a of rest(before, usedA)) {
    const b = byName.get(a.name)?.find((each) => !usedB.has(each));
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
