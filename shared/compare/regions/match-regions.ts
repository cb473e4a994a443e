/**
 * Two revisions of a body that at least one of them has as triangles alone: where the one is off the other. Points
 * of each are measured to the whole other body, so that neither the cut into regions nor the meshing matters; what
 * is off by more than the tolerance is told region by region, as added, removed or changed.
 */
import { dot, lineOf, minus, type FaceGroup, type Vector } from "../../links/face-groups.ts";
import type { CadMesh } from "../../model/cad.ts";
import { deviation } from "../deviation.ts";
import type { FaceMatches, MatchedFace } from "../match-faces.ts";
import { bodyOf, deviationsOf, type Body } from "./body.ts";
import { counterpartOf, offPlanes, pointsOf, type SurfacePoint } from "./counterparts.ts";
import { fitSurface } from "./fit-surface.ts";
import { cutWhereOff, type CutRegions } from "./patches.ts";
import { regionOrder, type RegionOrder } from "./region-order.ts";

export interface RegionMatches extends FaceMatches {
  /** Of bodies known by triangles alone: faces in `differences` are these regions. */
  readonly regions: { readonly before: RegionOrder | undefined; readonly after: RegionOrder | undefined };
}

/** mm; what points on a surface are away from it by the rounding of single precision. */
const ROUNDING = 1e-3;
/** Cosine of the largest angle between two fits that lie alike. */
const PARALLEL = Math.cos((0.5 * Math.PI) / 180);
/** Regions that are looked at closely; beyond, each is told without its counterpart. */
const MOST_LOOKED_AT = 1_000;

/**
 * @param tolerance mm
 * @param progress 0…1 of this body
 */
export function matchRegions(
  before: CadMesh,
  after: CadMesh,
  tolerance: number,
  progress: (share: number) => void,
): RegionMatches {
  const reach = Math.max(tolerance, ROUNDING);
  const [a, b] = [bodyOf(before), bodyOf(after)];
  progress(0.1);
  const waysA = deviationsOf(a, b.tree, reach / 2, (share) => progress(0.1 + 0.4 * share));
  const waysB = deviationsOf(b, a.tree, reach / 2, (share) => progress(0.5 + 0.4 * share));
  const sides: readonly [Side, Side] = [sideOf(a, waysA, reach), sideOf(b, waysB, reach)];
  const [own, other] = sides;
  const off = sides.map(({ cut }) => cut.ways.reduce((sum, way) => sum + (way > 0 ? 1 : 0), 0));
  const counts = { before: own.regions, after: other.regions };
  const same = Math.max(0, Math.min(own.regions - (off[0] ?? 0), other.regions - (off[1] ?? 0)));
  if (off.every((count) => count === 0))
    return { ...counts, same, differences: [], regions: { before: undefined, after: undefined } };
  const way = wayBetween(a, b);
  const isMoved = Math.hypot(...way) > reach && deviation(all(before), all(after), reach, true, way) <= reach;
  const differences = isMoved
    ? [{ before: own.whole(), after: other.whole(), change: "place" as const, distance: Math.hypot(...way) }]
    : differencesOf(own, other, reach);
  return {
    ...counts,
    same: isMoved ? 0 : same,
    differences,
    regions: { before: own.order, after: other.order },
  };
}

const all = (mesh: CadMesh): { readonly mesh: CadMesh; readonly faces: readonly number[] } => ({
  mesh,
  faces: mesh.faces.map((_, at) => at),
});

/** One of the two, with what each of its regions is. */
interface Side {
  readonly body: Body;
  readonly cut: CutRegions;
  readonly regions: number;
  readonly order: RegionOrder | undefined;
  readonly trianglesOf: (region: number) => readonly number[];
  readonly pointsOf: (region: number) => readonly SurfacePoint[];
  readonly group: (region: number) => FaceGroup;
  readonly whole: () => FaceGroup;
}

