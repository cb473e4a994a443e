/** The coarse form of the parts of a model, which frames of a view that moves are drawn with (detail.ts). */
import { BufferAttribute, BufferGeometry } from "three";
import { EMPTY_BOUNDS } from "../../../shared/geometry/bounds.ts";
import type { PackedRange } from "./pack-geometry.ts";
import type { DrawRange, Triangles } from "./shared-batch.ts";

/** Other triangles over the vertices of the model. @param more ranges after those of the parts */
export function coarseTriangles(
  vertices: BufferGeometry,
  indices: Uint32Array,
  ranges: readonly (PackedRange | undefined)[],
  more: readonly DrawRange[],
): Triangles {
  const geometry = new BufferGeometry();
  for (const [name, attribute] of Object.entries(vertices.attributes)) geometry.setAttribute(name, attribute);
  geometry.setIndex(new BufferAttribute(indices, 1));
  return {
    geometry,
    ranges: [
      ...ranges.map((range) => ({
        start: range?.coarseStart ?? 0,
        count: range?.coarseCount ?? 0,
        bounds: range?.bounds ?? EMPTY_BOUNDS,
      })),
      ...more,
    ],
  };
}
