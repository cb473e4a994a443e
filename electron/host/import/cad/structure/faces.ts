/** From a solid or surface model down to its faces (ISO 10303-42, topology_schema). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, oneOf, reference, references } from "./instances.ts";

export interface FaceOfItem {
  readonly id: number;
  /** Shells that it lies in, the innermost first. */
  readonly within: readonly number[];
}

interface Step {
  readonly kind: string;
  /** Records of a complex instance that hold the attributes. */
  readonly records: readonly string[];
  /** Attributes that lead one step down. */
  readonly at: readonly number[];
}

const ITEM = "REPRESENTATION_ITEM";
const SHELL = "CONNECTED_FACE_SET";
const SOLID = "MANIFOLD_SOLID_BREP";

/** Subtypes before their supertypes: a complex instance has the keywords of both. */
const STEPS: readonly Step[] = [
  { kind: "BREP_WITH_VOIDS", records: [ITEM, SOLID, "BREP_WITH_VOIDS"], at: [1, 2] },
  { kind: "FACETED_BREP", records: [ITEM, SOLID], at: [1] },
  { kind: "MANIFOLD_SOLID_BREP", records: [ITEM, SOLID], at: [1] },
  { kind: "SHELL_BASED_SURFACE_MODEL", records: [ITEM, "SHELL_BASED_SURFACE_MODEL"], at: [1] },
  { kind: "FACE_BASED_SURFACE_MODEL", records: [ITEM, "FACE_BASED_SURFACE_MODEL"], at: [1] },
  // What is oriented derives its own list (*) and names the one that it turns.
  { kind: "ORIENTED_CLOSED_SHELL", records: [ITEM, SHELL, "ORIENTED_CLOSED_SHELL"], at: [2] },
  { kind: "ORIENTED_OPEN_SHELL", records: [ITEM, SHELL, "ORIENTED_OPEN_SHELL"], at: [2] },
  { kind: "ORIENTED_FACE", records: [ITEM, "FACE", "ORIENTED_FACE"], at: [2] },
  { kind: "CLOSED_SHELL", records: [ITEM, SHELL], at: [1] },
  { kind: "OPEN_SHELL", records: [ITEM, SHELL], at: [1] },
  { kind: "CONNECTED_FACE_SUB_SET", records: [ITEM, SHELL], at: [1] },
  { kind: "CONNECTED_FACE_SET", records: [ITEM, SHELL], at: [1] },
];
const FACES: ReadonlySet<string> = new Set(["ADVANCED_FACE", "FACE_SURFACE", "FACE"]);

/** solid, oriented shell, shell, oriented face, face */
const DEEPEST = 6;

export function isFace(file: ExchangeFile, id: number): boolean {
  return oneOf(file, id, FACES) !== undefined && !isA(file, id, "ORIENTED_FACE");
}

/** Faces in shell order, each once; `missing`: instances that the file refers to and doesn't hold. */
export function facesOf(
  file: ExchangeFile,
  item: number,
): { readonly faces: readonly FaceOfItem[]; readonly missing: number } {
  let missing = 0;
  const faces: FaceOfItem[] = [];
  const seen = new Set<number>();
  const walk = (id: number, within: readonly number[]): void => {
    if (seen.has(id) || within.length > DEEPEST) return;
    seen.add(id);
    if (!file.has(id)) missing += 1;
    if (isFace(file, id)) {
      faces.push({ id, within });
      return;
    }
    const step = STEPS.find(({ kind }) => isA(file, id, kind));
    if (step === undefined) return;
    const values = attributes(file, id, ...step.records);
    const inside = [id, ...within];
    for (const index of step.at) for (const child of references(values[index])) walk(child, inside);
  };
  walk(item, []);
  return { faces, missing };
}

/** Reference to a face's surface; undefined for a FACE that has none. */
export function surfaceOfFace(file: ExchangeFile, face: number): number | undefined {
  return reference(attributes(file, face, "REPRESENTATION_ITEM", "FACE", "FACE_SURFACE")[2]);
}
