/**
 * Which faces a shape aspect is (ISO 10303-41 shape_aspect, -1110 geometric_item_specific_usage). A
 * composite aspect is the faces of its components; a derived one (a centre plane) those it is derived from.
 */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, reference, references } from "../structure/instances.ts";
import { tessellatedLink } from "../structure/tessellated-links.ts";

const USAGES = ["GEOMETRIC_ITEM_SPECIFIC_USAGE", "ITEM_IDENTIFIED_REPRESENTATION_USAGE"];
const RELATIONS = [
  "SHAPE_ASPECT_RELATIONSHIP",
  "SHAPE_ASPECT_DERIVING_RELATIONSHIP",
  "FEATURE_FOR_DATUM_TARGET_RELATIONSHIP",
];
const FACES = ["ADVANCED_FACE", "FACE_SURFACE"];
const TRIANGULATED = ["TRIANGULATED_FACE", "COMPLEX_TRIANGULATED_FACE"];
/** Not features: a feature leads to the datum it makes, and that to nothing. */
const DATUMS = ["DATUM", "COMMON_DATUM", "DATUM_SYSTEM", "DATUM_REFERENCE_COMPARTMENT"];

export interface ShapeAspects {
  /** #ids of the faces, each once. */
  readonly faces: (aspect: number) => readonly number[];
  /** Aspects that are related to this one: the features of a datum. */
  readonly relating: (aspect: number) => readonly number[];
  /** #id of the product definition that it is an aspect of. */
  readonly product: (aspect: number) => number | undefined;
}

export function readShapeAspects(file: ExchangeFile): ShapeAspects {
  const items = new Map<number, number[]>();
  for (const kind of USAGES) {
    for (const usage of file.ids(kind)) {
      // name, description, definition, used_representation, identified_item
      const [, , definition, , identified] = attributes(file, usage, "ITEM_IDENTIFIED_REPRESENTATION_USAGE");
      const aspect = reference(definition);
      if (aspect !== undefined) add(items, aspect, ...references(flat(identified)));
    }
  }
  const related = new Map<number, number[]>();
  const relating = new Map<number, number[]>();
  for (const kind of RELATIONS) {
    for (const relation of file.ids(kind)) {
      const [, , from, to] = attributes(file, relation, "SHAPE_ASPECT_RELATIONSHIP");
      const [whole, part] = [reference(from), reference(to)];
      if (whole === undefined || part === undefined) continue;
      add(related, whole, part);
      add(relating, part, whole);
    }
  }
  const facesOf = (id: number): readonly number[] => {
    if (FACES.some((kind) => isA(file, id, kind))) return [id];
    // What is said of triangles holds of the face that they are of.
    const { face } = tessellatedLink(file, id);
    if (!TRIANGULATED.some((kind) => isA(file, id, kind))) return [];
    return face === undefined ? [id] : [id, face];
  };
  const known = new Map<number, readonly number[]>();
  const faces = (aspect: number): readonly number[] => {
    const remembered = known.get(aspect);
    if (remembered !== undefined) return remembered;
    const found = new Set<number>();
    const visited = new Set<number>([aspect]);
    const open = [aspect];
    // It grows as it is gone through.
    for (const id of open) {
      for (const item of items.get(id) ?? []) for (const face of facesOf(item)) found.add(face);
      for (const next of related.get(id) ?? []) {
        if (visited.has(next) || DATUMS.some((kind) => isA(file, next, kind))) continue;
        visited.add(next);
        open.push(next);
      }
    }
    const result = [...found];
    known.set(aspect, result);
    return result;
  };
  return {
    faces,
    relating: (aspect) => relating.get(aspect) ?? [],
    product: (aspect) => {
      const shape = isA(file, aspect, "PRODUCT_DEFINITION_SHAPE")
        ? aspect
        : reference(attributes(file, aspect, "SHAPE_ASPECT")[2]);
      return shape === undefined ? undefined : reference(attributes(file, shape, "PROPERTY_DEFINITION")[2]);
    },
  };
}

/** A set of references inside a type: SET_REPRESENTATION_ITEM((#1,#2)). */
function flat(parameter: ReturnType<typeof attributes>[number] | undefined): typeof parameter {
  return parameter?.kind === "typed" ? parameter.value[0] : parameter;
}

function add(lists: Map<number, number[]>, key: number, ...values: readonly number[]): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [...values]);
  else list.push(...values);
}
