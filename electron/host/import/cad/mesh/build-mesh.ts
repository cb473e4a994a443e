/** From the kernel's meshes of a part's bodies and the file's faces to the part's mesh. */
import type { CadMesh, Colour, MeshFace, Surface } from "../../../../../shared/model/cad.ts";
import type { KernelMesh } from "../kernel/mesh-kernel.ts";
import { dot, type Transform } from "../structure/transform.ts";
import { joinMeshes, type BodyFace, type BodyMesh } from "./body-mesh.ts";
import { boxOf, girth } from "./box.ts";
import { featureEdges } from "./feature-edges.ts";
import { matchFaces, type FaceMatch, type OutlinedFace } from "./match-faces.ts";
import type { SurfaceGeometry } from "./surface-geometry.ts";
import { pointAt } from "./vector.ts";

export interface MeshedBody {
  readonly meshes: readonly KernelMesh[];
  readonly faces: readonly OutlinedFace[];
  /** Column-major 4 × 4 from the body to the part, mm. */
  readonly transform: Transform | undefined;
}

export interface BuiltMesh {
  readonly mesh: CadMesh;
  /** #id in the file of each face of the mesh; undefined where it was not found there. */
  readonly sources: readonly (number | undefined)[];
  /** Faces of the file that no triangle shows. */
  readonly missing: number;
  /** Faces of the mesh that were found in the file, and of these the ones that lie on their exact surface. */
  readonly matched: number;
  readonly verified: number;
}

/** Of a corner, relative to the size of the body and at least so many mm: what 32-bit kernels and 8 digits lose. */
const CORNER_RATIO = 2e-5;
const LEAST_CORNER = 2e-3;
/** Of a surface, as a share of the deflection: triangles stand off by more than that anyway. And of its edges. */
const SURFACE_SHARE = 0.25;
const EDGE_SHARE = 2;

/**
 * @param deflection with which it was meshed, mm
 * @throws Failure `invalid` for a mesh that makes no sense
 */
export function buildMesh(bodies: readonly MeshedBody[], deflection: number): BuiltMesh {
  const built = bodies.map(({ meshes, faces, transform }) => {
    const mesh = joinMeshes(meshes, transform);
    const size = girth(boxOf(faces.flatMap(({ outline }) => [outline.box.from, outline.box.to]))) / 3;
    const corner = Math.max(LEAST_CORNER, size * CORNER_RATIO);
    const surface = Math.max(corner, deflection * SURFACE_SHARE);
    const matches = matchFaces(mesh, faces, {
      corner,
      surface,
      edge: Math.max(surface, deflection * EDGE_SHARE),
    });
    mesh.faces.forEach((face, index) => {
      const geometry = matches[index]?.geometry;
      if (geometry !== undefined) exactNormals(mesh, face, geometry);
    });
    return {
      mesh,
      faces,
      matches,
      edges: featureEdges(mesh, (face) => matches[face]?.geometry !== undefined),
    };
  });
  const result: CadMesh = {
    positions: joined(built.map(({ mesh }) => mesh.positions)),
    normals: joined(built.map(({ mesh }) => mesh.normals)),
    indices: joinedIndices(built.map(({ mesh }) => mesh)),
    faces: meshFaces(built),
    edges: joined(built.map(({ edges }) => edges)),
  };
  const matches = built.flatMap((body) => body.matches);
  const drawn = built.flatMap(({ mesh }) => mesh.faces).filter(({ triangles }) => triangles > 0).length;
  const stated = built.reduce((sum, { faces }) => sum + faces.length, 0);
  return {
    mesh: result,
    sources: built.flatMap(({ mesh, matches }) =>
      mesh.faces.flatMap(({ triangles }, index) => (triangles === 0 ? [] : [matches[index]?.source.id])),
    ),
    missing: Math.max(0, stated - drawn),
    matched: matches.filter((match) => match !== undefined).length,
    verified: matches.filter((match) => match?.geometry !== undefined).length,
  };
}

/**
 * The kernel's normals are means of the face's own triangles and tilt towards its rim; the surface knows
 * better. Which side is out only the mesh knows.
 */
function exactNormals({ positions, normals }: BodyMesh, face: BodyFace, geometry: SurfaceGeometry): void {
  const exact = Array.from({ length: face.vertices }, (_, at) =>
    geometry.normal(pointAt(positions, face.firstVertex + at)),
  );
  let agreement = 0;
  exact.forEach((normal, at) => {
    if (normal !== undefined) agreement += dot(normal, pointAt(normals, face.firstVertex + at));
  });
  const side = agreement < 0 ? -1 : 1;
  exact.forEach((normal, at) => {
    if (normal === undefined) return;
    const place = (face.firstVertex + at) * 3;
    for (let axis = 0; axis < 3; axis++) normals[place + axis] = (normal[axis] ?? 0) * side;
  });
}

function meshFaces(
  bodies: readonly {
    readonly mesh: BodyMesh;
    readonly faces: readonly OutlinedFace[];
    readonly matches: readonly (FaceMatch | undefined)[];
  }[],
): readonly MeshFace[] {
  const result: MeshFace[] = [];
  let first = 0;
  for (const { mesh, faces, matches } of bodies) {
    const common = commonColour(faces);
    mesh.faces.forEach(({ triangles }, index) => {
      if (triangles === 0) return;
      const match = matches[index];
      const colour = match === undefined ? common : match.source.colour;
      const name = match?.source.name;
      const surface = match === undefined ? undefined : surfaceOf(match);
      result.push({
        first,
        count: triangles,
        ...(colour === undefined ? {} : { colour }),
        ...(name === undefined ? {} : { name }),
        ...(surface === undefined ? {} : { surface }),
      });
      first += triangles;
    });
  }
  return result;
}

/** That it is free-form is known of a face that was found, though it can't be verified. */
function surfaceOf({ source: { surface }, geometry }: FaceMatch): Surface | undefined {
  return geometry === undefined && surface?.kind !== "other" ? undefined : surface;
}

/** The colour that every face of the body has: then also those have it that were not found in the file. */
function commonColour(faces: readonly OutlinedFace[]): Colour | undefined {
  const colour = faces[0]?.source.colour;
  const same = faces.every(({ source }) => source.colour?.join() === colour?.join());
  return same ? colour : undefined;
}

function joined(arrays: readonly Float64Array[]): Float32Array {
  const result = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    result.set(array, at);
    at += array.length;
  }
  return result;
}

function joinedIndices(meshes: readonly BodyMesh[]): Uint32Array {
  const result = new Uint32Array(meshes.reduce((sum, { indices }) => sum + indices.length, 0));
  let at = 0;
  let vertex = 0;
  for (const { indices, positions } of meshes) {
    for (const index of indices) result[at++] = index + vertex;
    vertex += positions.length / 3;
  }
  return result;
}