function sideOf(body: Body, ways: Float32Array, reach: number): Side {
  const { groups, mesh, regions } = body;
  const isFlat = (triangles: readonly number[]): boolean =>
    fitSurface(mesh, regions, triangles, reach)?.kind === "plane";
  const uncut = membersOf(regionOrder(regions.of, regions.count), regions.areas);
  const cut = cutWhereOff(regions, ways, reach, (region) => groups === undefined && !isFlat(uncut(region)));
  const order = regionOrder(cut.of, cut.count);
  const trianglesOf = membersOf(order, regions.areas);
  const points = new Map<number, readonly SurfacePoint[]>();
  const group = (region: number): FaceGroup => {
    const exact = groups?.[region];
    if (exact !== undefined) return exact;
    const triangles = trianglesOf(region);
    const fitted = fitSurface(mesh, regions, triangles, reach);
    return {
      faces: [order.faceOf[region] ?? -1],
      kind: fitted?.kind ?? "unknown",
      surface: fitted,
      inside: fitted?.inside,
      ...measured(body, triangles),
    };
  };
  return {
    body,
    cut,
    regions: order.counts.length,
    order: groups === undefined ? order : undefined,
    trianglesOf,
    group,
    pointsOf: (region) => {
      const known = points.get(region) ?? pointsOf(body, trianglesOf(region));
      points.set(region, known);
      return known;
    },
    whole: () => ({
      faces: groups === undefined ? Array.from(order.counts.keys()) : mesh.faces.map((_, at) => at),
      kind: "unknown",
      surface: undefined,
      inside: undefined,
      ...measured(body, Array.from(body.skin.triangles)),
    }),
  };
}

/** Triangles of each region that have an area. */
function membersOf(
  { triangles, counts, faceOf }: RegionOrder,
  areas: Float32Array,
): (region: number) => readonly number[] {
  const starts = new Uint32Array(counts.length + 1);
  counts.forEach((count, face) => {
    starts[face + 1] = (starts[face] ?? 0) + count;
  });
  return (region) => {
    const face = faceOf[region] ?? -1;
    if (face === -1) return [];
    const own = Array.from(triangles.subarray(starts[face], starts[face + 1]));
    return own.filter((triangle) => (areas[triangle] ?? 0) > 0);
  };
}

function differencesOf(before: Side, after: Side, reach: number): readonly MatchedFace[] {
  const offOf = ({ cut }: Side): readonly number[] =>
    Array.from(cut.ways.keys())
      .filter((region) => (cut.ways[region] ?? 0) > 0)
      .toSorted((x, y) => (cut.ways[y] ?? 0) - (cut.ways[x] ?? 0));
  const [offA, offB] = [offOf(before), offOf(after)];
  const toAfter = createLook(before, after);
  const toBefore = createLook(after, before);
  const told = new Set<number>();
  const found: MatchedFace[] = [];
  const isOff = (side: Side, region: number): boolean => (side.cut.ways[region] ?? 0) > 0;
  const single = (side: Side, region: number): MatchedFace => ({
    before: side === before ? side.group(region) : undefined,
    after: side === after ? side.group(region) : undefined,
    change: undefined,
    distance: side.cut.ways[region],
  });
  const pair = (a: number, b: number): MatchedFace => {
    const [own, other] = [before.group(a), after.group(b)];
    const distance = Math.max(before.cut.ways[a] ?? 0, after.cut.ways[b] ?? 0);
    // Nothing of the one is off the other: it lies in it, and only reaches less far.
    const isWithin = !isOff(before, a) || !isOff(after, b);
    const isSameSurface =
      isWithin ||
      (offPlanes(before.pointsOf(a), after.body, after.trianglesOf(b)) <= reach &&
        offPlanes(after.pointsOf(b), before.body, before.trianglesOf(a)) <= reach);
    if (isSameSurface) return { before: own, after: other, change: "outline", distance };
    return {
      before: own,
      after: other,
      ...(fittedChange(own, other, reach) ?? { change: "shape", distance }),
    };
  };
  for (const a of offA) {
    const b = toAfter(a);
    const isMutual = b !== undefined && toBefore(b) === a;
    if (b === undefined || (!isOff(after, b) && (!isMutual || before.cut.isPatch[a] === true)))
      found.push(single(before, a));
    else {
      found.push(pair(a, b));
      if (isMutual) told.add(b);
    }
  }
  for (const b of offB) {
    if (told.has(b)) continue;
    const a = toBefore(b);
    const isMutual = a !== undefined && toAfter(a) === b;
    if (a === undefined || (!isOff(before, a) && (!isMutual || after.cut.isPatch[b] === true)))
      found.push(single(after, b));
    else found.push(pair(a, b));
  }
  // What a new hole leaves of the side around it is as far off as the hole, and says less.
  const rank = ({ change, distance = 0 }: MatchedFace): number =>
    change === "outline" ? -1 / (1 + distance) : distance;
  return found.toSorted((x, y) => rank(y) - rank(x));
}

