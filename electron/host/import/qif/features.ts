/**
 * Where the features of a QIF document are by design (ISO 23952, Features library): definition → nominal →
 * item, joined by ids. Points are taken where a nominal gives exactly one place: an axis, a plane, a centre.
 */
import type { FeatureRecord } from "../../../../shared/model/record.ts";
import { child, textOf, type XmlElement } from "../text/xml-tree.ts";
import { parseDecimal } from "../text/parse-number.ts";

type Vector = readonly [number, number, number];

/** Where each kind of nominal keeps its point and its direction. */
const PLACES = [
  { point: ["Axis", "AxisPoint"], direction: ["Axis", "Direction"] },
  { point: ["Location"], direction: ["Normal"] },
  { point: ["Center"], direction: ["Normal"] },
  { point: ["CenterLine", "StartPoint"], direction: ["CenterLine", "Vector"] },
] as const;

/** @param toMillimetres factor of the document's linear unit */
export function readFeatures(
  features: XmlElement | undefined,
  items: ReadonlyMap<string, { readonly name: string; readonly nominalId: string | undefined }>,
  toMillimetres: number,
): readonly FeatureRecord[] {
  const definitions = byId(child(features, "FeatureDefinitions"));
  const nominals = byId(child(features, "FeatureNominals"));
  const records = new Map<string, FeatureRecord>();
  for (const { name, nominalId } of items.values()) {
    const nominal = nominals.get(nominalId ?? "");
    if (nominal === undefined || records.has(name)) continue;
    const place = PLACES.map(({ point, direction }) => ({
      point: vectorOf(textOf(nominal, ...point)),
      direction: vectorOf(textOf(nominal, ...direction)),
    })).find(({ point }) => point !== undefined);
    if (place?.point === undefined) continue;
    const definition = definitions.get(textOf(nominal, "FeatureDefinitionId") ?? "");
    const diameter = parseDecimal(textOf(definition, "Diameter") ?? "", false);
    const direction = place.direction === undefined ? undefined : unit(place.direction);
    records.set(name, {
      record: "feature",
      name,
      kind: nominal.name.replace(/FeatureNominal$/, "").toLowerCase(),
      point: place.point.map((value) => value * toMillimetres) as unknown as Vector,
      ...(direction === undefined ? {} : { direction }),
      ...(diameter === undefined ? {} : { diameter: diameter * toMillimetres }),
    });
  }
  return [...records.values()];
}

function byId(list: XmlElement | undefined): ReadonlyMap<string, XmlElement> {
  return new Map((list?.children ?? []).map((element) => [element.attributes["id"] ?? "", element]));
}

function vectorOf(text: string | undefined): Vector | undefined {
  const numbers = text
    ?.trim()
    .split(/\s+/)
    .map((word) => parseDecimal(word, false));
  const [x, y, z] = numbers ?? [];
  return numbers?.length !== 3 || x === undefined || y === undefined || z === undefined
    ? undefined
    : [x, y, z];
}

function unit([x, y, z]: Vector): Vector | undefined {
  const length = Math.hypot(x, y, z);
  return length > 0 ? [x / length, y / length, z / length] : undefined;
}

const MILLIMETRES: Readonly<Record<string, number>> = {
  mm: 1,
  millimeter: 1,
  cm: 10,
  m: 1000,
  meter: 1000,
  in: 25.4,
  inch: 25.4,
  um: 0.001,
  micrometer: 0.001,
};

/** Undefined for a unit whose size is not known: then nothing has a place. */
export function millimetresOf(linear: string): number | undefined {
  return MILLIMETRES[linear.toLowerCase()];
}
