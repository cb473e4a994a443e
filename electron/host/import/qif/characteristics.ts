/**
 * Characteristics of a QIF document (ISO 23952, Characteristics library): definition → nominal → item,
 * joined by ids. Limits come out absolute, in the document's own units.
 */
import type { CharacteristicRecord, PartReference } from "../../../../shared/model/record.ts";
import { child, textOf, type XmlElement } from "../text/xml-tree.ts";
import { parseDecimal } from "../text/parse-number.ts";

export interface QifUnits {
  readonly linear: string;
  readonly angular: string;
}

export interface QifCharacteristic extends Omit<CharacteristicRecord, "record" | "part"> {
  /** Element id of the characteristic item, by which actuals refer to it. */
  readonly itemId: string;
  /** What the item measures is the unit's own number: a habit of reports without a serial field. */
  readonly isUnitNumber: boolean;
}

interface Definition {
  readonly kind: string;
  readonly name: string | undefined;
  readonly element: XmlElement;
}

/** Characteristics in item order, names made distinct by " (2)", " (3)" …. */
export function readCharacteristics(
  library: XmlElement | undefined,
  units: QifUnits,
): readonly QifCharacteristic[] {
  const definitions = new Map<string, Definition>();
  for (const element of child(library, "CharacteristicDefinitions")?.children ?? []) {
    const id = element.attributes["id"];
    if (id !== undefined)
      definitions.set(id, { kind: kindOf(element.name), name: textOf(element, "Name"), element });
  }
  const nominals = new Map<string, XmlElement>();
  for (const element of child(library, "CharacteristicNominals")?.children ?? []) {
    const id = element.attributes["id"];
    if (id !== undefined) nominals.set(id, element);
  }
  const taken = new Map<string, number>();
  const distinct = (name: string): string => {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
  const describe = (id: string, source: XmlElement, nominal: XmlElement | undefined): QifCharacteristic => {
    const definition = definitions.get(textOf(nominal, "CharacteristicDefinitionId") ?? "");
    const kind = definition?.kind ?? kindOf(source.name);
    const written =
      textOf(source, "Name") ??
      textOf(source, "CharacteristicDesignator", "Designator") ??
      textOf(nominal, "CharacteristicDesignator", "Designator") ??
      definition?.name ??
      `${kind} ${id}`;
    const target = numberOf(nominal, "TargetValue");
    const limits = definition === undefined ? {} : readLimits(definition, target);
    const uom = kind.includes("angle") ? units.angular : units.linear;
    const isUnitNumber = /^(part|serial)[ _-]?(number|no\.?|#)$/i.test(written);
    const values = { ...(target === undefined ? {} : { nominal: target }), ...limits };
    return { itemId: id, isUnitNumber, name: distinct(written), kind, uom, ...values };
  };
  const items = child(library, "CharacteristicItems")?.children ?? [];
  const used = new Set(items.map((item) => textOf(item, "CharacteristicNominalId")));
  const fromItems = items.flatMap((item) => {
    const id = item.attributes["id"];
    return id === undefined
      ? []
      : [describe(id, item, nominals.get(textOf(item, "CharacteristicNominalId") ?? ""))];
  });
  // A model-based definition stops at the nominals: nothing has been planned to be measured yet.
  const fromNominals = [...nominals].flatMap(([id, nominal]) =>
    used.has(id) ? [] : [describe(id, nominal, nominal)],
  );
  return [...fromItems, ...fromNominals];
}

type Limits = Pick<CharacteristicRecord, "lowerLimit" | "upperLimit" | "remark">;

function readLimits(definition: Definition, target: number | undefined): Limits {
  const { element, kind } = definition;
  const tolerance = child(element, "Tolerance");
  if (tolerance !== undefined) {
    const maximum = numberOf(tolerance, "MaxValue");
    const minimum = numberOf(tolerance, "MinValue");
    const asLimit =
      textOf(tolerance, "DefinedAsLimit") === "true" || textOf(tolerance, "DefinedAsLimit") === "1";
    if (!asLimit && target === undefined) {
      return maximum === undefined && minimum === undefined
        ? {}
        : { remark: "The tolerance is relative to a nominal that the file does not give." };
    }
    const base = asLimit ? 0 : (target ?? 0);
    // Sums of decimal fractions: 4.5 + 0.508 must be 5.008 and not 5.0080000000000004.
    const limit = (value: number): number => Number((base + value).toPrecision(12));
    return {
      ...(minimum === undefined ? {} : { lowerLimit: limit(minimum) }),
      ...(maximum === undefined ? {} : { upperLimit: limit(maximum) }),
    };
  }
  const zone = numberOf(element, "ToleranceValue");
  if (zone === undefined) return {};
  const width = Math.abs(zone);
  const remark = zone < 0 ? { remark: `The file gives the tolerance as ${zone}; its amount is used.` } : {};
  // ASME Y14.5: the measured value of a point profile is a signed distance, so its zone lies on both sides.
  if (kind === "pointprofile") return { lowerLimit: -width / 2, upperLimit: width / 2, ...remark };
  return { lowerLimit: 0, upperLimit: width, ...remark };
}

/** `DiameterCharacteristicDefinition` → `diameter`. */
function kindOf(elementName: string): string {
  return elementName.replace(/Characteristic(Definition|Nominal|Item)$/, "").toLowerCase();
}

function numberOf(element: XmlElement | undefined, name: string): number | undefined {
  const text = textOf(element, name);
  return text === undefined ? undefined : parseDecimal(text, false);
}

export function characteristicRecord(
  part: PartReference,
  characteristic: QifCharacteristic,
): CharacteristicRecord {
  const { itemId: _id, isUnitNumber: _number, ...rest } = characteristic;
  return { record: "characteristic", part, ...rest };
}
