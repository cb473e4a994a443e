/**
 * Volume, surface area and centre that the exporting system computed of its own solid (ISO 10303-1110
 * and the recommended practices of the CAx Interoperability Forum, "geometric validation property").
 */
import type { ExchangeFile, Parameter } from "../part21/exchange-file.ts";
import { attributes, isA, number, numbers, reference, references, text } from "../structure/instances.ts";
import { unitReader, unitSize } from "../structure/units.ts";
import type { Vector } from "../structure/transform.ts";

export interface StatedProperties {
  /** mm³ */
  readonly volume?: number;
  /** mm² */
  readonly area?: number;
  /** mm, in the part's own coordinates. */
  readonly centre?: Vector;
}

/** By #id of the product definition. */
export function readStatedProperties(file: ExchangeFile): ReadonlyMap<number, StatedProperties> {
  const unitsOf = unitReader(file);
  const used = new Map<number, number[]>();
  for (const link of file.ids("PROPERTY_DEFINITION_REPRESENTATION")) {
    const [definition, representation] = attributes(file, link, "PROPERTY_DEFINITION_REPRESENTATION").map(
      reference,
    );
    if (definition === undefined || representation === undefined) continue;
    const list = used.get(definition);
    if (list === undefined) used.set(definition, [representation]);
    else list.push(representation);
  }
  const stated = new Map<number, StatedProperties>();
  for (const property of file.ids("PROPERTY_DEFINITION")) {
    const [name, , definition] = attributes(file, property, "PROPERTY_DEFINITION");
    if (!/^geometric[ _]validation[ _]property$/i.test(text(name) ?? "")) continue;
    const product = productOf(file, reference(definition));
    if (product === undefined) continue;
    for (const representation of used.get(property) ?? []) {
      const [, items, context] = attributes(file, representation, "REPRESENTATION");
      const { length } = unitsOf(reference(context));
      const own = references(items).map((item) => readItem(file, item, length));
      // A volume of nothing is one that was never computed.
      if (own.some(({ volume, area }) => volume === 0 || area === 0)) continue;
      for (const item of own) {
        // What stands first holds: later ones are of parts of the shape.
        const before = stated.get(product) ?? {};
        stated.set(product, { ...item, ...before });
      }
    }
  }
  return stated;
}

/** Only properties of the whole product: those of a shape aspect or an occurrence are of something else. */
function productOf(file: ExchangeFile, definition: number | undefined): number | undefined {
  if (definition === undefined) return undefined;
  if (!isA(file, definition, "PRODUCT_DEFINITION_SHAPE"))
    return isA(file, definition, "PRODUCT_DEFINITION") ? definition : undefined;
  const of = reference(attributes(file, definition, "PROPERTY_DEFINITION")[2]);
  return of !== undefined && file.type(of)?.startsWith("PRODUCT_DEFINITION") === true ? of : undefined;
}

function readItem(file: ExchangeFile, item: number, length: number): StatedProperties {
  const [label] = attributes(file, item, "REPRESENTATION_ITEM", "MEASURE_REPRESENTATION_ITEM");
  const name = text(label)?.toLowerCase() ?? "";
  if (isA(file, item, "CARTESIAN_POINT")) {
    const [x, y, z] = numbers(attributes(file, item, "CARTESIAN_POINT")[1]).map((value) => value * length);
    // Other points are centres too, for example of loose construction points.
    const isCentre = /^(?:cent(?:re|er) point|centroid)$/.test(name);
    return isCentre && x !== undefined && y !== undefined && z !== undefined ? { centre: [x, y, z] } : {};
  }
  if (/^volume measure$/.test(name)) return named("volume", measureIn(file, item, 3));
  if (/^(?:wetted area|surface area|surface_area)(?: measure)?$/.test(name))
    return named("area", measureIn(file, item, 2));
  return {};
}

function named(kind: "volume" | "area", value: number | undefined): StatedProperties {
  return value === undefined ? {} : { [kind]: value };
}

/** The value in mm to the given power; undefined where its unit is none of length to that power. */
function measureIn(file: ExchangeFile, item: number, power: number): number | undefined {
  const all = attributes(file, item, "REPRESENTATION_ITEM", "MEASURE_WITH_UNIT");
  const [value, unit] = all.slice(-2);
  const size = number(value);
  const scale = derivedSize(file, unit, power);
  return size === undefined || scale === undefined || !(size >= 0) ? undefined : size * scale;
}

function derivedSize(file: ExchangeFile, unit: Parameter | undefined, power: number): number | undefined {
  const id = reference(unit);
  if (id === undefined) return undefined;
  const elements = references(attributes(file, id, "DERIVED_UNIT")[0]);
  let size = 1;
  let found = 0;
  for (const element of elements) {
    const [base, exponent] = attributes(file, element, "DERIVED_UNIT_ELEMENT");
    const of = reference(base);
    const own = of === undefined ? undefined : unitSize(file, of);
    const times = number(exponent);
    if (own?.of !== "length" || times === undefined) return undefined;
    size *= own.size ** times;
    found += times;
  }
  return found === power ? size : undefined;
}
