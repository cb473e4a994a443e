/**
 * The feature edges of a mesh as the edges of its part: segments joined as long as they lie between the same
 * faces, each a line, a circle or another curve, and the corners where they end. Where both faces have exact
 * surfaces that meet in a line or a circle, the edge is as exact as they are.
 */
import { firstCurve, type CadMesh, type Surface } from "../../../shared/model/cad.ts";
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { lengthOf } from "../vectors.ts";
import { fitCircle, fitLine, type CurveShape } from "./fit-curve.ts";

export interface FeatureEdge {
  /** In order, part coordinates, mm; the last is the first again where it is closed. */
  readonly points: readonly Vector[];
  readonly closed: boolean;
  /** Undefined for another curve. */
  readonly shape: CurveShape | undefined;
  /** From the surfaces on both sides, not from the points. */
  readonly exact: boolean;
}

export interface FeatureEdges {
  readonly edges: readonly FeatureEdge[];
  /** Where edges end and meet. */
  readonly corners: readonly Vector[];
}

/** Of the extent of a part: single precision, and the tolerance of its author's system. */
const TOLERANCE = 2e-5;
/** Segments of one curve turn by at most the kernel's angular deflection, 0.5 rad, or a little more; cosine. */
const CORNER = Math.cos(0.62);

const known = new WeakMap<CadMesh, FeatureEdges>();

/** Made at the first question; a mesh does not change. */
export function featureEdgesOf(mesh: CadMesh): FeatureEdges {
  const before = known.get(mesh);
  if (before !== undefined) return before;
  const made = joinEdges(mesh);
  known.set(mesh, made);
  return made;
}

interface Segment {
  readonly a: string;
  readonly b: string;
  /** Faces on both sides, as a name; none of a curve, which bounds no face. */
  readonly between: string;
  readonly isCurve: boolean;
}

/** Curves and edges that meet are still told apart: a curve ends no edge. */
const endOf = (key: string, isCurve: boolean): string => (isCurve ? `curve ${key}` : key);

/** In ascending order. */
function sharedBy(
  one: ReadonlySet<number> = new Set(),
  other: ReadonlySet<number> = new Set(),
): readonly number[] {
  const [few, many] = one.size <= other.size ? [one, other] : [other, one];
  return [...few].filter((face) => many.has(face)).toSorted((x, y) => x - y);
}

export function joinEdges(mesh: CadMesh): FeatureEdges {
  const tolerance = extentOf(mesh.positions) * TOLERANCE;
  const places = new Map<string, Vector>();
  const keyOf = (values: Float32Array, at: number): string => {
    const point: Vector = [values[at] ?? 0, values[at + 1] ?? 0, values[at + 2] ?? 0];
    const key = point.map((value) => Math.round(value / Math.max(tolerance, 1e-9))).join();
    if (!places.has(key)) places.set(key, point);
    return key;
  };
  const facesAt = facesByPlace(mesh, keyOf);
  const segments: Segment[] = [];
  const ending = new Map<string, number[]>();
  const curvesFrom = firstCurve(mesh) * 6;
  for (let at = 0; at + 5 < mesh.edges.length; at += 6) {
    const [a, b] = [keyOf(mesh.edges, at), keyOf(mesh.edges, at + 3)];
    if (a === b) continue;
    const isCurve = at >= curvesFrom;
    const between = isCurve ? "" : sharedBy(facesAt.get(a), facesAt.get(b)).join();
    const index = segments.push({ a, b, between, isCurve }) - 1;
    for (const end of [a, b]) {
      const key = endOf(end, isCurve);
      const known = ending.get(key);
      if (known === undefined) ending.set(key, [index]);
      else known.push(index);
    }
  }
  const placeOf = (key: string): Vector => places.get(key) ?? [0, 0, 0];
  const other = (segment: Segment, key: string): string => (segment.a === key ? segment.b : segment.a);
  /** Where a curve goes on past a place; undefined where it ends there. */
  const next = (from: number, at: string): number | undefined => {
    const here = ending.get(endOf(at, segments[from]?.isCurve === true)) ?? [];
    const [one, two] = here;
    if (here.length !== 2 || one === undefined || two === undefined) return undefined;
    const to = one === from ? two : one;
    const [before, after] = [segments[from], segments[to]];
    if (before === undefined || after === undefined || before.between !== after.between) return undefined;
    const inwards = subtract(placeOf(at), placeOf(other(before, at)));
    const outwards = subtract(placeOf(other(after, at)), placeOf(at));
    const turn = dot(inwards, outwards) / (lengthOf(inwards) * lengthOf(outwards));
    return turn < CORNER ? undefined : to;
  };

  const taken = new Uint8Array(segments.length);
  const corners = new Set<string>();
  const edges: FeatureEdge[] = [];
  const walk = (start: number, from: string): readonly string[] => {
    const keys = [from];
    let at = start;
    let key = from;
    for (;;) {
      taken[at] = 1;
      const segment = segments[at];
      if (segment === undefined) break;
      key = other(segment, key);
      keys.push(key);
      const following = next(at, key);
      if (following === undefined || taken[following] === 1) break;
      at = following;
    }
    return keys;
  };
  const add = (start: number, keys: readonly string[]): void => {
    const closed = keys.length > 3 && keys[0] === keys.at(-1);
    const points = keys.map(placeOf);
    if (!closed) for (const key of [keys[0], keys.at(-1)]) if (key !== undefined) corners.add(key);
    const between = segments[start]?.between ?? "";
    edges.push({ points, closed, ...shapeOf(points, between, mesh, tolerance) });
  };
  // Curves with ends first, from an end; what then is left goes round.
  segments.forEach((segment, at) => {
    for (const end of [segment.a, segment.b]) {
      if (taken[at] === 0 && next(at, end) === undefined) add(at, walk(at, end));
    }
  });
  segments.forEach((segment, at) => {
    if (taken[at] === 0) add(at, walk(at, segment.a));
  });
  return { edges, corners: [...corners].map(placeOf) };
}

