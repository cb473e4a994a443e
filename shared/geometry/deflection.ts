/** How far a mesh may stand off its surfaces: one rule, for the import that makes it and the tools that trust it. */

const RATIO = 1 / 1000;
/** mm; for a model without extent, and below what any model needs. */
const USUAL = 0.1;
const LEAST = 1e-4;

/** @param extents of the assembled model along x, y and z, mm @returns mm */
export function meshDeflection(extents: readonly [number, number, number]): number {
  const size = (extents[0] + extents[1] + extents[2]) / 3;
  return size > 0 ? Math.max(LEAST, size * RATIO) : USUAL;
}
