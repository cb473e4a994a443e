/** What the thread that looks for faces again is given, and what it answers. */
import type { FaceKey } from "../../../shared/contract/links.ts";
import type { FoundPart } from "../../../shared/links/find-gone-part.ts";
import type { FailureData } from "../../../shared/rpc/failure.ts";

export interface CarryWork {
  /** Mesh blob (shared/geometry/mesh-blob.ts). */
  readonly path: string;
  readonly parts: readonly { readonly partNumber: string; readonly faces: readonly FaceKey[] }[];
  /** Parts that the model holds no more, and the mesh of one that does. */
  readonly gone?: {
    readonly path: string;
    readonly parts: readonly { readonly partNumber: string; readonly faces: readonly FaceKey[] }[];
  };
  /** Mesh of a model of which this one may be a new revision, under another product id. */
  readonly likeness?: string;
}

export interface FoundGone {
  readonly part: FoundPart | undefined;
  /** Its faces there; none where it is not surely the same part. */
  readonly faces: readonly (FaceKey | undefined)[];
}

export type CarryAnswer =
  | {
      readonly type: "looked";
      /** More of the model is still to come: nothing can be said to be lost yet. */
      readonly isPartial: boolean;
      /** Per part and face the face that it is on this model; undefined where there is none, or the part has no shape. */
      readonly found: readonly (readonly (FaceKey | undefined)[] | undefined)[];
      /** Per part that is gone. */
      readonly gone: readonly FoundGone[];
      /** Where it was asked for: share of the parts that both have. */
      readonly likeness?: number;
    }
  | { readonly type: "failed"; readonly failure: FailureData };
