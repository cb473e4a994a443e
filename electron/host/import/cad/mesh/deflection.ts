/**
 * How finely a file is meshed. One figure for all its parts: neighbours then look alike, and a bolt in a
 * machine is not drawn as finely as the machine.
 *
 * Rule: the chord may stand off its curve by a thousandth of the mean of the three extents of the
 * assembled model, and neighbouring segments turn by at most 0.5 rad. That is what the kernel would
 * choose for the whole file at once. The extents come from the file's vertices, before any meshing.
 */
import { meshDeflection } from "../../../../../shared/geometry/deflection.ts";
import type { CadNode } from "../../../../../shared/model/cad.ts";
import { EMPTY_BOX, isEmptyBox, transformBox, uniteBoxes, type Box } from "./box.ts";
import { multiply, type Transform } from "../structure/transform.ts";

/** radians */
export const ANGULAR_DEFLECTION = 0.5;

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
  if (isEmptyBox(box)) return meshDeflection([0, 0, 0]);
  const { from, to } = box;
  return meshDeflection([to[0] - from[0], to[1] - from[1], to[2] - from[2]]);
}
