/**
 * Parts of which single faces are transparent: their opaque triangles and the others, each set a range of its own
 * after those of the parts. So every triangle is drawn once, in its pass, and a model without such a part has nothing
 * more to draw or to keep.
 */
import type { CadModel } from "../../../shared/model/cad.ts";
import { EMPTY_BOUNDS } from "../../../shared/geometry/bounds.ts";
import type { GlassPlan } from "./glass.ts";
import { STEPS } from "../frame/glass-shaders.ts";
import type { PackedGeometry } from "./pack-geometry.ts";
import type { DrawRange } from "./shared-batch.ts";

export interface FaceSplit extends Pick<PackedGeometry, "indices" | "coarse"> {
  /** To stand after the ranges of the parts, all three alike: of `indices`, of `coarse`, of the edges. */
  readonly faces: readonly DrawRange[];
  readonly coarseFaces: readonly DrawRange[];
  readonly edges: readonly DrawRange[];
  /** The range of a node among the solid ones: of its part where that is of one kind. */
  readonly opaque: (node: number) => number;
  /** The same among the transparent ones. */
  readonly transparent: (node: number) => number;
}

export function splitFaces(
  { nodes, parts }: CadModel,
  plan: GlassPlan | undefined,
  { indices, coarse, ranges }: PackedGeometry,
): FaceSplit {
  const [faces, coarseFaces, edges]: [DrawRange[], DrawRange[], DrawRange[]] = [[], [], []];
  const added: number[] = [];
  const coarseLength = coarse?.length ?? 0;
  /** First of the two ranges, by part and whether its faces without a colour are transparent. */
  const firsts = new Map<string, number>();
  const firstOf = (node: number): number | undefined => {
    if (plan?.mixed[node] !== 1) return undefined;
    const part = nodes[node]?.part ?? -1;
    const isPlainTransparent = (plan.steps[node] ?? 0) < STEPS;
    const key = `${part} ${isPlainTransparent}`;
    const known = firsts.get(key);
    const range = ranges[part];
    if (known !== undefined || range === undefined) return known;
    const first = ranges.length + faces.length;
    firsts.set(key, first);
    for (const wanted of [false, true]) {
      const from = added.length;
      for (const { first: triangle, count, colour } of parts[part]?.mesh?.faces ?? []) {
        if ((colour === undefined ? isPlainTransparent : colour[3] < 1) !== wanted) continue;
        const start = range.indexStart + triangle * 3;
        for (const index of indices.subarray(start, start + count * 3)) added.push(index);
      }
      const { bounds, edgeStart, edgeCount } = range;
      const count = added.length - from;
      faces.push({ start: indices.length + from, count, bounds });
      // Drawn whole also while the view moves: a coarse triangle may lie in faces of both kinds.
      coarseFaces.push({ start: coarseLength + from, count, bounds });
      // The edges of all its faces come with the opaque ones.
      edges.push(
        wanted
          ? { start: 0, count: 0, bounds: EMPTY_BOUNDS }
          : { start: edgeStart, count: edgeCount, bounds },
      );
    }
    return first;
  };
  const firstOfNode = new Map<number, number>();
  plan?.mixed.forEach((_, node) => {
    const first = firstOf(node);
    if (first !== undefined) firstOfNode.set(node, first);
  });
  const rangeOf = (node: number, offset: number): number => {
    const first = firstOfNode.get(node);
    return first === undefined ? (nodes[node]?.part ?? 0) : first + offset;
  };
  return {
    indices: added.length === 0 ? indices : joined(indices, added),
    coarse: coarse === undefined || added.length === 0 ? coarse : joined(coarse, added),
    faces,
    coarseFaces,
    edges,
    opaque: (node) => rangeOf(node, 0),
    transparent: (node) => rangeOf(node, 1),
  };
}

function joined(before: Uint32Array, added: readonly number[]): Uint32Array {
  const all = new Uint32Array(before.length + added.length);
  all.set(before);
  all.set(added, before.length);
  return all;
}
