/** Geometric tolerances (ISO 10303-47 geometric_tolerance) with zone, modifiers and datum references. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, reference, references, text } from "../structure/instances.ts";
import { measured } from "../structure/units.ts";
import { datumLetters, modifierMarks } from "./datums.ts";
import type { Dimension } from "./dimensions.ts";
import { rounded, written, type PmiItem } from "./pmi-item.ts";
import type { ShapeAspects } from "./shape-aspects.ts";

const KINDS = [
  "ANGULARITY",
  "CIRCULAR_RUNOUT",
  "COAXIALITY",
  "CONCENTRICITY",
  "CYLINDRICITY",
  "FLATNESS",
  "LINE_PROFILE",
  "PARALLELISM",
  "PERPENDICULARITY",
  "POSITION",
  "ROUNDNESS",
  "STRAIGHTNESS",
  "SURFACE_PROFILE",
  "SYMMETRY",
  "TOTAL_RUNOUT",
] as const;
/** The word that inspection (QIF) uses. */
const WORDS: Readonly<Record<string, string>> = { ROUNDNESS: "circularity" };

export function readTolerances(
  file: ExchangeFile,
  aspects: ShapeAspects,
  dimensions: readonly Dimension[],
): readonly PmiItem[] {
  const zones = zoneForms(file);
  const byDimension = new Map(dimensions.map((dimension) => [dimension.id, dimension]));
  return KINDS.flatMap((kind) =>
    file.ids(`${kind}_TOLERANCE`).map((id): PmiItem => {
      // name, description, magnitude, toleranced_shape_aspect; of a simple instance the datum references follow.
      const own = attributes(file, id, "GEOMETRIC_TOLERANCE");
      const isSimple = file.type(id)?.includes("+") !== true;
      const magnitude = reference(own[2]);
      const size = magnitude === undefined ? undefined : measured(file, magnitude);
      const target = reference(own[3]);
      const letters = datumLetters(
        file,
        isSimple ? own[4] : file.parameters(id, "GEOMETRIC_TOLERANCE_WITH_DATUM_REFERENCE")?.[0],
      );
      const marks = ["GEOMETRIC_TOLERANCE_WITH_MODIFIERS", "MODIFIED_GEOMETRIC_TOLERANCE"].flatMap((record) =>
        isSimple ? [] : modifierMarks(file.parameters(id, record)?.[0]),
      );
      const word = WORDS[kind] ?? kind.toLowerCase().replaceAll("_", "-");
      const zone = size === undefined ? "without a value" : `${zones.get(id) ?? ""}${written(size.size)}`;
      const whole = target !== undefined && isA(file, target, "PRODUCT_DEFINITION_SHAPE") ? ["all over"] : [];
      const dimension = target === undefined ? undefined : byDimension.get(target);
      return {
        product: dimension?.product ?? (target === undefined ? undefined : aspects.product(target)),
        callout: [
          word.replaceAll("-", " "),
          zone,
          ...extras(file, id, isSimple),
          ...marks,
          ...letters,
          ...whole,
        ].join(" "),
        kind: word,
        ...(size === undefined
          ? {}
          : { lowerLimit: 0, upperLimit: rounded(size.size), uom: size.of === "length" ? "mm" : "deg" }),
        faces: dimension?.faces ?? (target === undefined ? [] : aspects.faces(target)),
      };
    }),
  );
}

/** Displacement of an unequal profile, length of a unit basis. */
function extras(file: ExchangeFile, id: number, isSimple: boolean): readonly string[] {
  if (isSimple) return [];
  const lengthOf = (record: string): string | undefined => {
    const measure = reference(file.parameters(id, record)?.[0]);
    const value = measure === undefined ? undefined : measured(file, measure);
    return value === undefined ? undefined : written(value.size);
  };
  const displacement = lengthOf("UNEQUALLY_DISPOSED_GEOMETRIC_TOLERANCE");
  const unit = lengthOf("GEOMETRIC_TOLERANCE_WITH_DEFINED_UNIT");
  return [
    ...(displacement === undefined ? [] : [`(U) ${displacement}`]),
    ...(unit === undefined ? [] : [`/ ${unit}`]),
  ];
}

/** `⌀ ` or `S⌀ ` for zones that are round. */
function zoneForms(file: ExchangeFile): ReadonlyMap<number, string> {
  const forms = new Map<number, string>();
  for (const zone of file.ids("TOLERANCE_ZONE")) {
    // name, description, of_shape, product_definitional, defining_tolerance, form
    const [, , , , tolerances, form] = attributes(file, zone, "SHAPE_ASPECT", "TOLERANCE_ZONE");
    const shape = reference(form);
    if (shape === undefined || !isA(file, shape, "TOLERANCE_ZONE_FORM")) continue;
    const name = text(attributes(file, shape, "TOLERANCE_ZONE_FORM")[0]) ?? "";
    const mark = /^(?:cylindrical|within a cylinder|within a circle)/.test(name)
      ? "⌀ "
      : /spher/.test(name)
        ? "S⌀ "
        : undefined;
    if (mark !== undefined) for (const tolerance of references(tolerances)) forms.set(tolerance, mark);
  }
  return forms;
}
