/**
 * Which face of the file each face of a mesh is. Kernels mostly keep the order of the shell, but they
 * also drop, split and reorder faces: order is only a first guess, geometry decides.
 */
import type { CadFaceSource } from "../structure/cad-structure.ts";
import type { Vector } from "../structure/transform.ts";
import type { BodyFace, BodyMesh } from "./body-mesh.ts";
import type { FaceOutline } from "./face-outline.ts";
import { liesOn, surfaceGeometry, type SurfaceGeometry, type SurfaceTolerance } from "./surface-geometry.ts";
import { settleTwins } from "./settle-twins.ts";
import { pointAt } from "./vector.ts";

export interface OutlinedFace {
  readonly source: CadFaceSource;
  readonly outline: FaceOutline;
}

export interface FaceMatch {
  readonly source: CadFaceSource;
  /** Present where the mesh face lies on the source's surface. */
  readonly geometry: SurfaceGeometry | undefined;
}

/** mm */
export interface MatchTolerance extends SurfaceTolerance {
  /** Within which a vertex of the mesh is a corner of the file. Kernels keep corners where they are. */
  readonly corner: number;
}

/**
 * @returns per face of the mesh; undefined where nothing in the file proved to be it
 */
export function matchFaces(
  mesh: BodyMesh,
  sources: readonly OutlinedFace[],
  tolerance: MatchTolerance,
): readonly (FaceMatch | undefined)[] {
  const matches = [...matchByCorners(mesh, sources, tolerance)];
  const outlined = new Map(sources.map((candidate) => [candidate.source, candidate]));
  const again = (place: number, candidate: OutlinedFace): FaceMatch | undefined => {
    const face = mesh.faces[place];
    return face === undefined ? undefined : verify(mesh, face, candidate, tolerance);
  };
  giveBack(
    matches,
    sources.filter(({ outline }) => outline.vertices.length > 0),
    mesh.faces.flatMap(({ triangles }, place) => (triangles > 0 ? [place] : [])),
    { outlined, again },
  );
  const exchanged = settleTwins(
    mesh,
    matches.map((match) => match && outlined.get(match.source)),
    (place, candidate) => again(place, candidate) !== undefined,
    tolerance.edge,
  );
  for (const { place, candidate } of exchanged) matches[place] = again(place, candidate);
  return matches;
}

/** Faces without a place of their own, beyond which it is a file whose faces can't be told. */
const MOST_LOST = 40;

/**
 * A face whose corners all lie among another's may have taken that one's place: where the other has none, and the
 * place that the first should have is free, each gets its own.
 */
function giveBack(
  matches: (FaceMatch | undefined)[],
  sources: readonly OutlinedFace[],
  places: readonly number[],
  {
    outlined,
    again,
  }: {
    readonly outlined: ReadonlyMap<CadFaceSource, OutlinedFace>;
    readonly again: (place: number, candidate: OutlinedFace) => FaceMatch | undefined;
  },
): void {
  const placed = new Set(matches.map((match) => match?.source));
  const lost = sources.filter(({ source }) => !placed.has(source));
  const free = new Set(places.filter((place) => matches[place] === undefined));
  if (lost.length === 0 || free.size === 0 || lost.length > MOST_LOST || free.size > MOST_LOST) return;
  for (const candidate of lost) {
    for (const place of places) {
      const there = matches[place];
      const other = there === undefined ? undefined : outlined.get(there.source);
      const own = other === undefined ? undefined : again(place, candidate);
      if (other === undefined || own === undefined) continue;
      const elsewhere = [...free].find((open) => again(open, other) !== undefined);
      if (elsewhere === undefined) continue;
      matches[place] = own;
      matches[elsewhere] = again(elsewhere, other);
      free.delete(elsewhere);
      break;
    }
  }
}

