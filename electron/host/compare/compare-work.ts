/** What the thread that compares is given, and what it says. */
import type { CompareEvent, DeviationEvent } from "../../../shared/contract/compare.ts";
import type { FailureData } from "../../../shared/rpc/failure.ts";

export interface CompareWork {
  readonly task: "run" | "deviations";
  /** Mesh blobs (shared/geometry/mesh-blob.ts). */
  readonly beforePath: string;
  readonly afterPath: string;
  readonly partNumber: string | undefined;
  /** mm. */
  readonly tolerance: number;
}

export type CompareMessage =
  | CompareEvent
  | DeviationEvent
  | { readonly type: "failed"; readonly failure: FailureData };
