/** The face or the surface that a triangulated face is of (ISO 10303-42:2014, tessellated_face.geometric_link). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { surfaceOfFace } from "./faces.ts";
import { oneOf, reference } from "./instances.ts";

const TRIANGULATED: ReadonlySet<string> = new Set(["TRIANGULATED_FACE", "COMPLEX_TRIANGULATED_FACE"]);
const FACES: ReadonlySet<string> = new Set(["ADVANCED_FACE", "FACE_SURFACE"]);

export interface TessellatedLink {
  /** #id of the B-rep face; undefined where the link is to a surface alone. */
  readonly face?: number;
  /** #id */
  readonly surface?: number;
}

/** Empty for what is no triangulated face, has no link, or one that leads nowhere. */
export function tessellatedLink(file: ExchangeFile, id: number): TessellatedLink {
  if (oneOf(file, id, TRIANGULATED) === undefined || file.type(id)?.includes("+") === true) return {};
  // name, coordinates, pnmax, normals, geometric_link
  const target = reference(file.parameters(id)?.[4]);
  if (target === undefined || !file.has(target)) return {};
  if (oneOf(file, target, FACES) === undefined) return { surface: target };
  const surface = surfaceOfFace(file, target);
  return { face: target, ...(surface === undefined ? {} : { surface }) };
}
