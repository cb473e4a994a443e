/** Dimensions (ISO 10303-47 dimensional_size, dimensional_location) with their values and tolerances. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, reference, references, text } from "../structure/instances.ts";
import { measured } from "../structure/units.ts";
import { rounded, written, type PmiItem } from "./pmi-item.ts";
import type { ShapeAspects } from "./shape-aspects.ts";

const SIZES = [
  "DIMENSIONAL_SIZE",
  "DIMENSIONAL_SIZE_WITH_PATH",
  "DIMENSIONAL_SIZE_WITH_DATUM_FEATURE",
  "ANGULAR_SIZE",
  "EXTERNALLY_DEFINED_DIMENSION_DEFINITION",
];
const LOCATIONS = [
  "DIMENSIONAL_LOCATION",
  "DIMENSIONAL_LOCATION_WITH_PATH",
  "DIRECTED_DIMENSIONAL_LOCATION",
  "DIMENSIONAL_LOCATION_WITH_DATUM_FEATURE",
  "ANGULAR_LOCATION",
];
const SYMBOLS: Readonly<Record<string, string>> = {
  diameter: "⌀ ",
  "spherical-diameter": "S⌀ ",
  radius: "R ",
  "spherical-radius": "SR ",
};

interface Value {
  readonly size: number;
  readonly uom: "mm" | "deg";
}

/** What DIMENSIONAL_CHARACTERISTIC_REPRESENTATION and PLUS_MINUS_TOLERANCE say of one dimension. */
interface Statement {
  nominal?: Value;
  upper?: Value;
  lower?: Value;
  plus?: Value;
  minus?: Value;
  fit?: string;
  notes: string[];
}

export interface Dimension extends PmiItem {
  /** #id of the dimension: tolerances may be of it. */
  readonly id: number;
}

export function readDimensions(file: ExchangeFile, aspects: ShapeAspects): readonly Dimension[] {
  const statements = readStatements(file);
  const sizes = once(file, SIZES).map((id): Dimension => {
    const [applies, name] = sizeAttributes(file, id);
    const features = [reference(applies)].filter((aspect) => aspect !== undefined);
    return dimension(file, id, text(name), features, statements.get(id), aspects);
  });
  const locations = once(file, LOCATIONS).map((id): Dimension => {
    // name, description, relating_shape_aspect, related_shape_aspect
    const [name, , from, to] = attributes(file, id, "SHAPE_ASPECT_RELATIONSHIP");
    const features = [reference(from), reference(to)].filter((aspect) => aspect !== undefined);
    return dimension(file, id, text(name), features, statements.get(id), aspects);
  });
  return [...sizes, ...locations];
}

function once(file: ExchangeFile, kinds: readonly string[]): readonly number[] {
  return [...new Set(kinds.flatMap((kind) => file.ids(kind)))];
}

/** applies_to, name: behind the four of the shape aspect where the dimension is a datum feature too. */
function sizeAttributes(file: ExchangeFile, id: number): ReturnType<typeof attributes> {
  const all = attributes(file, id, "DIMENSIONAL_SIZE");
  return file.type(id) === "DIMENSIONAL_SIZE_WITH_DATUM_FEATURE" ? all.slice(4) : all;
}

function dimension(
  file: ExchangeFile,
  id: number,
  name: string | undefined,
  features: readonly number[],
  statement: Statement | undefined,
  aspects: ShapeAspects,
): Dimension {
  const isAngle = isA(file, id, "ANGULAR_SIZE") || isA(file, id, "ANGULAR_LOCATION");
  const kind = isAngle ? "angle" : (name ?? "length").toLowerCase().replaceAll(/[\s_]+/g, "-");
  const { nominal, upper, lower, plus, minus, fit, notes = [] } = statement ?? {};
  const isBasic = notes.includes("theoretical");
  const isReference = notes.includes("auxiliary");
  const limits = {
    lower:
      lower?.size ?? (nominal !== undefined && minus !== undefined ? nominal.size + minus.size : undefined),
    upper:
      upper?.size ?? (nominal !== undefined && plus !== undefined ? nominal.size + plus.size : undefined),
  };
  const uom = (nominal ?? upper ?? lower)?.uom;
  const size = sizeText(statement ?? { notes: [] }, limits);
  const marked = isBasic ? `[${size}]` : isReference ? `(${size})` : size;
  const other = notes.filter((note) => note !== "theoretical" && note !== "auxiliary");
  return {
    id,
    product: features.map((aspect) => aspects.product(aspect)).find((product) => product !== undefined),
    callout: [`${SYMBOLS[kind] ?? `${kind.replaceAll("-", " ")} `}${marked}`, ...other].join(", "),
    kind,
    ...(nominal === undefined ? {} : { nominal: rounded(nominal.size) }),
    ...(limits.lower === undefined ? {} : { lowerLimit: rounded(limits.lower) }),
    ...(limits.upper === undefined ? {} : { upperLimit: rounded(limits.upper) }),
    ...(uom === undefined ? {} : { uom }),
    faces: [...new Set(features.flatMap((aspect) => aspects.faces(aspect)))],
    ...(fit === undefined ? {} : { remark: `The fit ${fit} is stated without its limits.` }),
  };
}