function matchByCorners(
  mesh: BodyMesh,
  sources: readonly OutlinedFace[],
  tolerance: MatchTolerance,
): readonly (FaceMatch | undefined)[] {
  const taken = new Set<number>();
  const sameCount = mesh.faces.length === sources.length;
  const matches = mesh.faces.map((face, index): FaceMatch | undefined => {
    const candidate = sources[index];
    if (!sameCount || candidate === undefined || face.triangles === 0) return undefined;
    const match = verify(mesh, face, candidate, tolerance);
    if (match !== undefined) taken.add(index);
    return match;
  });
  if (matches.every((match, index) => match !== undefined || mesh.faces[index]?.triangles === 0))
    return matches;

  // Where order fails: by the vertices of the outline, those with most first, for a face may have all of another's
  // beside its own; and among equals the next in order.
  const open = mesh.faces.flatMap((face, index) =>
    matches[index] === undefined && face.triangles > 0 ? [index] : [],
  );
  const facesAt = vertexIndex(mesh, open, tolerance.corner);
  const corners = (index: number): number => sources[index]?.outline.vertices.length ?? 0;
  const inTurn = sources.map((_, index) => index).sort((a, b) => corners(b) - corners(a) || a - b);
  inTurn.forEach((index) => {
    const candidate = sources[index];
    if (candidate === undefined || taken.has(index)) return;
    const [corner] = candidate.outline.vertices;
    const places = corner === undefined ? open : facesAt(corner);
    for (const place of places) {
      const face = mesh.faces[place];
      if (face === undefined || matches[place] !== undefined) continue;
      const match = verify(mesh, face, candidate, tolerance);
      if (match === undefined) continue;
      matches[place] = match;
      return;
    }
  });
  return matches;
}

/**
 * The mesh face has all corners of the outline, and lies on the surface where that has a closed form.
 * A face with neither (a whole free-form surface) proves nothing.
 */
function verify(
  mesh: BodyMesh,
  face: BodyFace,
  { source, outline }: OutlinedFace,
  tolerance: MatchTolerance,
): FaceMatch | undefined {
  const geometry = source.surface === undefined ? undefined : surfaceGeometry(source.surface);
  if (geometry === undefined && outline.vertices.length === 0) return undefined;
  if (!outline.vertices.every((corner) => hasVertex(mesh, face, corner, tolerance.corner))) return undefined;
  if (geometry === undefined) return { source, geometry };
  return liesOn(geometry, verticesOf(mesh, face), tolerance) ? { source, geometry } : undefined;
}

function* verticesOf({ positions }: BodyMesh, { firstVertex, vertices }: BodyFace): Generator<Vector> {
  for (let vertex = firstVertex; vertex < firstVertex + vertices; vertex++) yield pointAt(positions, vertex);
}

function hasVertex(
  { positions }: BodyMesh,
  { firstVertex, vertices }: BodyFace,
  [x, y, z]: Vector,
  tolerance: number,
): boolean {
  const near = tolerance * tolerance;
  for (let at = firstVertex * 3; at < (firstVertex + vertices) * 3; at += 3) {
    const dx = (positions[at] ?? NaN) - x;
    const dy = (positions[at + 1] ?? NaN) - y;
    const dz = (positions[at + 2] ?? NaN) - z;
    if (dx * dx + dy * dy + dz * dz <= near) return true;
  }
  return false;
}

/** Faces of `open` with a vertex in the cell of a point or a neighbouring one, ascending. */
function vertexIndex(
  mesh: BodyMesh,
  open: readonly number[],
  tolerance: number,
): (point: Vector) => readonly number[] {
  const cell = tolerance * 4;
  const faces = new Map<string, Set<number>>();
  const cellOf = (value: number): number => Math.floor(value / cell);
  for (const index of open) {
    const { firstVertex = 0, vertices = 0 } = mesh.faces[index] ?? {};
    for (let vertex = firstVertex; vertex < firstVertex + vertices; vertex++) {
      const key = pointAt(mesh.positions, vertex).map(cellOf).join();
      const known = faces.get(key) ?? new Set();
      faces.set(key, known.add(index));
    }
  }
  return ([x, y, z]) => {
    const found = new Set<number>();
    for (const dx of [-1, 0, 1])
      for (const dy of [-1, 0, 1])
        for (const dz of [-1, 0, 1]) {
          const key = [cellOf(x) + dx, cellOf(y) + dy, cellOf(z) + dz].join();
          for (const index of faces.get(key) ?? []) found.add(index);
        }
    return [...found].sort((a, b) => a - b);
  };
}
