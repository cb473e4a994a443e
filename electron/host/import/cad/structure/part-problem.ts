/** One sentence or two on what a part has that can't be drawn. */
import type { PartShape } from "./part-shape.ts";

export interface PartFacts {
  readonly shape: PartShape | undefined;
  readonly hasChildren: boolean;
  /** Described elsewhere (PRODUCT_DEFINITION_REFERENCE). */
  readonly external: boolean;
  /** Name of the file that holds its shape. */
  readonly externalFile: string | undefined;
}

/** Said of a part that is drawn by its exact shape. */
export const TESSELLATED_TOO = "Its tessellated shapes are not drawn.";

export function partProblem(facts: PartFacts): string | undefined {
  const { shape } = facts;
  if (shape === undefined) return undefined;
  const sentences = [...shape.problems];
  if (shape.bodies.length > 0) {
    if (shape.undrawn.has("tessellated")) sentences.push(TESSELLATED_TOO);
    if (shape.undrawn.has("constructed"))
      sentences.push("Its shapes described by construction (CSG, sweeps) are not drawn.");
  } else if (sentences.length === 0 && shape.hidden === 0) {
    const reason = withoutBodies(facts, shape);
    if (reason !== undefined) sentences.push(reason);
  }
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

function withoutBodies(
  { hasChildren, external, externalFile }: PartFacts,
  shape: PartShape,
): string | undefined {
  if (externalFile !== undefined) return elsewhere(externalFile);
  if (external) return "It is described in another file or system.";
  if (shape.tessellations.length > 0) return undefined;
  if (shape.undrawn.has("tessellated")) return "It has only a tessellated shape, which can't be drawn.";
  if (shape.undrawn.has("constructed"))
    return "Its shape is described by construction (CSG, sweeps), which can't be drawn.";
  if (hasChildren || hasDrawnCurves(shape, hasChildren)) return undefined;
  return "The file holds no shape of it.";
}

/** Those of an assembly are construction: what it is stands below it. And so are those of a part that is hidden. */
export function hasDrawnCurves(shape: PartShape | undefined, hasChildren: boolean): shape is PartShape {
  if (shape === undefined || shape.curves.length === 0) return false;
  return shape.bodies.length + shape.tessellations.length > 0 || (!hasChildren && shape.hidden === 0);
}

/** Said of a part whose shape another file holds, until that file is found. */
export function elsewhere(externalFile: string): string {
  return `Its shape is in another file: ${externalFile}.`;
}