function sizeText(
  { nominal, plus, minus, fit }: Statement,
  limits: { readonly lower: number | undefined; readonly upper: number | undefined },
): string {
  const degree = nominal?.uom === "deg" ? "°" : "";
  if (nominal === undefined) {
    if (limits.lower === undefined && limits.upper === undefined) return "without a value";
    return [limits.lower, limits.upper]
      .map((limit) => (limit === undefined ? "" : written(limit)))
      .join(" … ");
  }
  const value = `${written(nominal.size)}${degree}`;
  if (fit !== undefined) return `${value} ${fit}`;
  if (plus !== undefined && minus !== undefined) {
    const [above, below] = [written(plus.size), written(minus.size)];
    if (written(-minus.size) === above) return `${value} ±${above}${degree}`;
    return `${value} ${plus.size > 0 ? "+" : ""}${above}/${below}${degree}`;
  }
  if (limits.lower === undefined && limits.upper === undefined) return value;
  const [low, high] = [limits.lower, limits.upper].map((limit) =>
    limit === undefined ? "" : written(limit),
  );
  return `${value} (${low} … ${high})`;
}

function readStatements(file: ExchangeFile): ReadonlyMap<number, Statement> {
  const statements = new Map<number, Statement>();
  const of = (id: number): Statement => {
    const known = statements.get(id) ?? { notes: [] };
    statements.set(id, known);
    return known;
  };
  for (const link of file.ids("DIMENSIONAL_CHARACTERISTIC_REPRESENTATION")) {
    const [target, used] = attributes(file, link, "DIMENSIONAL_CHARACTERISTIC_REPRESENTATION");
    const [id, representation] = [reference(target), reference(used)];
    if (id === undefined || representation === undefined) continue;
    const items = references(attributes(file, representation, "REPRESENTATION")[1]);
    for (const item of items) readItem(file, item, of(id));
  }
  for (const tolerance of file.ids("PLUS_MINUS_TOLERANCE")) {
    const [range, target] = attributes(file, tolerance, "PLUS_MINUS_TOLERANCE");
    const [values, id] = [reference(range), reference(target)];
    if (values === undefined || id === undefined) continue;
    if (isA(file, values, "LIMITS_AND_FITS")) {
      const [form, , grade] = attributes(file, values, "LIMITS_AND_FITS");
      of(id).fit = `${text(form) ?? ""}${text(grade) ?? ""}`;
      continue;
    }
    const [lower, upper] = attributes(file, values, "TOLERANCE_VALUE").map(reference);
    const [minus, plus] = [lower, upper].map((bound) =>
      bound === undefined ? undefined : valueOf(file, bound),
    );
    Object.assign(of(id), minus === undefined ? {} : { minus }, plus === undefined ? {} : { plus });
  }
  return statements;
}

function readItem(file: ExchangeFile, item: number, into: Statement): void {
  if (isA(file, item, "COMPOUND_REPRESENTATION_ITEM")) {
    for (const inner of file.references(item)) if (inner !== item) readItem(file, inner, into);
    return;
  }
  if (isA(file, item, "DESCRIPTIVE_REPRESENTATION_ITEM")) {
    const note = text(attributes(file, item, "REPRESENTATION_ITEM", "DESCRIPTIVE_REPRESENTATION_ITEM")[1]);
    if (note !== undefined) into.notes.push(note);
    return;
  }
  const value = valueOf(file, item);
  if (value === undefined) return;
  const [name] = attributes(file, item, "REPRESENTATION_ITEM");
  switch (text(name)?.toLowerCase()) {
    case "upper limit":
      into.upper = value;
      break;
    case "lower limit":
      into.lower = value;
      break;
    default:
      into.nominal ??= value;
  }
}

function valueOf(file: ExchangeFile, id: number): Value | undefined {
  const value = measured(file, id);
  if (value === undefined) return undefined;
  return value.of === "length"
    ? { size: value.size, uom: "mm" }
    : { size: (value.size * 180) / Math.PI, uom: "deg" };
}
