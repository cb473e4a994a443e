/** Area, volume and extent of bodies: of their surfaces where these are known, else of triangles. mm, mm², mm³. */
import type { CadMesh, CadModel } from "../../../shared/model/cad.ts";
import { EMPTY_BOUNDS, type Bounds } from "../../../shared/geometry/bounds.ts";
import { dot, subtract, type Vector } from "../camera/orbit.ts";
import { cross, lengthOf } from "../vectors.ts";
import type { Basis } from "./entity.ts";
import { meshesBelow, trianglesOf } from "./entity.ts";
import { reachOf } from "./exact-box.ts";
import { exactSizeOf } from "./exact-size.ts";
import { movePoint, uniformScale, volumeScale, type Matrix } from "./placement.ts";
import { simplexAt, type SimplexSet } from "./simplex-tree.ts";

export interface BodySize {
  readonly area: number;
  /** Undefined where a mesh is not closed: an open shell holds nothing. */
  readonly volume: number | undefined;
  readonly box: Bounds;
  /** What they stand on: exact where all of it is. */
  readonly basis: { readonly area: Basis; readonly volume: Basis; readonly box: Basis };
}

export function areaOf(set: SimplexSet): number {
  let area = 0;
  const count = set.corners === 3 ? set.coordinates.length / 9 : 0;
  for (let at = 0; at < count; at++) {
    const [a, b, c] = simplexAt(set, at) as readonly [Vector, Vector, Vector];
    area += lengthOf(cross(subtract(b, a), subtract(c, a))) / 2;
  }
  return area;
}

export function lengthOfSegments(set: SimplexSet): number {
  let length = 0;
  const count = set.corners === 2 ? set.coordinates.length / 6 : 0;
  for (let at = 0; at < count; at++) {
    const [a, b] = simplexAt(set, at) as readonly [Vector, Vector];
    length += lengthOf(subtract(b, a));
  }
  return length;
}

/** Triangles of different meshes: more, worked out at once, would hold the window up for a second and longer. */
const MOST_AT_ONCE = 120_000;

/** Of a node and all below it; each occurrence counts. Of very large assemblies by triangles alone. */
export function bodySize(model: CadModel, node: number): BodySize {
  let area = 0;
  let volume: number | undefined = 0;
  let [isExactArea, isExactVolume, isExactBox] = [true, true, true];
  const box: Box = [...EMPTY_BOUNDS];
  const below = [...meshesBelow(model, node)];
  let asked = 0;
  for (const mesh of new Set(below.map(({ mesh }) => mesh)))
    if (hasSurfaces(mesh)) asked += mesh.indices.length / 3;
  const isWorkedOut = asked <= MOST_AT_ONCE;
  for (const { mesh, matrix } of below) {
    const exact = isWorkedOut ? exactOf(mesh) : NO_FORMULA;
    const scale = uniformScale(matrix);
    isExactArea &&= scale !== undefined && exact.area !== undefined;
    isExactVolume &&= exact.volume !== undefined;
    area +=
      scale === undefined
        ? areaOf(trianglesOf(mesh, matrix))
        : (exact.area ?? ownSize(mesh).area) * scale * scale;
    const ownVolume = exact.volume ?? ownSize(mesh).volume;
    volume =
      volume === undefined || ownVolume === undefined ? undefined : volume + ownVolume * volumeScale(matrix);
    if (!isWorkedOut || !growExactly(box, mesh, matrix)) {
      isExactBox = false;
      grow(box, mesh, matrix);
    }
  }
  const basisOf = (isExact: boolean): Basis => (isExact ? "exact" : "mesh");
  return {
    area,
    volume,
    box,
    basis: { area: basisOf(isExactArea), volume: basisOf(isExactVolume), box: basisOf(isExactBox) },
  };
}

const NO_FORMULA = { area: undefined, volume: undefined } as const;

type Box = [number, number, number, number, number, number];

/** By the corners of its triangles. */
function grow(box: Box, mesh: CadMesh, matrix: Matrix): void {
  for (let at = 0; at + 2 < mesh.positions.length; at += 3) {
    const point = movePoint(matrix, [
      mesh.positions[at] ?? 0,
      mesh.positions[at + 1] ?? 0,
      mesh.positions[at + 2] ?? 0,
    ]);
    for (let axis = 0; axis < 3; axis++) {
      const value = point[axis] ?? 0;
      if (value < (box[axis] ?? 0)) box[axis] = value;
      if (value > (box[axis + 3] ?? 0)) box[axis + 3] = value;
    }
  }
}

/** By its surfaces; false, and nothing is changed, where these give no reach along one of the axes. */
function growExactly(box: Box, mesh: CadMesh, matrix: Matrix): boolean {
  if (!hasSurfaces(mesh)) return false;
  const reaches = [0, 1, 2].map((axis) => {
    const row: Vector = [matrix[axis] ?? 0, matrix[4 + axis] ?? 0, matrix[8 + axis] ?? 0];
    const most = reachOf(mesh, row);
    const least = most === undefined ? undefined : reachOf(mesh, [-row[0], -row[1], -row[2]]);
    const from = matrix[12 + axis] ?? 0;
    return most === undefined || least === undefined ? undefined : ([from - least, from + most] as const);
  });
  if (reaches.includes(undefined)) return false;
  reaches.forEach((reach, axis) => {
    if (reach === undefined) return;
    box[axis] = Math.min(box[axis] ?? 0, reach[0]);
    box[axis + 3] = Math.max(box[axis + 3] ?? 0, reach[1]);
  });
  return true;
}

function hasSurfaces({ faces }: CadMesh): boolean {
  return faces.every(({ surface }) => surface !== undefined && surface.kind !== "other");
}

/** Of all faces together; nothing is worked out where one of them has no surface. */
function exactOf(mesh: CadMesh): { readonly area: number | undefined; readonly volume: number | undefined } {
  if (!hasSurfaces(mesh)) return NO_FORMULA;
  return exactSizeOf(mesh);
}

const sizes = new WeakMap<CadMesh, { readonly area: number; readonly volume: number | undefined }>();

/** By the divergence theorem; closed where the areas, as vectors, cancel out. */
export function ownSize(mesh: CadMesh): { readonly area: number; readonly volume: number | undefined } {
  const known = sizes.get(mesh);
  if (known !== undefined) return known;
  const at = (index: number): Vector => {
    const from = (mesh.indices[index] ?? 0) * 3;
    return [mesh.positions[from] ?? 0, mesh.positions[from + 1] ?? 0, mesh.positions[from + 2] ?? 0];
  };
  // From a corner of the mesh: far from the origin the parts of the sum would drown it.
  const base = at(0);
  let area = 0;
  let volume = 0;
  let open: Vector = [0, 0, 0];
  for (let index = 0; index + 2 < mesh.indices.length; index += 3) {
    const a = subtract(at(index), base);
    const [b, c] = [subtract(at(index + 1), base), subtract(at(index + 2), base)];
    const normal = cross(subtract(b, a), subtract(c, a));
    area += lengthOf(normal) / 2;
    open = [open[0] + normal[0] / 2, open[1] + normal[1] / 2, open[2] + normal[2] / 2];
    volume += dot(a, cross(b, c)) / 6;
  }
  const closed = lengthOf(open) < area * 1e-3;
  const size = { area, volume: closed ? Math.abs(volume) : undefined };
  sizes.set(mesh, size);
  return size;
}
