/**
 * What a PRESENTATION_STYLE_BY_CONTEXT (ISO 10303-46, presentation_appearance_schema) may be bound to: the
 * representation of one usage, or of a usage as it is seen from further up. So Open CASCADE, and what is built
 * upon it, writes the colour of a single occurrence.
 */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, oneOf, reference } from "./instances.ts";

const USAGES: ReadonlySet<string> = new Set([
  "NEXT_ASSEMBLY_USAGE_OCCURRENCE",
  "ASSEMBLY_COMPONENT_USAGE",
  "QUANTIFIED_ASSEMBLY_COMPONENT_USAGE",
]);
/** A chain of higher usages that is longer is damage. */
const MOST_LEVELS = 100;

/**
 * @param shapes representations by what they are the shape of
 * @returns by representation, the usages that all lie on the way to the place
 */
export function placeContexts(
  file: ExchangeFile,
  shapes: ReadonlyMap<number, readonly number[]>,
): ReadonlyMap<number, readonly number[]> {
  const contexts = new Map<number, readonly number[]>();
  for (const [id, representations] of shapes) {
    const way = usagesOf(file, id);
    if (way.length === 0) continue;
    for (const representation of representations) contexts.set(representation, way);
  }
  return contexts;
}

/** A usage; of a SPECIFIED_HIGHER_USAGE_OCCURRENCE (ISO 10303-44) the upper one and the next. */
function usagesOf(file: ExchangeFile, id: number): readonly number[] {
  const usages: number[] = [];
  const open: (number | undefined)[] = [id];
  for (let level = 0; level < MOST_LEVELS && open.length > 0; level++) {
    const next = open.pop();
    if (next === undefined) continue;
    if (isA(file, next, "SPECIFIED_HIGHER_USAGE_OCCURRENCE")) {
      const [, , , , , , upper, lower] = attributes(
        file,
        next,
        "PRODUCT_DEFINITION_RELATIONSHIP",
        "ASSEMBLY_COMPONENT_USAGE",
        "SPECIFIED_HIGHER_USAGE_OCCURRENCE",
      );
      open.push(reference(upper), reference(lower));
    } else if (oneOf(file, next, USAGES) !== undefined) usages.push(next);
  }
  return usages;
}
