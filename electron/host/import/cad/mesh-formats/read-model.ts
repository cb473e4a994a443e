/**
 * What a reader of a mesh format hands over: parts of faces, and where they stand. Such formats have
 * no product ids, so parts carry at most a name.
 */
import type { Colour, Surface } from "../../../../../shared/model/cad.ts";
import type { ColouredCurves, ColouredPoints } from "./curve-mesh.ts";
import type { Transform } from "../structure/transform.ts";

/** A group of triangles that the file keeps together (a primitive, a solid, a group): one face of the part. */
export interface ReadFace {
  /** x, y, z per vertex, mm. */
  readonly positions: Float32Array | Float64Array;
  /** Per vertex; absent where the file has none: they are made from the triangles then. */
  readonly normals?: Float32Array | Float64Array;
  readonly indices: Uint32Array;
  readonly colour?: Colour;
  /** sRGB, three bytes per vertex, in place of the face's colour, which is their mean then and says how opaque they are. */
  readonly vertexColours?: Uint8Array;
  readonly name?: string;
  /** Exact surface that every vertex was proved to lie on. */
  readonly surface?: Surface;
}

export interface ReadPart {
  /** As the file writes it; undefined or blank where it has none. */
  readonly name: string | undefined;
  /** A product id that the file states (IGES global parameter 3): taken as the part's number. */
  readonly number?: string;
  readonly revision?: string;
  /** Means something in this file alone, whatever it looks like: no part number. */
  readonly isLocal?: true;
  readonly layers?: readonly string[];
  readonly faces: readonly ReadFace[];
  /** Besides its faces, or alone. */
  readonly curves?: readonly ColouredCurves[];
  /** Points that no face or curve has: drawn as crosses. */
  readonly points?: readonly ColouredPoints[];
  readonly problem?: string;
}

export interface ReadNode {
  /** Index of the parent node, -1 for a root; parents stand before their children. */
  readonly parent: number;
  /** Index into `parts`. */
  readonly part: number;
  readonly name: string | undefined;
  /** Column-major 4 × 4, relative to the parent, mm. */
  readonly transform: Transform;
  /** The file hides it: it begins out of sight. */
  readonly isHidden?: true;
}

/** A place in the file that could not be read; `line` only for text. */
export interface ReadProblem {
  readonly line?: number;
  readonly text: string;
}

export interface ReadModel {
  /** For example `glTF 2.0`. */
  readonly schema: string;
  readonly originatingSystem?: string;
  /** Verbatim, or as ISO 8601 where the format writes times its own way. */
  readonly exportedAt?: string;
  readonly parts: readonly ReadPart[];
  readonly nodes: readonly ReadNode[];
  /** What is missing in the picture: one sentence each. */
  readonly problems: readonly string[];
  /** How the file was taken (units, axes): one sentence each. */
  readonly remarks: readonly string[];
  /** Places that were left out. */
  readonly rejections: readonly ReadProblem[];
  /** The start of the file that says what it is, verbatim. */
  readonly head: string;
}
