/** Single faces drawn over their parts: ranges of the same vertices, so they lie exactly on them. */
import type { Material } from "three";
import { unionBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import type { Rgb } from "./colour-ramp.ts";
import type { ModelView } from "../model/model-view.ts";
import { HATCHED } from "./paint.ts";
import { SOLID } from "./node-states.ts";
import { SharedBatch, type DrawRange } from "../model/shared-batch.ts";

export interface ColouredFace {
  readonly node: number;
  readonly face: number;
  readonly colour: Rgb;
  /** No data: drawn hatched. */
  readonly hatched?: boolean;
}

/** A batch of the faces whose node is drawn solid; undefined where there is none. The caller disposes it. */
export function createFaceOverlay(
  view: ModelView,
  faces: Iterable<ColouredFace>,
  states: Uint8Array,
  material: Material,
): SharedBatch | undefined {
  const ranges: DrawRange[] = [];
  const rangeOf = new Map<string, number>();
  const placed: { readonly node: number; readonly range: number; readonly colour: Rgb; share: number }[] = [];
  for (const { node, face, colour, hatched = false } of faces) {
    const part = view.model.nodes[node]?.part;
    const range = part === undefined ? undefined : view.ranges[part];
    const found = part === undefined ? undefined : view.model.parts[part]?.mesh?.faces[face];
    if (states[node] !== SOLID || range === undefined || found === undefined) continue;
    const key = `${part} ${face}`;
    let index = rangeOf.get(key);
    if (index === undefined) {
      const start = range.indexStart + found.first * 3;
      index = ranges.push({ start, count: found.count * 3, bounds: range.bounds }) - 1;
      rangeOf.set(key, index);
    }
    placed.push({ node, range: index, colour, share: hatched ? HATCHED : 0 });
  }
  if (placed.length === 0) return undefined;
  const boxOf = (node: number): Bounds[] => view.boxes.slice(node, node + 1);
  const batch = new SharedBatch({
    geometry: view.faceGeometry,
    ranges,
    instances: placed.map(({ range }) => range),
    material,
    bounds: unionBounds(placed.flatMap(({ node }) => boxOf(node))),
    matrices: { world: view.world, nodes: Int32Array.from(placed, ({ node }) => node) },
  });
  placed.forEach(({ colour, share }, at) =>
    batch.colours.set(
      [...colour, share].map((value) => Math.round(value * 255)),
      at * 4,
    ),
  );
  batch.coloursChanged();
  return batch;
}

/** Ends an overlay but not the vertices, which belong to the model. */
export function disposeOverlay(batch: SharedBatch | undefined): void {
  if (batch === undefined) return;
  batch.removeFromParent();
  batch.disposeInstances();
}
