/**
 * Where in its regions a body is off: a region that is off in a part of it alone is cut there, so that a dent in
 * a skin that is smooth all over is a patch of its own.
 */
import { disjointSets, type MeshRegions } from "./crease-regions.ts";

/** Of a region's area: one that is off in more of it is off as a whole. */
const WHOLE = 0.5;
/** Of one body: what is beyond is told together, region by region, so that noise makes no list of its own. */
const MOST_PATCHES = 200;

export interface CutRegions {
  readonly of: Int32Array;
  readonly count: number;
  /** Greatest deviation, mm; 0 of a region that is where it was. */
  readonly ways: Float32Array;
  /** Cut out of a region, since it alone is off. */
  readonly isPatch: readonly boolean[];
}

/**
 * @param ways per triangle, mm
 * @param least a triangle off by more makes a patch, mm; those beside it join with half of it
 * @param canCut false: the region stays whole, as a face does, and a flat side, whose triangles say nothing of where
 */
export function cutWhereOff(
  { of, count, joints, areas }: MeshRegions,
  ways: Float32Array,
  least: number,
  canCut: (region: number) => boolean,
): CutRegions {
  const own = new Float32Array(count);
  const area = new Float64Array(count);
  const off = new Float64Array(count);
  of.forEach((region, triangle) => {
    const way = ways[triangle] ?? 0;
    own[region] = Math.max(own[region] ?? 0, way);
    area[region] = (area[region] ?? 0) + (areas[triangle] ?? 0);
    if (way > 0) off[region] = (off[region] ?? 0) + (areas[triangle] ?? 0);
  });
  const isCut = Uint8Array.from(own, (way, region) =>
    way > least && (off[region] ?? 0) < (area[region] ?? 0) * WHOLE && canCut(region) ? 1 : 0,
  );
  const sets = disjointSets(of.length);
  const isOff = (triangle: number): boolean => (ways[triangle] ?? 0) > 0 && isCut[of[triangle] ?? 0] === 1;
  for (let at = 0; at < joints.length; at += 2) {
    const [a, b] = [joints[at] ?? 0, joints[at + 1] ?? 0];
    if (isOff(a) && isOff(b)) sets.join(a, b);
  }
  const strengths = new Map<number, number>();
  for (let triangle = 0; triangle < of.length; triangle++) {
    if (!isOff(triangle)) continue;
    const root = sets.find(triangle);
    strengths.set(root, Math.max(strengths.get(root) ?? 0, ways[triangle] ?? 0));
  }
  const strongest = [...strengths].filter(([, way]) => way > least).toSorted(([, a], [, b]) => b - a);
  const patches = new Map<number, number>();
  /** Of the patches that are too many: one for each region. */
  const rests = new Map<number, number>();
  let next = count;
  for (const [at, [root]] of strongest.entries()) {
    const region = of[root] ?? 0;
    if (at < MOST_PATCHES) patches.set(root, next++);
    else {
      if (!rests.has(region)) rests.set(region, next++);
      patches.set(root, rests.get(region) ?? 0);
    }
  }
  const labels = of.slice();
  for (let triangle = 0; triangle < of.length; triangle++) {
    const patch = isOff(triangle) ? patches.get(sets.find(triangle)) : undefined;
    if (patch !== undefined) labels[triangle] = patch;
  }
  const greatest = new Float32Array(next);
  labels.forEach((label, triangle) => {
    greatest[label] = Math.max(greatest[label] ?? 0, ways[triangle] ?? 0);
  });
  return {
    of: labels,
    count: next,
    ways: greatest.map((way) => (way > least ? way : 0)),
    isPatch: Array.from({ length: next }, (_, label) => label >= count),
  };
}