/** What two regions that are off each other look like: a hole of another width or in another place, a side moved. */
function fittedChange(
  before: FaceGroup,
  after: FaceGroup,
  reach: number,
): Pick<MatchedFace, "change" | "distance"> | undefined {
  const [lineA, lineB] = [lineOf(before.surface), lineOf(after.surface)];
  if (lineA === undefined || lineB === undefined) return undefined;
  if (before.kind !== after.kind || before.inside !== after.inside) return undefined;
  if (Math.abs(dot(lineA.axis, lineB.axis)) < PARALLEL) return undefined;
  const way = minus(after.centre, before.centre);
  const along = Math.abs(dot(way, lineA.axis));
  if (before.kind === "plane") return { change: "place", distance: along };
  const across = Math.sqrt(Math.max(0, dot(way, way) - along * along));
  const wider = Math.abs((before.surface?.radius ?? 0) - (after.surface?.radius ?? 0));
  if (wider > reach) return { change: "size", distance: across + wider };
  return across > reach ? { change: "place", distance: across } : undefined;
}

/** Counterparts of one side's regions in the other, each looked for once, and not of more than can be. */
function createLook(from: Side, to: Side): (region: number) => number | undefined {
  const known = new Map<number, number | undefined>();
  return (region) => {
    if (known.has(region)) return known.get(region);
    const counterpart =
      known.size >= MOST_LOOKED_AT
        ? undefined
        : counterpartOf(from.body, from.cut.of, from.pointsOf(region), to.body, to.cut.of);
    known.set(region, counterpart);
    return counterpart;
  };
}

function measured(
  { mesh: { positions, indices }, regions: { areas } }: Body,
  triangles: readonly number[],
): Pick<FaceGroup, "area" | "centre" | "from" | "to" | "turn"> {
  let area = 0;
  const sum = [0, 0, 0];
  for (const triangle of triangles) {
    const size = areas[triangle] ?? 0;
    area += size;
    for (let corner = 0; corner < 3; corner++)
      for (let axis = 0; axis < 3; axis++)
        sum[axis] =
          (sum[axis] ?? 0) + ((positions[(indices[triangle * 3 + corner] ?? 0) * 3 + axis] ?? 0) * size) / 3;
  }
  const by = area > 0 ? 1 / area : 0;
  const centre: Vector = [(sum[0] ?? 0) * by, (sum[1] ?? 0) * by, (sum[2] ?? 0) * by];
  return { area, centre, from: 0, to: 0, turn: undefined };
}

/** From the middle of the one body's skin to that of the other, mm. */
function wayBetween(a: Body, b: Body): Vector {
  const [from, to] = [a, b].map((body) => measured(body, Array.from(body.skin.triangles)).centre);
  return [0, 1, 2].map((axis) => (to?.[axis] ?? 0) - (from?.[axis] ?? 0)) as unknown as Vector;
}
