/** Where every occurrence of a model stands, how far it reaches, and how large it is. */
import {
  EMPTY_BOUNDS,
  radiusOfBounds,
  transformBounds,
  type Bounds,
} from "../../../shared/geometry/bounds.ts";
import { composeTransforms, largestScale, subtreeEnds } from "../../../shared/geometry/transforms.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { sizeCode } from "./occurrence-size.ts";
import type { Steps } from "./steps.ts";

export interface PlacedNodes {
  /** 16 per node, column-major, mm. */
  readonly world: Float64Array;
  readonly ends: Int32Array;
  /** World box per node, without what is below it; empty where it has no mesh. */
  readonly boxes: Bounds[];
  /** `sizeCode` per node. */
  readonly sizes: Uint8Array;
  readonly parts: Int32Array;
}

/** Nodes of one step. */
const STEP = 8_192;

/** @param boundsOf of each part in its own coordinates, mm; undefined where it has no mesh */
export function* placeNodes(
  { nodes }: Pick<CadModel, "nodes">,
  boundsOf: (part: number) => Bounds | undefined,
): Steps<PlacedNodes> {
  const world = composeTransforms(nodes);
  yield;
  const ends = subtreeEnds(nodes);
  const boxes: Bounds[] = [];
  const sizes = new Uint8Array(nodes.length);
  const parts = new Int32Array(nodes.length);
  for (let node = 0; node < nodes.length; node++) {
    const part = nodes[node]?.part ?? -1;
    const bounds = boundsOf(part) ?? EMPTY_BOUNDS;
    parts[node] = part;
    boxes.push(transformBounds(bounds, world, node * 16));
    sizes[node] = sizeCode(radiusOfBounds(bounds) * largestScale(world, node * 16));
    if (node % STEP === STEP - 1) yield;
  }
  return { world, ends, boxes, sizes, parts };
}
