/** What an item of a shape representation is to a viewer. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, oneOf, references } from "./instances.ts";

/** Bounded by faces: can be drawn. */
const FACED: ReadonlySet<string> = new Set([
  "MANIFOLD_SOLID_BREP",
  "BREP_WITH_VOIDS",
  "FACETED_BREP",
  "SHELL_BASED_SURFACE_MODEL",
  "FACE_BASED_SURFACE_MODEL",
  "CLOSED_SHELL",
  "OPEN_SHELL",
  "ORIENTED_CLOSED_SHELL",
  "ORIENTED_OPEN_SHELL",
  "CONNECTED_FACE_SET",
  "ADVANCED_FACE",
  "FACE_SURFACE",
]);

/** Solids described by how they are made (ISO 10303-42, clause 6; -113). */
const CONSTRUCTED: ReadonlySet<string> = new Set([
  "CSG_SOLID",
  "BOOLEAN_RESULT",
  "EXTRUDED_AREA_SOLID",
  "REVOLVED_AREA_SOLID",
  "SURFACE_CURVE_SWEPT_AREA_SOLID",
  "EXTRUDED_FACE_SOLID",
  "REVOLVED_FACE_SOLID",
  "SWEPT_DISK_SOLID",
  "SOLID_REPLICA",
  "HALF_SPACE_SOLID",
  "BLOCK",
  "SPHERE",
  "TORUS",
  "RIGHT_ANGULAR_WEDGE",
  "RIGHT_CIRCULAR_CONE",
  "RIGHT_CIRCULAR_CYLINDER",
]);

const CURVES =
  /CURVE|WIREFRAME|GEOMETRIC_SET|^(?:LINE|CIRCLE|ELLIPSE|POLYLINE|CARTESIAN_POINT|VERTEX_POINT)$/;

export type ItemKind = "faced" | "constructed" | "tessellated" | "curves" | "mapped" | "none";

/** `none`: an axis, a text, a measure: nothing to be drawn. */
export function itemKind(file: ExchangeFile, id: number): ItemKind {
  const type = file.type(id);
  if (type === undefined) return "none";
  if (oneOf(file, id, FACED) !== undefined) return "faced";
  if (type === "MAPPED_ITEM" || type.includes("MAPPED_ITEM")) return "mapped";
  if (oneOf(file, id, CONSTRUCTED) !== undefined) return "constructed";
  if (/TESSELLATED|TRIANGULATED/.test(type)) return "tessellated";
  return type.split("+").some((keyword) => CURVES.test(keyword)) ? "curves" : "none";
}

const TESSELLATED_WHOLES: ReadonlySet<string> = new Set(["TESSELLATED_SOLID", "TESSELLATED_SHELL"]);
const TESSELLATED_FACES: ReadonlySet<string> = new Set([
  "TRIANGULATED_FACE",
  "COMPLEX_TRIANGULATED_FACE",
  "TRIANGULATED_SURFACE_SET",
  "COMPLEX_TRIANGULATED_SURFACE_SET",
]);

/** Made of triangles; the other tessellated items are curves, points, and the letters of annotations. */
export function isTessellation(file: ExchangeFile, id: number): boolean {
  return (
    oneOf(file, id, TESSELLATED_WHOLES) !== undefined || oneOf(file, id, TESSELLATED_FACES) !== undefined
  );
}

/** #ids of the triangulated faces of a tessellation, itself where it is one. */
export function tessellatedFaces(file: ExchangeFile, item: number): readonly number[] {
  if (oneOf(file, item, TESSELLATED_WHOLES) === undefined) return [item];
  return references(attributes(file, item, "REPRESENTATION_ITEM", "TESSELLATED_SOLID")[1]).filter(
    (id) => oneOf(file, id, TESSELLATED_FACES) !== undefined,
  );
}
