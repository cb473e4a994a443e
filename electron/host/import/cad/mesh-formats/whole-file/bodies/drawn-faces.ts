/** Faces of a kernel's mesh as faces of a part: cut out, moved into the body's own space, and compared. */
import type { Colour, Surface } from "../../../../../../../shared/model/cad.ts";
import type { KernelScene } from "../../../kernel/mesh-kernel.ts";
import { moveSurface } from "../../../structure/surfaces.ts";
import {
  add,
  applyToPoint,
  column,
  cross,
  dot,
  invert,
  isIdentity,
  normalise,
  scale,
  type Transform,
  type Vector,
} from "../../../structure/transform.ts";
import { determinant, pointAt } from "../../../mesh/vector.ts";
import type { ReadFace } from "../../read-model.ts";

/** Share of a coordinate that a kernel with 32-bit numbers loses on its way. */
const ROUNDING = 2e-7;

/** One per face of the mesh; undefined for a face without triangles. */
export function drawnFaces(
  { positions, normals, indices, faceTriangles, colour, faceColours }: KernelScene["meshes"][number],
  surfaces: readonly (Surface | undefined)[],
): readonly (ReadFace | undefined)[] {
  let first = 0;
  return Array.from(faceTriangles, (count, face): ReadFace | undefined => {
    const own = indices.subarray(first * 3, (first + count) * 3);
    first += count;
    if (count === 0) return undefined;
    // A face's vertices are a run of their own.
    let [low, high] = [Infinity, -1];
    for (const index of own) {
      low = Math.min(low, index);
      high = Math.max(high, index);
    }
    const painted = rgb(faceColours[face] ?? colour);
    const surface = surfaces[face];
    return {
      positions: positions.subarray(low * 3, (high + 1) * 3),
      ...(normals.length === positions.length ? { normals: normals.subarray(low * 3, (high + 1) * 3) } : {}),
      indices: own.map((index) => index - low),
      ...(painted === undefined ? {} : { colour: painted }),
      ...(surface === undefined ? {} : { surface }),
    };
  });
}

function rgb(values: readonly number[] | undefined): Colour | undefined {
  const [red, green, blue] = values?.map((value) => Math.min(1, Math.max(0, value))) ?? [];
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue, 1];
}

/**
 * The same in the space that `drawn` leads out of; undefined where it flattens space. Kernels may or may not turn
 * a mirrored body inside out: there it is as its volume says.
 */
export function inOwnSpace(faces: readonly ReadFace[], drawn: Transform): readonly ReadFace[] | undefined {
  if (isIdentity(drawn)) return faces;
  const back = invert(drawn);
  if (back === undefined) return undefined;
  const [x, y, z] = [column(drawn, 0), column(drawn, 1), column(drawn, 2)];
  const own = faces.map((face) => ({
    ...face,
    positions: mapped(face.positions, (point) => applyToPoint(back, point)),
    // A normal goes by the transposed inverse of what points go by.
    ...(face.normals === undefined
      ? {}
      : {
          normals: mapped(
            face.normals,
            (normal) => normalise([dot(x, normal), dot(y, normal), dot(z, normal)]) ?? [0, 0, 0],
          ),
        }),
    ...(face.surface === undefined ? {} : { surface: moveSurface(face.surface, back) }),
  }));
  if (determinant(drawn) > 0) return own;
  const isInsideOut = own.reduce((sum, face) => sum + signedVolume(face), 0) < 0;
  return own.map((face) => {
    const indices = isInsideOut ? insideOut(face.indices) : face.indices;
    const turned = { ...face, indices };
    const { normals } = face;
    return normals !== undefined && agreement({ ...turned, normals }) < 0
      ? { ...turned, normals: normals.map((value) => -value) }
      : turned;
  });
}

type Triangles = Pick<ReadFace, "positions" | "indices">;

function eachTriangle(
  { positions, indices }: Triangles,
  tell: (points: readonly [Vector, Vector, Vector], first: number) => void,
): void {
  const point = (at: number): Vector => pointAt(positions, indices[at] ?? 0);
  for (let at = 0; at + 2 < indices.length; at += 3) tell([point(at), point(at + 1), point(at + 2)], at);
}

/** What a closed surface encloses, mm³; negative for one that is inside out. */
function signedVolume(face: Triangles): number {
  let volume = 0;
  eachTriangle(face, ([a, b, c]) => {
    volume += dot(a, cross(b, c)) / 6;
  });
  return volume;
}

/** Positive where the normals look the way the triangles turn. */
function agreement(face: Triangles & { readonly normals: ArrayLike<number> }): number {
  let sum = 0;
  eachTriangle(face, ([a, b, c], first) => {
    const turn = cross(add(b, scale(a, -1)), add(c, scale(a, -1)));
    sum += dot(turn, pointAt(face.normals, face.indices[first] ?? 0));
  });
  return sum;
}

function mapped(values: Float32Array | Float64Array, move: (vector: Vector) => Vector): Float64Array {
  const result = new Float64Array(values.length);
  for (let at = 0; at < values.length / 3; at++) result.set(move(pointAt(values, at)), at * 3);
  return result;
}

function insideOut(indices: Uint32Array): Uint32Array {
  const result = Uint32Array.from(indices);
  for (let at = 0; at + 2 < result.length; at += 3) {
    result[at + 1] = indices[at + 2] ?? 0;
    result[at + 2] = indices[at + 1] ?? 0;
  }
  return result;
}

/** They are one body in two places: every triangle and every colour, as closely as numbers of 32 bits allow. */
export function areSame(left: readonly ReadFace[], right: readonly ReadFace[], reach: number): boolean {
  if (left.length !== right.length) return false;
  return left.every((face, at) => {
    const other = right[at];
    return (
      other !== undefined &&
      face.name === other.name &&
      String(face.colour) === String(other.colour) &&
      areNear(face.indices, other.indices, 0) &&
      areNear(face.positions, other.positions, reach * ROUNDING)
    );
  });
}

function areNear(left: ArrayLike<number>, right: ArrayLike<number>, tolerance: number): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++)
    if (!(Math.abs((left[at] ?? 0) - (right[at] ?? 0)) <= tolerance)) return false;
  return true;
}

/** Largest coordinate, mm. */
export function reachOf(positions: ArrayLike<number>): number {
  let reach = 0;
  for (let at = 0; at < positions.length; at++) reach = Math.max(reach, Math.abs(positions[at] ?? 0));
  return reach;
}
