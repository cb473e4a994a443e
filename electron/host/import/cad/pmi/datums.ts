/** Datums, and how a tolerance refers to them (ISO 10303-47 datum, datum_system, datum_reference). */
import type { ExchangeFile, Parameter } from "../part21/exchange-file.ts";
import { attributes, enumeration, isA, number, reference, references, text } from "../structure/instances.ts";
import type { PmiItem } from "./pmi-item.ts";
import type { ShapeAspects } from "./shape-aspects.ts";

/** Marks of ASME Y14.5 and ISO 5459 for modifiers of datums and tolerances. */
const MARKS: Readonly<Record<string, string>> = {
  MAXIMUM_MATERIAL_REQUIREMENT: "(M)",
  MAXIMUM_MATERIAL_CONDITION: "(M)",
  LEAST_MATERIAL_REQUIREMENT: "(L)",
  LEAST_MATERIAL_CONDITION: "(L)",
  REGARDLESS_OF_FEATURE_SIZE: "(S)",
  RECIPROCITY_REQUIREMENT: "(R)",
  FREE_STATE: "(F)",
  TANGENT_PLANE: "(T)",
  STATISTICAL_TOLERANCE: "ST",
  SEPARATE_REQUIREMENT: "SEP REQT",
  TRANSLATION: "▷",
  COMMON_ZONE: "CZ",
  PROJECTED: "(P)",
};

/** Marks of a modifier, or of a list of them; words for those without a mark. */
export function modifierMarks(parameter: Parameter | undefined): readonly string[] {
  if (parameter?.kind === "list") return parameter.items.flatMap(modifierMarks);
  if (parameter?.kind === "typed") return parameter.value.flatMap(modifierMarks);
  const word = enumeration(parameter);
  return word === undefined ? [] : [MARKS[word] ?? word.toLowerCase().replaceAll("_", " ")];
}

/** Letters in order, for example `["A", "B(M)", "C-D"]`, of what GEOMETRIC_TOLERANCE_WITH_DATUM_REFERENCE lists. */
export function datumLetters(file: ExchangeFile, systems: Parameter | undefined): readonly string[] {
  const older: { readonly order: number; readonly letter: string }[] = [];
  const letters: string[] = [];
  for (const id of references(systems)) {
    if (isA(file, id, "DATUM_SYSTEM")) {
      const [, , , , compartments] = attributes(file, id, "SHAPE_ASPECT", "DATUM_SYSTEM");
      letters.push(...references(compartments).map((compartment) => compartmentText(file, compartment)));
    } else if (isA(file, id, "DATUM_REFERENCE") || isA(file, id, "REFERENCED_MODIFIED_DATUM")) {
      // AP203 second edition: precedence, referenced_datum, modifier
      const [order, datum, modifier] = attributes(file, id, "DATUM_REFERENCE", "REFERENCED_MODIFIED_DATUM");
      const letter = `${letterOf(file, reference(datum))}${modifierMarks(modifier).join("")}`;
      older.push({ order: number(order) ?? 0, letter });
    }
  }
  return [...letters, ...older.sort((a, b) => a.order - b.order).map(({ letter }) => letter)];
}

function compartmentText(file: ExchangeFile, compartment: number): string {
  // name, description, of_shape, product_definitional, base, modifiers
  const [, , , , base, modifiers] = attributes(file, compartment, "SHAPE_ASPECT", "GENERAL_DATUM_REFERENCE");
  const marks = modifierMarks(modifiers).join("");
  if (base?.kind !== "typed") return `${letterOf(file, reference(base))}${marks}`;
  const elements = references(base.value[0]).map((element) => compartmentText(file, element));
  return `${elements.join("-")}${marks}`;
}

function letterOf(file: ExchangeFile, datum: number | undefined): string {
  if (datum === undefined) return "?";
  if (!isA(file, datum, "DATUM")) return "?";
  return text(attributes(file, datum, "SHAPE_ASPECT", "DATUM")[4]) ?? "?";
}

/** Each datum with the faces of its features and targets. */
export function readDatums(file: ExchangeFile, aspects: ShapeAspects): readonly PmiItem[] {
  return file.ids("DATUM").map((datum): PmiItem => {
    // A feature of its own, or targets on a feature (ISO 10303-47 datum_target).
    const features = aspects.relating(datum).flatMap((feature) => [feature, ...aspects.relating(feature)]);
    const faces = features.flatMap((feature) => aspects.faces(feature));
    return {
      product: aspects.product(datum),
      callout: `datum ${letterOf(file, datum)}`,
      kind: "datum",
      faces: [...new Set(faces)],
    };
  });
}
