/**
 * A CAD file as the product sees it: unique parts, their meshes, and the tree of occurrences.
 * Lengths are mm. Nothing here is keyed by a STEP `#number`: those change with every export.
 */

/** sRGB, 0…1 each, alpha 1 = opaque. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

export const SURFACE_KINDS = ["unknown", "plane", "cylinder", "cone", "sphere", "torus", "other"] as const;
export type SurfaceKind = (typeof SURFACE_KINDS)[number];

/** A B-rep face's exact surface (ISO 10303-42), in the part's own coordinates, mm. */
export interface Surface {
  readonly kind: SurfaceKind;
  /** A point on the axis or the plane. */
  readonly origin?: readonly [number, number, number];
  /** Unit axis or plane normal. */
  readonly axis?: readonly [number, number, number];
  /** Cylinder, cone (at origin), sphere, torus (major). */
  readonly radius?: number;
  /** Torus. */
  readonly minorRadius?: number;
  /** Cone, radians. */
  readonly semiAngle?: number;
}

/** Triangles `first … first + count - 1` of a mesh belong to one B-rep face. */
export interface MeshFace {
  readonly first: number;
  readonly count: number;
  readonly colour?: Colour;
  /** The source's label of the face (ISO 10303-21 name of the ADVANCED_FACE), where it has one. */
  readonly name?: string;
  /** Present only where the triangles were verified to lie on it. */
  readonly surface?: Surface;
}

/** Curves of a file that bound no face, in a colour of their own. */
export interface MeshCurves {
  /** Segments. */
  readonly count: number;
  readonly colour?: Colour;
}

/** One without triangles is drawn by its curves alone: `edges` are these, and `positions` their points. */
export interface CadMesh {
  /** x, y, z per vertex, mm, in the part's own coordinates. */
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  /** Three vertex indices per triangle. */
  readonly indices: Uint32Array;
  /** In triangle order; together they cover every triangle. */
  readonly faces: readonly MeshFace[];
  /** Feature edges as segments: x, y, z of both ends. Behind them stand the curves. */
  readonly edges: Float32Array;
  /**
   * Of the last segments of `edges`, in their order. Absent where there are none, and in a mesh of curves alone that are
   * all of one colour, which is their part's.
   */
  readonly curves?: readonly MeshCurves[];
  /** Fewer triangles over the same vertices, for frames of a view that moves; absent where `indices` are few. */
  readonly coarse?: Uint32Array;
  /**
   * sRGB and a mark per vertex, four bytes: 255 where it wears that colour in place of its face's, whose opacity it keeps,
   * 0 where it does not. Absent where no vertex does; in a mesh that has them no two faces share a vertex.
   */
  readonly vertexColours?: Uint8Array;
}

/** It has curves and nothing else to be drawn. */
export function isCurves({ indices, edges }: Pick<CadMesh, "indices" | "edges">): boolean {
  return indices.length === 0 && edges.length > 0;
}

/** Where the curves of a mesh begin among its edges, counted in segments. */
export function firstCurve({ edges, curves = [] }: Pick<CadMesh, "edges" | "curves">): number {
  return edges.length / 6 - curves.reduce((sum, { count }) => sum + count, 0);
}

/** What a model says must hold of faces of a part (semantic PMI, ISO 10303-47 and -1110): a dimension, a tolerance, a datum. */
export interface PartCharacteristic {
  /** Its callout, for example `⌀ 12.7 ±0.05` or `position ⌀ 0.5 (M) A B C`; the second of its kind has " (2)" behind it. */
  readonly name: string;
  /** `diameter`, `linear-distance`, `angle`, `flatness`, `position` …, `datum`. */
  readonly kind: string;
  /** mm, or degrees where `uom` says so; of a geometric tolerance only the upper limit, which is its zone. */
  readonly nominal?: number;
  readonly lowerLimit?: number;
  readonly upperLimit?: number;
  readonly uom?: "mm" | "deg";
  /** Indices into the faces of the part's mesh: of this model alone, for another export counts otherwise. */
  readonly faces: readonly number[];
}

