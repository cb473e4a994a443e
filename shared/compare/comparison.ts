/**
 * What comparing two revisions of a part or an assembly gives: what differs, each with where it is in both
 * models. Nodes are indices into CadModel.nodes, parts into CadModel.parts, faces into a mesh's faces, of the
 * models as `partOfModel` cuts them out. Lengths are mm, angles radians.
 */
import type { SurfaceKind } from "../model/cad.ts";
import type { PartRegions } from "./regions/region-order.ts";

/** In the order in which lists show them. */
export const DIFFERENCE_KINDS = [
  "added",
  "removed",
  "quantity",
  "moved",
  "renamed",
  "revision",
  "face-added",
  "face-removed",
  "face-changed",
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** How a part was found again. `root`: the two were chosen to be compared. */
export type PartFinder = "number" | "name" | "geometry" | "root";

/** Where a difference is in one of the two models. */
export interface DifferencePlace {
  readonly partNumber: string;
  readonly name: string;
  readonly revision: string | undefined;
  /** Part number of the assembly above; undefined where the difference is the part's own, wherever it stands. */
  readonly parentNumber: string | undefined;
  /** Occurrences it is about, each with what is below it; empty: every occurrence of `part`. */
  readonly nodes: readonly number[];
  readonly part: number;
  /** Empty: the part as a whole. */
  readonly faces: readonly number[];
}

export interface FaceSize {
  readonly kind: SurfaceKind;
  /** Material is outside, as in a hole. */
  readonly inside: boolean | undefined;
  readonly radius: number | undefined;
  readonly semiAngle: number | undefined;
  /** mm². */
  readonly area: number;
  /** What its triangles look like: no exact surface is known. */
  readonly isFitted?: true;
}

export interface Difference {
  readonly kind: DifferenceKind;
  readonly before: DifferencePlace | undefined;
  readonly after: DifferencePlace | undefined;
  /** Occurrences in one parent, before and after: of added, removed and quantity. */
  readonly quantity?: readonly [before: number, after: number];
  /**
   * Largest way that a point of the moved part or face went, mm; of a face also how far its outline
   * reaches farther, or its shape is off. Of an added or removed face where triangles alone are known: how far
   * it is off the other body. Absent: it stands where it stood, in another assembly.
   */
  readonly distance?: number;
  /** The part turned, radians. */
  readonly angle?: number;
  /** Of `renamed`: how it was found again. */
  readonly foundBy?: PartFinder;
  /** Of faces. */
  readonly faces?: readonly [before: FaceSize | undefined, after: FaceSize | undefined];
  /** Of changed faces: another size, another place, only other borders, or another shape where no exact surface is known. */
  readonly change?: "size" | "place" | "outline" | "shape";
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Differences beyond the most that are handed out. */
  readonly omitted: number;
  /** Occurrences of both models, and how many of them were found in the other. */
  readonly nodes: { readonly before: number; readonly after: number; readonly matched: number };
  readonly faces: { readonly before: number; readonly after: number; readonly same: number };
  /**
   * Parts that are known by triangles alone and differ: faces in `differences` are these runs of their triangles
   * (shared/compare/regions/region-order.ts) and not those of their mesh.
   */
  readonly regions: { readonly before: readonly PartRegions[]; readonly after: readonly PartRegions[] };
  /** Parts whose shape can't be compared, since one of the two models has no faces of it, or both have other curves: part numbers of `before`. */
  readonly withoutShape: readonly string[];
  /** Models that have not been read to their end: what they lack has not been compared. */
  readonly unfinished: readonly ("before" | "after")[];
  /** mm, as it was asked for. */
  readonly tolerance: number;
}
