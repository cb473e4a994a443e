/**
 * What a region of triangles looks like: a plane, or a whole hole or shaft. A fit and no exact surface: it names
 * the region for the reader, and nothing is measured by it.
 */
import { dot, minus, scale, type Vector } from "../../links/face-groups.ts";
import type { CadMesh, Surface } from "../../model/cad.ts";
import type { MeshRegions } from "./crease-regions.ts";

export interface FittedSurface extends Surface {
  readonly kind: "plane" | "cylinder";
  readonly isFitted: true;
  /** Material is outside, as in a hole; of cylinders. */
  readonly inside: boolean | undefined;
}

/** Cosines between directions that are one, and sines of a right angle that is none, by the rounding of files. */
const SAME_WAY = Math.cos((0.5 * Math.PI) / 180);
const SQUARE = Math.sin((1.5 * Math.PI) / 180);
/** Least sine between two normals that an axis is taken from. */
const APART = 0.3;
/** Share of the full turn from which on a wall is a hole and no fillet. */
const LEAST_TURN = 0.6;
/** Of the radius: what the corners of a round wall are off their circle. */
const ROUND = 0.005;

/**
 * @param triangles of one region, each with an area
 * @param reach mm that points may lie off the surface
 */
export function fitSurface(
  { positions, indices }: CadMesh,
  { normals, areas }: Pick<MeshRegions, "normals" | "areas">,
  triangles: readonly number[],
  reach: number,
): FittedSurface | undefined {
  const normalOf = (triangle: number): Vector => [
    normals[triangle * 3] ?? 0,
    normals[triangle * 3 + 1] ?? 0,
    normals[triangle * 3 + 2] ?? 0,
  ];
  const point = (vertex: number): Vector => [
    positions[vertex * 3] ?? 0,
    positions[vertex * 3 + 1] ?? 0,
    positions[vertex * 3 + 2] ?? 0,
  ];
  const [first] = triangles;
  if (first === undefined) return undefined;
  const cornersOf = (): readonly number[] => [
    ...new Set(triangles.flatMap((each) => [0, 1, 2].map((corner) => indices[each * 3 + corner] ?? 0))),
  ];
  const own = normalOf(first);
  const origin = point(indices[first * 3] ?? 0);
  if (triangles.every((each) => dot(normalOf(each), own) >= SAME_WAY)) {
    const isFlat = cornersOf().every((vertex) => Math.abs(dot(minus(point(vertex), origin), own)) <= reach);
    return isFlat ? { kind: "plane", isFitted: true, origin, axis: own, inside: undefined } : undefined;
  }
  const axis = axisOf(normalOf, triangles);
  if (axis === undefined || triangles.some((each) => Math.abs(dot(normalOf(each), axis)) > SQUARE))
    return undefined;
  const circle = circleOf(cornersOf().map(point), axis);
  if (circle === undefined) return undefined;
  const { centre, radius, off, height } = circle;
  if (off > Math.max(reach, radius * ROUND)) return undefined;
  let area = 0;
  let outward = 0;
  for (const each of triangles) {
    const size = areas[each] ?? 0;
    area += size;
    const offset = minus(point(indices[each * 3] ?? 0), centre);
    outward += dot(minus(offset, scale(axis, dot(offset, axis))), normalOf(each)) * size;
  }
  if (!(area > LEAST_TURN * 2 * Math.PI * radius * height)) return undefined;
  return { kind: "cylinder", isFitted: true, origin: centre, axis, radius, inside: outward < 0 };
}

/** At right angles to all of them, where they lie in one plane; else whatever two of them say. */
function axisOf(
  normalOf: (triangle: number) => Vector,
  [first, ...others]: readonly number[],
): Vector | undefined {
  if (first === undefined) return undefined;
  const own = normalOf(first);
  let best: Vector = [0, 0, 0];
  let most = 0;
  for (const other of others) {
    const cross = crossOf(own, normalOf(other));
    const size = Math.hypot(...cross);
    if (size > most) [best, most] = [cross, size];
  }
  return most < APART ? undefined : scale(best, 1 / most);
}

interface Circle {
  readonly centre: Vector;
  readonly radius: number;
  /** mm that the farthest point is off the circle. */
  readonly off: number;
  /** mm along the axis. */
  readonly height: number;
}

/** Least squares of x² + y² = 2ax + 2by + c, seen along the axis (Kåsa, IEEE Trans. Instrum. Meas. 25, 1976). */
function circleOf(points: readonly Vector[], axis: Vector): Circle | undefined {
  const side: Vector = Math.abs(axis[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const across = crossOf(axis, side);
  const u = scale(across, 1 / Math.hypot(...across));
  const v = crossOf(axis, u);
  const middle = scale(
    points.reduce<Vector>((sum, each) => [sum[0] + each[0], sum[1] + each[1], sum[2] + each[2]], [0, 0, 0]),
    1 / points.length,
  );
  const flat = points.map((each) => {
    const offset = minus(each, middle);
    return [dot(offset, u), dot(offset, v), dot(offset, axis)] as const;
  });
  // About their middle the sums of x and of y are nothing, which leaves two equations of two.
  let [xx, xy, yy, xr, yr, rr] = [0, 0, 0, 0, 0, 0];
  for (const [x, y] of flat) {
    const r = x * x + y * y;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xr += x * r;
    yr += y * r;
    rr += r;
  }
  const size = xx * yy - xy * xy;
  if (!(size > 1e-12 * rr * rr)) return undefined;
  const a = (xr * yy - yr * xy) / (2 * size);
  const b = (yr * xx - xr * xy) / (2 * size);
  const radius = Math.sqrt(rr / flat.length + a * a + b * b);
  let off = 0;
  let [low, high] = [Infinity, -Infinity];
  for (const [x, y, z] of flat) {
    off = Math.max(off, Math.abs(Math.hypot(x - a, y - b) - radius));
    low = Math.min(low, z);
    high = Math.max(high, z);
  }
  const along = (axisAt: 0 | 1 | 2): number => middle[axisAt] + a * u[axisAt] + b * v[axisAt];
  return { centre: [along(0), along(1), along(2)], radius, off, height: high - low };
}

const crossOf = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
