/**
 * How far each place of a body is from another body: its triangles, cut so small where that differs that one number each
 * shows where. A distance changes by no more than one moves, so a piece no wider than a step is told by its corners and middle.
 */
import type { CadMesh } from "../model/cad.ts";
import { createSplitVertices } from "./split-vertices.ts";
import { skinOf, stepOf } from "./surface-samples.ts";
import type { TriangleTree } from "./triangle-tree.ts";

type Vector = readonly [number, number, number];

export interface DeviationMap {
  /** Vertices besides those of the mesh: x, y, z each, mm, and a normal. */
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  /** Three vertices per piece: those of the mesh are counted first. */
  readonly indices: Uint32Array;
  /** mm per piece. */
  readonly distances: Float32Array;
  /** Per piece what `side` says of the place on it that is farthest off; 0 where it is the same. Absent without `side`. */
  readonly signs?: Int8Array;
  /** The largest way of a point to the other body, and where, in the coordinates of the mesh. */
  readonly largest: { readonly distance: number; readonly at: Vector; readonly sign?: number };
}

export interface MapOptions {
  /** mm; what differs by less is one piece. */
  readonly tolerance: number;
  /** 1 or −1: on which side of the other body a place is that is off. */
  readonly side?: (x: number, y: number, z: number) => number;
  /** Pieces that triangles are cut into; beyond, they stay whole. */
  readonly most: number;
  /** Told now and then which share is done, 0…1. */
  readonly walked?: (share: number) => void;
}

/** Halvings of one triangle: far more than any needs that is not one long sliver. */
const DEEPEST = 40;
/** Triangles from one word on the progress to the next. */
const EVERY = 256;

export function deviationMap(mesh: CadMesh, other: TriangleTree, options: MapOptions): DeviationMap {
  const { tolerance, most, side, walked } = options;
  const skin = skinOf(mesh);
  const step = stepOf(skin);
  const { at, placeOf, middleOf, close } = createSplitVertices(mesh);
  const ways = new Map<number, number>();
  const indices: number[] = [];
  /** Below 0 where the side is −1. */
  const distances: number[] = [];
  let largest: DeviationMap["largest"] = { distance: 0, at: [0, 0, 0] };

  const measure = (x: number, y: number, z: number): number => {
    const way = other.distance(x, y, z, tolerance / 2);
    // Of a body without a triangle nothing is known.
    if (Number.isFinite(way) && way > largest.distance) largest = { distance: way, at: [x, y, z] };
    return way;
  };
  const wayOf = (vertex: number): number => {
    const place = placeOf(vertex);
    const known = ways.get(place) ?? measure(at(vertex, 0), at(vertex, 1), at(vertex, 2));
    ways.set(place, known);
    return known;
  };
  const put = (a: number, b: number, c: number, way: number, sign: number): void => {
    indices.push(a, b, c);
    distances.push(sign < 0 ? -way : way);
  };
  /** Of the farthest of some places: others may lie on the skin itself, where there is no side. */
  const sideOf = (way: number, places: readonly (readonly [way: number, at: Vector])[]): number => {
    if (side === undefined || !(way > tolerance)) return 1;
    const [first, ...others] = places;
    const farthest = others.reduce((best, own) => (own[0] > (best?.[0] ?? 0) ? own : best), first);
    return farthest === undefined ? 1 : side(...farthest[1]);
  };
  /** Puts a triangle in pieces; least and most of what was measured on it. */
  const cut = (a: number, b: number, c: number, depth: number): readonly [number, number] => {
    const sides = [lengthOf(a, b), lengthOf(b, c), lengthOf(c, a)] as const;
    const longest = Math.max(...sides);
    if (longest <= step || depth >= DEEPEST || distances.length >= most) {
      const corners = [wayOf(a), wayOf(b), wayOf(c)] as const;
      const centre: Vector = [
        (at(a, 0) + at(b, 0) + at(c, 0)) / 3,
        (at(a, 1) + at(b, 1) + at(c, 1)) / 3,
        (at(a, 2) + at(b, 2) + at(c, 2)) / 3,
      ];
      const middle = measure(...centre);
      // Corners lie on a round side, the middle of a chord does not.
      const way = Math.max(middle, (corners[0] + corners[1] + corners[2]) / 3);
      const places = [a, b, c].map(
        (vertex, corner) => [corners[corner] ?? 0, [at(vertex, 0), at(vertex, 1), at(vertex, 2)]] as const,
      );
      put(a, b, c, way, sideOf(way, [[middle, centre], ...places]));
      return [Math.min(middle, ...corners), Math.max(middle, ...corners)];
    }
    const start = distances.length;
    const [p, q, r] = longest === sides[0] ? [a, b, c] : longest === sides[1] ? [b, c, a] : [c, a, b];
    const half = middleOf(p, q);
    const first = cut(p, half, r, depth + 1);
    const second = cut(half, q, r, depth + 1);
    const range = [Math.min(first[0], second[0]), Math.max(first[1], second[1])] as const;
    // Nothing tells the pieces apart: they are one again.
    if (range[1] - range[0] <= tolerance) {
      // Between places on both sides there is one on the skin, which is told apart: it has one side.
      const sign = Math.sign(distances[start] ?? 1);
      indices.length = start * 3;
      distances.length = start;
      put(a, b, c, range[1], sign);
    }
    return range;
  };
  const lengthOf = (a: number, b: number): number =>
    Math.hypot(at(a, 0) - at(b, 0), at(a, 1) - at(b, 1), at(a, 2) - at(b, 2));

  skin.triangles.forEach((triangle, index) => {
    const [a, b, c] = [0, 1, 2].map((corner) => mesh.indices[triangle * 3 + corner] ?? 0);
    cut(a ?? 0, b ?? 0, c ?? 0, 0);
    if (index % EVERY === 0) walked?.(index / skin.triangles.length);
  });
  const { values, ...pieces } = close(indices, distances);
  if (side === undefined) return { ...pieces, distances: values, largest };
  const isOff = (way: number): boolean => Math.abs(way) > tolerance;
  return {
    ...pieces,
    distances: values.map(Math.abs),
    signs: Int8Array.from(values, (way) => (isOff(way) ? Math.sign(way) : 0)),
    largest: { ...largest, sign: isOff(largest.distance) ? side(...largest.at) : 0 },
  };
}
