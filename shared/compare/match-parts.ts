/**
 * Which part of one model is which of the other: by product id, then by name, then by shape and place, and
 * assemblies at last by what they are made of. What is left has no counterpart.
 */
import type { CadMesh } from "../model/cad.ts";
import type { PartFinder } from "./comparison.ts";
import { centreOf } from "./displacement.ts";
import type { Bounds } from "../geometry/bounds.ts";
import type { PlacedModel } from "./placed-model.ts";
import { createPointGrid } from "./point-grid.ts";

export interface PartMatches {
  /** Per part of `before` its counterpart's index, -1 for none. */
  readonly after: Int32Array;
  readonly before: Int32Array;
  readonly finders: readonly (PartFinder | undefined)[];
}

/** Share by which areas of one shape differ between two meshings. */
const SAME_AREA = 1e-3;

export function matchParts(before: PlacedModel, after: PlacedModel, tolerance: number): PartMatches {
  const [partsA, partsB] = [before.model.parts, after.model.parts];
  const toAfter = new Int32Array(partsA.length).fill(-1);
  const toBefore = new Int32Array(partsB.length).fill(-1);
  const finders: (PartFinder | undefined)[] = partsA.map(() => undefined);
  const join = (a: number, b: number, finder: PartFinder): void => {
    toAfter[a] = b;
    toBefore[b] = a;
    finders[a] = finder;
  };
  const openA = (): number[] => used(before).filter((part) => toAfter[part] === -1);
  const openB = (): number[] => used(after).filter((part) => toBefore[part] === -1);
  const byKey = (
    keyA: (part: number) => string | undefined,
    keyB: (part: number) => string | undefined,
    finder: PartFinder,
  ): boolean => {
    const [keysA, keysB] = [unique(openA(), keyA), unique(openB(), keyB)];
    let found = false;
    for (const [key, a] of keysA) {
      const b = keysB.get(key);
      if (a === undefined || b === undefined) continue;
      join(a, b, finder);
      found = true;
    }
    return found;
  };

  byKey(
    (part) => partsA[part]?.number,
    (part) => partsB[part]?.number,
    "number",
  );
  byKey(
    (part) => partsA[part]?.name || undefined,
    (part) => partsB[part]?.name || undefined,
    "name",
  );
  for (const [a, b] of byShape(before, after, openA(), openB(), tolerance)) join(a, b, "geometry");
  // Two roots were chosen to be compared, whatever they are called.
  const [rootA, rootB] = [onlyRoot(before), onlyRoot(after)];
  if (rootA !== undefined && rootB !== undefined && toAfter[rootA] === -1 && toBefore[rootB] === -1)
    join(rootA, rootB, "root");
  // An assembly whose parts have all been found again: level by level, from below.
  const contents = ({ model, childrenOf, nodesOf }: PlacedModel, name: (part: number) => number) => {
    return (part: number): string | undefined => {
      const children = childrenOf[nodesOf[part]?.[0] ?? -1] ?? [];
      const names = children.map((child) => name(model.nodes[child]?.part ?? -1));
      return names.length === 0 || names.includes(-1) ? undefined : names.toSorted((x, y) => x - y).join();
    };
  };
  const keyA = contents(before, (part) => (toAfter[part] === -1 ? -1 : part));
  const keyB = contents(after, (part) => toBefore[part] ?? -1);
  for (let again = true; again;) again = byKey(keyA, keyB, "geometry");
  return { after: toAfter, before: toBefore, finders };
}

const used = ({ nodesOf }: PlacedModel): number[] =>
  nodesOf.flatMap((nodes, part) => (nodes.length > 0 ? [part] : []));

function onlyRoot({ roots, model }: PlacedModel): number | undefined {
  const [root, second] = roots;
  return root === undefined || second !== undefined ? undefined : model.nodes[root]?.part;
}

/** What has a key of its own; two with the same key are left out, for nothing tells them apart. */
function unique(
  parts: readonly number[],
  key: (part: number) => string | undefined,
): Map<string, number | undefined> {
  const found = new Map<string, number | undefined>();
  for (const part of parts) {
    const own = key(part);
    if (own !== undefined) found.set(own, found.has(own) ? undefined : part);
  }
  return found;
}

interface Shape {
  readonly part: number;
  readonly area: number;
  readonly box: Bounds;
}

/** Pairs of the same shape of which one stands where the other stood. */
function byShape(
  before: PlacedModel,
  after: PlacedModel,
  openA: readonly number[],
  openB: readonly number[],
  tolerance: number,
): readonly (readonly [number, number])[] {
  const shapesA = shapes(before, openA);
  const shapesB = shapes(after, openB).toSorted((a, b) => a.area - b.area);
  if (shapesA.length === 0 || shapesB.length === 0) return [];
  const places = createPointGrid(tolerance);
  for (const { part, box } of shapesB)
    for (const node of after.nodesOf[part] ?? []) places.add(centreOf(box, after.world, node * 16), part);
  const taken = new Set<number>();
  const pairs: (readonly [number, number])[] = [];
  for (const shape of shapesA) {
    const fitting = new Set(
      alike(shape, shapesB, tolerance).flatMap(({ part }) => (taken.has(part) ? [] : [part])),
    );
    if (fitting.size === 0) continue;
    const votes = new Map<number, number>();
    for (const node of before.nodesOf[shape.part] ?? [])
      for (const part of places.near(centreOf(shape.box, before.world, node * 16)))
        if (fitting.has(part)) votes.set(part, (votes.get(part) ?? 0) + 1);
    const [best] = [...votes].toSorted((a, b) => b[1] - a[1]);
    if (best === undefined) continue;
    taken.add(best[0]);
    pairs.push([shape.part, best[0]]);
  }
  return pairs;
}

function shapes({ model, boxes }: PlacedModel, parts: readonly number[]): Shape[] {
  return parts.flatMap((part) => {
    const [mesh, box] = [model.parts[part]?.mesh, boxes[part]];
    return mesh === undefined || box === undefined ? [] : [{ part, area: areaOf(mesh), box }];
  });
}

function alike({ area, box }: Shape, sorted: readonly Shape[], tolerance: number): readonly Shape[] {
  let [low, high] = [0, sorted.length];
  const least = area * (1 - SAME_AREA);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.area ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  const found: Shape[] = [];
  for (let at = low; at < sorted.length; at++) {
    const other = sorted[at];
    if (other === undefined || other.area > area * (1 + SAME_AREA)) break;
    if (box.every((value, index) => Math.abs(value - (other.box[index] ?? 0)) <= tolerance))
      found.push(other);
  }
  return found;
}

/** mm² of its triangles. */
function areaOf({ positions, indices }: CadMesh): number {
  let area = 0;
  const at = (corner: number, axis: number): number => positions[(indices[corner] ?? 0) * 3 + axis] ?? 0;
  for (let first = 0; first < indices.length; first += 3) {
    const way = (corner: number, axis: number): number => at(first + corner, axis) - at(first, axis);
    area +=
      Math.hypot(
        way(1, 1) * way(2, 2) - way(1, 2) * way(2, 1),
        way(1, 2) * way(2, 0) - way(1, 0) * way(2, 2),
        way(1, 0) * way(2, 1) - way(1, 1) * way(2, 0),
      ) / 2;
  }
  return area;
}
