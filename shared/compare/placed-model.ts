/** A model as comparing needs it: children, places in the world, and a box per part. */
import {
  boundsOfMesh,
  EMPTY_BOUNDS,
  isEmptyBounds,
  transformBounds,
  unionBounds,
  type Bounds,
} from "../geometry/bounds.ts";
import { composeTransforms, subtreeEnds } from "../geometry/transforms.ts";
import type { CadModel } from "../model/cad.ts";

export interface PlacedModel {
  readonly model: CadModel;
  readonly roots: readonly number[];
  readonly childrenOf: readonly (readonly number[])[];
  /** First node after the subtree of each. */
  readonly ends: Int32Array;
  /** Column-major 4 × 4 per node. */
  readonly world: Float64Array;
  /** Of each part with all that is below it, in its own coordinates. */
  readonly boxes: readonly Bounds[];
  /** Nodes of each part. */
  readonly nodesOf: readonly (readonly number[])[];
}

/** Of a part with nothing to draw: it still has a place and a turn. */
const UNIT_BOX: Bounds = [-1, -1, -1, 1, 1, 1];

export function placeModel(model: CadModel): PlacedModel {
  const { nodes, parts } = model;
  const roots: number[] = [];
  const childrenOf: number[][] = nodes.map(() => []);
  const nodesOf: number[][] = parts.map(() => []);
  nodes.forEach(({ parent, part }, node) => {
    if (parent < 0) roots.push(node);
    else childrenOf[parent]?.push(node);
    nodesOf[part]?.push(node);
  });
  const boxes: (Bounds | undefined)[] = parts.map(() => undefined);
  const meshBoxes = parts.map(({ mesh }) => (mesh === undefined ? EMPTY_BOUNDS : boundsOfMesh(mesh)));
  // From the leaves upwards: what is below stands behind in pre-order. One occurrence says it of its part.
  for (let node = nodes.length - 1; node >= 0; node--) {
    const part = nodes[node]?.part ?? 0;
    if (boxes[part] !== undefined) continue;
    const below = (childrenOf[node] ?? []).map((child) => {
      const { part: childPart = 0, transform = [] } = nodes[child] ?? {};
      return transformBounds(boxes[childPart] ?? EMPTY_BOUNDS, transform);
    });
    boxes[part] = unionBounds([meshBoxes[part] ?? EMPTY_BOUNDS, ...below]);
  }
  return {
    model,
    roots,
    childrenOf,
    ends: subtreeEnds(nodes),
    world: composeTransforms(nodes),
    nodesOf,
    boxes: boxes.map((box) => (box === undefined || isEmptyBounds(box) ? UNIT_BOX : box)),
  };
}
