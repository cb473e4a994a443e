/**
 * The lines that a drawing of the body would show: where two faces meet at an angle, and where a face
 * ends in the open. Taken from the mesh itself, so they lie exactly on it: neighbouring faces share the
 * points of the edge between them.
 *
 * Left out: seams (both sides belong to one face) and smooth transitions, where the normals of the two
 * faces differ little at both ends of a segment (a fillet running into its plane).
 */
import { normalCosine, type BodyFace, type BodyMesh } from "./body-mesh.ts";
import { weldVertices } from "../../../../../shared/geometry/weld-vertices.ts";

/** Normals that differ by less are a smooth transition, radians. */
const SMOOTH = (10 * Math.PI) / 180;
/** The same where a normal is no exact one, but the mean of the face's own triangles: it tilts towards the rim. */
const SMOOTH_BY_MEANS = (20 * Math.PI) / 180;

interface Side {
  /** Vertices of the mesh at both ends, the lower welded one first. */
  readonly a: number;
  readonly b: number;
  /** Its face has exact normals. */
  readonly exact: boolean;
  /** Faces that end here. */
  faces: number;
  /** Meets its neighbour without a visible angle. */
  smooth: boolean;
}

/**
 * x, y, z of both ends per segment, mm; each segment once.
 * @param isExact whether a face, by its place, has the exact normals of its surface
 */
export function featureEdges(mesh: BodyMesh, isExact: (face: number) => boolean): Float64Array {
  const welded = weldVertices(mesh.positions);
  const count = mesh.positions.length / 3;
  const sides = new Map<number, Side>();
  mesh.faces.forEach((face, index) => {
    const exact = isExact(index);
    for (const [key, [a, b]] of boundaryOf(face, mesh.indices, welded, count)) {
      const side = sides.get(key);
      if (side === undefined) sides.set(key, { a, b, exact, faces: 1, smooth: false });
      else {
        side.faces += 1;
        const least = Math.cos(exact && side.exact ? SMOOTH : SMOOTH_BY_MEANS);
        side.smooth =
          normalCosine(mesh.normals, side.a, a) >= least && normalCosine(mesh.normals, side.b, b) >= least;
      }
    }
  });
  const shown = [...sides.values()].filter(({ faces, smooth }) => faces !== 2 || !smooth);
  const segments = new Float64Array(shown.length * 6);
  shown.forEach(({ a, b }, at) => {
    segments.set(mesh.positions.subarray(a * 3, a * 3 + 3), at * 6);
    segments.set(mesh.positions.subarray(b * 3, b * 3 + 3), at * 6 + 3);
  });
  return segments;
}

/** Sides of triangles that only one triangle of the face has. */
function boundaryOf(
  { firstTriangle, triangles }: BodyFace,
  indices: Uint32Array,
  welded: Uint32Array,
  count: number,
): ReadonlyMap<number, readonly [number, number]> {
  const boundary = new Map<number, readonly [number, number]>();
  const inner = new Set<number>();
  for (let triangle = firstTriangle; triangle < firstTriangle + triangles; triangle++) {
    for (let corner = 0; corner < 3; corner++) {
      const from = indices[triangle * 3 + corner] ?? 0;
      const to = indices[triangle * 3 + ((corner + 1) % 3)] ?? 0;
      const p = welded[from] ?? 0;
      const q = welded[to] ?? 0;
      if (p === q) continue;
      const key = p < q ? p * count + q : q * count + p;
      if (inner.has(key)) continue;
      if (boundary.delete(key)) inner.add(key);
      else boundary.set(key, p < q ? [from, to] : [to, from]);
    }
  }
  return boundary;
}
