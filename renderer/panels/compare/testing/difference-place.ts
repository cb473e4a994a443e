import type { DifferencePlace } from "../../../../shared/compare/comparison.ts";

/** A bracket in its assembly. */
export const place = (more: Partial<DifferencePlace> = {}): DifferencePlace => ({
  partNumber: "10-1",
  name: "Bracket",
  revision: "A",
  parentNumber: "20-1",
  nodes: [1],
  part: 0,
  faces: [],
  ...more,
});
