/**
 * Vertices of a mesh, and those that cutting its triangles adds. Faces have their own copies of what they share; so that no
 * gap opens between them they are known by where they are.
 */
import { weldVertices } from "../geometry/weld-vertices.ts";
import type { CadMesh } from "../model/cad.ts";

export interface SplitVertices {
  /** mm. */
  readonly at: (vertex: number, axis: number) => number;
  /** The same number for all that are in one place. */
  readonly placeOf: (vertex: number) => number;
  /** The middle between two, the same for the same two. */
  readonly middleOf: (a: number, b: number) => number;
  /** Of triangles, three vertices each: what they are on the graphics card, without a vertex of one within a side of another. */
  readonly close: (indices: readonly number[], values: readonly number[]) => ClosedTriangles;
}

export interface ClosedTriangles {
  /** Vertices besides those of the mesh, which are counted first: x, y, z each, and a normal. */
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly indices: Uint32Array;
  /** Of the triangle that each is of. */
  readonly values: Float32Array;
}

/** Vertices of one body, 2^26: two of them make a safe integer. */
const PAIR = 67_108_864;
const pair = (a: number, b: number): number => Math.min(a, b) * PAIR + Math.max(a, b);

export function createSplitVertices(mesh: CadMesh): SplitVertices {
  const own = mesh.positions.length / 3;
  const welded = weldVertices(mesh.positions);
  const positions: number[] = [];
  const normals: number[] = [];
  /** Of those that were added: where they are, counted on from the vertices of the mesh. */
  const places: number[] = [];
  const placeOfPair = new Map<number, number>();
  const middles = new Map<number, number>();

  const read = (list: Float32Array, more: readonly number[], vertex: number, axis: number): number =>
    (vertex < own ? list[vertex * 3 + axis] : more[(vertex - own) * 3 + axis]) ?? 0;
  const at = (vertex: number, axis: number): number => read(mesh.positions, positions, vertex, axis);
  const placeOf = (vertex: number): number => (vertex < own ? welded[vertex] : places[vertex - own]) ?? 0;
  const add = (of: readonly number[], place: number): number => {
    const normal = [0, 1, 2].map((axis) =>
      of.reduce((sum, vertex) => sum + read(mesh.normals, normals, vertex, axis), 0),
    );
    const length = Math.hypot(...normal) || 1;
    const point = [0, 1, 2].map((axis) => of.reduce((sum, vertex) => sum + at(vertex, axis), 0) / of.length);
    positions.push(...point);
    normals.push(...normal.map((value) => value / length));
    return own + places.push(place) - 1;
  };
  const middleOf = (a: number, b: number): number => {
    const known = middles.get(pair(a, b));
    if (known !== undefined) return known;
    const key = pair(placeOf(a), placeOf(b));
    const place = placeOfPair.get(key) ?? own + placeOfPair.size;
    placeOfPair.set(key, place);
    // In one order: the sum of two is the same then to the last bit.
    const made = add([a, b], place);
    middles.set(pair(a, b), made);
    return made;
  };

  return {
    at,
    placeOf,
    middleOf,
    close: (indices, values) => {
      const used = new Set(indices.map(placeOf));
      /** Vertices within a side that triangles beside it have. */
      const within = (a: number, b: number): readonly number[] => {
        const place = placeOfPair.get(pair(placeOf(a), placeOf(b)));
        if (place === undefined || !used.has(place)) return [];
        const middle = middleOf(a, b);
        return [...within(a, middle), middle, ...within(middle, b)];
      };
      const numbers = new Map<number, number>();
      const closed: number[] = [];
      const kept: number[] = [];
      const put = (...corners: readonly [number, number, number]): void => {
        for (const vertex of corners) {
          const known = vertex < own ? vertex : (numbers.get(vertex) ?? own + numbers.size);
          if (vertex >= own) numbers.set(vertex, known);
          closed.push(known);
        }
      };
      values.forEach((value, triangle) => {
        const [a = 0, b = 0, c = 0] = indices.slice(triangle * 3, triangle * 3 + 3);
        const ring = [a, ...within(a, b), b, ...within(b, c), c, ...within(c, a)];
        if (ring.length === 3) {
          put(a, b, c);
          kept.push(value);
          return;
        }
        // Nobody else has it: it is nowhere.
        const middle = add([a, b, c], -1);
        ring.forEach((vertex, side) => {
          put(vertex, ring[(side + 1) % ring.length] ?? a, middle);
          kept.push(value);
        });
      });
      const take = (list: readonly number[]): Float32Array => {
        const result = new Float32Array(numbers.size * 3);
        let to = 0;
        for (const vertex of numbers.keys())
          for (let axis = 0; axis < 3; axis++) result[to++] = list[(vertex - own) * 3 + axis] ?? 0;
        return result;
      };
      return {
        positions: take(positions),
        normals: take(normals),
        indices: Uint32Array.from(closed),
        values: Float32Array.from(kept),
      };
    },
  };
}
