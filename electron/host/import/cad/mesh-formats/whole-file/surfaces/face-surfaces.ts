/**
 * Which exact surface each face of a kernel's mesh lies on. Kernels mostly keep the order of the file, but
 * order alone proves nothing: a surface counts where every vertex lies on it.
 */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import type { KernelMesh } from "../../../kernel/mesh-kernel.ts";
import { meanExtent, WHOLE_DEFLECTION } from "../../../kernel/whole-deflection.ts";
import { liesOn, surfaceGeometry, type SurfaceTolerance } from "../../../mesh/surface-geometry.ts";
import { pointAt } from "../../../mesh/vector.ts";
import { dot, scale } from "../../../structure/transform.ts";
import { subtract } from "../../../structure/swept.ts";

/** The kernel's normals are means of a face's triangles: at the rim of a coarse one they tilt by half a right angle. */
const LEAST_COSINE = Math.cos(Math.PI / 4);
/** Of a vertex, relative to the size of the whole and at least so many mm: what kernels lose of a surface. */
const RATIO = 2e-5;
const LEAST = 2e-3;
/** Of the deflection, as in mesh/build-mesh.ts: triangles stand off by more than that anyway. */
const SHARE = 0.25;
/** Comparisons of a face with a surface, for a file whose order is of no use. */
const MOST_TRIES = 20_000_000;

/** A run of triangles of one mesh. */
interface Face {
  readonly mesh: KernelMesh;
  readonly vertices: readonly number[];
}

/**
 * @param surfaces of the file's faces, in its order
 * @param others that the file has besides, of faces whose place is not known
 * @returns per mesh, per face; undefined where no surface proved to be it
 */
export function faceSurfaces(
  meshes: readonly KernelMesh[],
  surfaces: readonly Surface[],
  others: readonly Surface[] = [],
): readonly (readonly (Surface | undefined)[])[] {
  const faces = meshes.map(facesOf);
  const all = faces.flat();
  const { tolerance, ordered } = tolerances(meshes);
  const inOrder = all.length === surfaces.length;
  const matched = all.map((face, at) => {
    const surface = inOrder ? surfaces[at] : undefined;
    return surface !== undefined && isOn(face, surface, ordered) ? surface : undefined;
  });
  // The order holds where nothing speaks against it; then what has no closed form is left alone.
  const isProven =
    inOrder &&
    others.length === 0 &&
    surfaces.every(({ kind }, at) => kind === "other" || matched[at] !== undefined || isEmpty(all[at]));
  if (!isProven) {
    const known = distinct([...surfaces, ...others]);
    let tries = 0;
    all.forEach((face, at) => {
      if (matched[at] !== undefined || isEmpty(face) || tries > MOST_TRIES) return;
      tries += known.length * face.vertices.length;
      const fitting = known.filter(
        (surface) => isOn(face, surface, tolerance) && facesThatWay(face, surface),
      );
      // Several may fit a small face: then which one it is stays open.
      matched[at] = fitting.length === 1 ? fitting[0] : undefined;
    });
  }
  let first = 0;
  return faces.map((own) => matched.slice(first, (first += own.length)));
}

interface Tolerances {
  readonly tolerance: SurfaceTolerance;
  /** Edges stand off a surface by what their author's system allowed; the order speaks for it besides. */
  readonly ordered: SurfaceTolerance;
}

function tolerances(meshes: readonly KernelMesh[]): Tolerances {
  const size = extent(meshes);
  const exact = Math.max(LEAST, size * RATIO);
  const deflection = size * WHOLE_DEFLECTION.ratio;
  return {
    tolerance: { surface: exact, edge: exact },
    ordered: { surface: Math.max(exact, deflection * SHARE), edge: Math.max(exact, deflection) },
  };
}

/** `open`: nothing speaks against it, and nothing for it. */
export type Agreement = "yes" | "open" | "no";

/**
 * Whether a mesh is what these surfaces are of: as many faces, and most of those with a closed form lie on them.
 * @param meshes the whole, whose size says what is near
 */
