/**
 * How finely a file is meshed. One figure for all its parts: neighbours then look alike, and a bolt in a
 * machine is not drawn as finely as the machine.
 *
 * Rule: the chord may stand off its curve by a thousandth of the mean of the three extents of the
 * assembled model, and neighbouring segments turn by at most 0.5 rad. That is what the kernel would
 * choose for the whole file at once. The extents come from the file's vertices, before any meshing.
 */
import type { CadNode } from "../../../../../shared/model/cad.ts";
import { EMPTY_BOX, girth, transformBox, uniteBoxes, type Box } from "./box.ts";
import { multiply, type Transform } from "../structure/transform.ts";

/** radians */
export const ANGULAR_DEFLECTION = 0.5;
const RATIO = 1 / 1000;
/** mm; for a model without extent, and below what any model needs. */
const USUAL = 0.1;
const LEAST = 1e-4;

/** @param partBoxes box per part, in its own coordinates; empty where it has nothing to be drawn */
export function linearDeflection(nodes: readonly CadNode[], partBoxes: readonly Box[]): number {
  const world: Transform[] = [];
  let box = EMPTY_BOX;
  for (const { parent, part, transform } of nodes) {
    const above = world[parent];
    const placed = above === undefined ? transform : multiply(above, transform);
    world.push(placed);
    box = uniteBoxes(box, transformBox(partBoxes[part] ?? EMPTY_BOX, placed));
  }
  const size = girth(box) / 3;
  return size > 0 ? Math.max(LEAST, size * RATIO) : USUAL;
}