/** What the source says of a part's solid (ISO 10303-1110 "geometric validation property"), and what its mesh has. */
export interface ValidationValue {
  readonly kind: "volume" | "area" | "centre";
  /** mm³, mm², mm. */
  readonly stated: readonly number[];
  readonly drawn: readonly number[];
  /** They agree as closely as a mesh can. */
  readonly agrees: boolean;
}

/** Bodies of a part that its file marks hidden (INVISIBILITY, ISO 10303-46): read, and no part of its `mesh`. */
export interface HiddenBodies {
  readonly count: number;
  /** Absent where meshing failed: then the part's `problem` says why. */
  readonly mesh?: CadMesh;
}

export interface CadPart {
  /** Product id (ISO 10303-41 product.id); its name where the id is blank. */
  readonly number: string;
  readonly name: string;
  readonly revision?: string;
  readonly colour?: Colour;
  /** Absent for a pure assembly, or where meshing failed (then `problem` says why). */
  readonly mesh?: CadMesh;
  readonly hidden?: HiddenBodies;
  readonly problem?: string;
  readonly characteristics?: readonly PartCharacteristic[];
  readonly validation?: readonly ValidationValue[];
  /** Names of the layers that its bodies lie on (PRESENTATION_LAYER_ASSIGNMENT). */
  readonly layers?: readonly string[];
  /**
   * Only in models that are drawn: index of the part that it is in occurrences which hide some of its faces
   * (`withoutHiddenFaces`). Of one product there are several such parts, so that nodes are told apart by `partIndexOf`.
   */
  readonly standsFor?: number;
}

/** The colour of a face in one occurrence, in place of the one that its part gives it. */
export interface FaceColour {
  /** Index into the faces of the part's mesh. */
  readonly face: number;
  readonly colour: Colour;
}

/** One occurrence. Nodes are in pre-order, so a parent always stands before its children. */
export interface CadNode {
  /** Index of the parent node, -1 for a root. */
  readonly parent: number;
  /** Index into `parts`. */
  readonly part: number;
  /** Occurrence name (next_assembly_usage_occurrence), unique among its siblings. */
  readonly occurrence: string;
  /** Names of all occurrences from the root, joined by "/": the stable identity of the node. */
  readonly path: string;
  /** Column-major 4 × 4, relative to the parent, mm. */
  readonly transform: readonly number[];
  readonly colour?: Colour;
  /** Each face once. Occurrences of a part that wear the same have the same array, and are drawn as one. */
  readonly faceColours?: readonly FaceColour[];
  /** Faces that the file hides in this occurrence, by index, ascending. Occurrences that hide the same have the same array. */
  readonly hiddenFaces?: readonly number[];
  /** The file hides it with all that is below it: it is there, and begins out of sight. */
  readonly hidden?: true;
}

/** The part of the file that a node is an occurrence of, -1 for none, also where it is drawn from a part without some faces. */
export function partIndexOf({ nodes, parts }: Pick<CadModel, "nodes" | "parts">, node: number): number {
  const part = nodes[node]?.part ?? -1;
  return parts[part]?.standsFor ?? part;
}

export interface CadModel {
  /** For example `AP214`. */
  readonly schema: string;
  readonly originatingSystem?: string;
  /** The file's own time stamp, verbatim (FILE_NAME, ISO 10303-21 9.2.2). */
  readonly exportedAt?: string;
  readonly parts: readonly CadPart[];
  readonly nodes: readonly CadNode[];
  /** What could not be read or drawn, one sentence each. */
  readonly problems: readonly string[];
  /** What the file marks hidden besides bodies of its parts, one sentence each: no fault of anything. */
  readonly remarks?: readonly string[];
  /** More of its parts are still to be drawn: it was shown, or given up, before it was read to its end. */
  readonly isPartial?: true;
}