export function surfaceAgreement(
  meshes: readonly KernelMesh[],
): (mesh: KernelMesh, surfaces: readonly Surface[]) => Agreement {
  const { ordered } = tolerances(meshes);
  return (mesh, surfaces) => {
    if (mesh.faceTriangles.length !== surfaces.length) return "no";
    const faces = facesOf(mesh);
    const telling = surfaces.flatMap((surface, at) => {
      const face = faces[at];
      return surface.kind === "other" || face === undefined || isEmpty(face) ? [] : [{ face, surface }];
    });
    const agreeing = telling.filter(({ face, surface }) => isOn(face, surface, ordered)).length;
    if (telling.length === 0) return "open";
    return agreeing * 2 >= telling.length ? "yes" : "no";
  };
}

function facesOf(mesh: KernelMesh): readonly Face[] {
  let first = 0;
  return Array.from(mesh.faceTriangles, (count) => {
    const vertices = new Set(mesh.indices.subarray(first * 3, (first + count) * 3));
    first += count;
    return { mesh, vertices: [...vertices] };
  });
}

function isEmpty(face: Face | undefined): boolean {
  return face === undefined || face.vertices.length === 0;
}

function isOn({ mesh, vertices }: Face, surface: Surface, tolerance: SurfaceTolerance): boolean {
  const geometry = surfaceGeometry(surface);
  if (geometry === undefined) return false;
  return liesOn(
    geometry,
    vertices.map((vertex) => pointAt(mesh.positions, vertex)),
    tolerance,
  );
}

/** Normals tell surfaces apart that meet in a face's few vertices, as a plane and a cylinder do in a circle. */
function facesThatWay({ mesh, vertices }: Face, surface: Surface): boolean {
  const geometry = surfaceGeometry(surface);
  if (geometry === undefined || mesh.normals.length !== mesh.positions.length) return false;
  let side = 0;
  return vertices.every((vertex) => {
    const normal = geometry.normal(pointAt(mesh.positions, vertex));
    if (normal === undefined) return true;
    const cosine = dot(normal, pointAt(mesh.normals, vertex));
    // All to the same side: material lies outside of a cylinder, or inside.
    if (Math.abs(cosine) < LEAST_COSINE || cosine * side < 0) return false;
    side = Math.sign(cosine);
    return true;
  });
}

/** Faces often share one surface, and files write it once for each. */
function distinct(surfaces: readonly Surface[]): readonly Surface[] {
  const known = new Map<string, Surface>();
  for (const surface of surfaces) {
    if (surface.kind === "other") continue;
    const key = keyOf(surface);
    if (!known.has(key)) known.set(key, surface);
  }
  return [...known.values()];
}

/** The same for planes and cylinders that are the same, whichever of their points and way they name. */
function keyOf({
  kind,
  origin = [0, 0, 0],
  axis = [0, 0, 1],
  radius = 0,
  minorRadius = 0,
  semiAngle = 0,
}: Surface): string {
  const along = scale(axis, dot(origin, axis));
  const point = kind === "plane" ? along : kind === "cylinder" ? subtract(origin, along) : origin;
  const isEitherWay = kind === "plane" || kind === "cylinder" || kind === "torus";
  const leading = axis.find((value) => Math.abs(value) > 1e-6) ?? 1;
  // A sphere has no axis.
  const way = kind === "sphere" ? 0 : isEitherWay && leading < 0 ? -1 : 1;
  const numbers = [...point, ...scale(axis, way), radius, minorRadius, semiAngle];
  return `${kind} ${numbers.map((value) => Math.round(value * 1e5) + 0).join()}`;
}

/** Mean of the three, mm. */
function extent(meshes: readonly KernelMesh[]): number {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const { positions } of meshes)
    positions.forEach((value, at) => {
      const axis = at % 3;
      if (value < (low[axis] ?? 0)) low[axis] = value;
      if (value > (high[axis] ?? 0)) high[axis] = value;
    });
  const [x = 0, y = 0, z = 0] = high.map((value, axis) => value - (low[axis] ?? 0));
  return Number.isFinite(x + y + z) ? meanExtent([x, y, z]) : 0;
}