function shapeOf(
  points: readonly Vector[],
  between: string,
  mesh: CadMesh,
  tolerance: number,
): Pick<FeatureEdge, "shape" | "exact"> {
  const [one, two] =
    between === "" ? [] : between.split(",").map((face) => mesh.faces[Number(face)]?.surface);
  const plane = one?.kind === "plane" ? one : two?.kind === "plane" ? two : undefined;
  const round = plane === one ? two : one;
  // Faces that stand off their common edge by more than this have none that a formula gives.
  const circle =
    plane === undefined || round === undefined ? undefined : exactCircle(plane, round, points[0]);
  if (circle !== undefined && lies(points, circle, tolerance * 10)) return { shape: circle, exact: true };
  const line = fitLine(points, tolerance);
  const straight =
    plane !== undefined && (round?.kind === "plane" || (round?.kind === "cylinder" && circle === undefined));
  if (line !== undefined) return { shape: line, exact: straight && two !== undefined };
  return { shape: fitCircle(points, tolerance * 5), exact: false };
}

/** Where a plane cuts a cylinder, cone or sphere square to its axis. */
function exactCircle(plane: Surface, round: Surface, near: Vector | undefined): CurveShape | undefined {
  const { axis: normal } = plane;
  const { axis, origin, radius } = round;
  if (normal === undefined || origin === undefined || radius === undefined || near === undefined)
    return undefined;
  const on = plane.origin ?? near;
  if (round.kind === "sphere") {
    const off = dot(normal, subtract(on, origin));
    if (Math.abs(off) >= radius) return undefined;
    return {
      kind: "circle",
      centre: along(origin, normal, off),
      axis: normal,
      radius: Math.sqrt(radius * radius - off * off),
    };
  }
  if (axis === undefined || Math.abs(Math.abs(dot(axis, normal)) - 1) > 1e-9) return undefined;
  const height = dot(normal, subtract(on, origin)) * Math.sign(dot(axis, normal));
  const centre = along(origin, axis, height);
  if (round.kind === "cylinder") return { kind: "circle", centre, axis, radius };
  if (round.kind !== "cone" || round.semiAngle === undefined) return undefined;
  return { kind: "circle", centre, axis, radius: Math.abs(radius + height * Math.tan(round.semiAngle)) };
}

function lies(points: readonly Vector[], shape: CurveShape, tolerance: number): boolean {
  if (shape.kind === "line") return true;
  return points.every((point) => {
    const offset = subtract(point, shape.centre);
    const off = dot(offset, shape.axis);
    const inPlane = lengthOf(along(offset, shape.axis, -off));
    return Math.abs(off) <= tolerance && Math.abs(inPlane - shape.radius) <= tolerance;
  });
}

function facesByPlace(
  mesh: CadMesh,
  keyOf: (values: Float32Array, at: number) => string,
): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  // Only places on an edge matter.
  for (let at = 0; at + 2 < mesh.edges.length; at += 3) found.set(keyOf(mesh.edges, at), new Set());
  const keys = new Map<number, Set<number> | undefined>();
  mesh.faces.forEach(({ first, count }, face) => {
    for (let at = first * 3; at < (first + count) * 3; at++) {
      const vertex = mesh.indices[at] ?? 0;
      if (!keys.has(vertex)) keys.set(vertex, found.get(keyOf(mesh.positions, vertex * 3)));
      keys.get(vertex)?.add(face);
    }
  });
  return found;
}

function extentOf(positions: Float32Array): number {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at++) {
    const value = positions[at] ?? 0;
    if (value < (low[at % 3] ?? 0)) low[at % 3] = value;
    if (value > (high[at % 3] ?? 0)) high[at % 3] = value;
  }
  const extent = Math.hypot(...[0, 1, 2].map((axis) => (high[axis] ?? 0) - (low[axis] ?? 0)));
  return Number.isFinite(extent) ? extent : 0;
}
