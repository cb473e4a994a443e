/** Two revisions of a part or an assembly, compared by their models. */
import * as v from "valibot";
import type { Comparison } from "../compare/comparison.ts";
import type { Deviations } from "../compare/deviations.ts";
import { listen } from "../rpc/service.ts";
import { partNumberSchema } from "./common.ts";

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const blob = v.pipe(v.string(), v.regex(/^\/blob\/[0-9a-f]{64}$/));

/** mm. */
export const LARGEST_TOLERANCE = 1_000;

export type CompareEvent =
  /** Share of the work that is done, 0…1. */
  | { readonly type: "progress"; readonly share: number }
  /** Nodes, parts and faces are those of the models as shared/compare/part-of-model.ts cuts them out by the part number. */
  | { readonly type: "compared"; readonly comparison: Comparison };

export type DeviationEvent =
  | { readonly type: "progress"; readonly share: number }
  /** Parts are those of the models as shared/compare/part-of-model.ts cuts them out. */
  | { readonly type: "measured"; readonly deviations: Deviations };

const both = v.object({
  /** SHA-256 of the files that the models were read from. */
  before: sha256,
  after: sha256,
  /** Their meshes as `parts.models` names them: the answer counts the faces of these and of no others. */
  blobs: v.object({ before: blob, after: blob }),
  /** Compare this part of both; absent: the whole models. */
  partNumber: v.exactOptional(partNumberSchema),
  /** mm; what differs by no more is the same. */
  tolerance: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(LARGEST_TOLERANCE)),
});

export const compareService = {
  /**
   * Ends with `compared`. Cancelling it stops the work at once. Fails with `invalid` where a model is not there,
   * has another mesh by now, or does not hold the part; `limit` where the two need too much memory.
   */
  run: listen<CompareEvent>()(both),
  /** Where bodies that are known by their triangles alone are off, and how far; ends with `measured`, else as `run`. */
  deviations: listen<DeviationEvent>()(both),
} as const;
