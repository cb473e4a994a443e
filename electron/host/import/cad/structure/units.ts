/** Units of a representation context (ISO 10303-41, measure_schema; -42, global_unit_assigned_context). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, enumeration, isA, number, reference, references, text } from "./instances.ts";

export interface ContextUnits {
  /** mm */
  readonly length: number;
  /** radians */
  readonly angle: number;
  /** The context states a length unit that could be read. */
  readonly lengthStated: boolean;
}

const UNSTATED: ContextUnits = { length: 1, angle: 1, lengthStated: false };

/** Powers of ten of si_prefix. */
const PREFIXES: Readonly<Record<string, number>> = {
  EXA: 18,
  PETA: 15,
  TERA: 12,
  GIGA: 9,
  MEGA: 6,
  KILO: 3,
  HECTO: 2,
  DECA: 1,
  DECI: -1,
  CENTI: -2,
  MILLI: -3,
  MICRO: -6,
  NANO: -9,
  PICO: -12,
  FEMTO: -15,
  ATTO: -18,
};

/** Where a conversion factor can't be read, its name still says it (mm, radians). */
const NAMED: Readonly<Record<string, number>> = {
  INCH: 25.4,
  FOOT: 304.8,
  YARD: 914.4,
  MIL: 0.0254,
  MILLIMETRE: 1,
  METRE: 1000,
  DEGREE: Math.PI / 180,
};

/** A conversion of a conversion of a …: real files have one step. */
const DEEPEST = 8;

/** Remembers each context. */
export function unitReader(file: ExchangeFile): (context: number | undefined) => ContextUnits {
  const known = new Map<number, ContextUnits>();
  return (context) => {
    if (context === undefined) return UNSTATED;
    const remembered = known.get(context);
    if (remembered !== undefined) return remembered;
    const units = readUnits(file, context);
    known.set(context, units);
    return units;
  };
}

function readUnits(file: ExchangeFile, context: number): ContextUnits {
  const list = attributes(file, context, "GLOBAL_UNIT_ASSIGNED_CONTEXT").at(-1);
  let length: number | undefined;
  let angle: number | undefined;
  for (const unit of references(list)) {
    const value = unitValue(file, unit, DEEPEST);
    if (value === undefined) continue;
    // A solid angle or a ratio has a value of neither kind.
    if (value.of === "length") length ??= value.size;
    else angle ??= value.size;
  }
  return { length: length ?? 1, angle: angle ?? 1, lengthStated: length !== undefined };
}

/** A unit by its #id, in mm or radians; undefined for any other kind. */
export function unitSize(file: ExchangeFile, unit: number): UnitValue | undefined {
  return unitValue(file, unit, DEEPEST);
}

export interface UnitValue {
  readonly of: "length" | "angle";
  /** mm or radians. */
  readonly size: number;
}

function unitValue(file: ExchangeFile, unit: number, steps: number): UnitValue | undefined {
  if (steps === 0) return undefined;
  if (isA(file, unit, "SI_UNIT")) {
    // As a record of a complex instance: prefix and name; alone, the inherited dimensions come first.
    const [prefix, name] = attributes(file, unit, "SI_UNIT").slice(-2);
    const power = PREFIXES[enumeration(prefix) ?? ""] ?? 0;
    const base = enumeration(name);
    if (base === "METRE") return { of: "length", size: 10 ** (power + 3) };
    return base === "RADIAN" ? { of: "angle", size: 10 ** power } : undefined;
  }
  if (!isA(file, unit, "CONVERSION_BASED_UNIT")) return undefined;
  const [name, factor] = attributes(file, unit, "CONVERSION_BASED_UNIT").slice(-2);
  const converted = measure(file, reference(factor), steps - 1);
  if (converted !== undefined) return converted;
  const size = NAMED[text(name)?.toUpperCase() ?? ""];
  if (size === undefined) return undefined;
  return { of: isA(file, unit, "PLANE_ANGLE_UNIT") ? "angle" : "length", size };
}

/** MEASURE_WITH_UNIT or a subtype of it. */
function measure(file: ExchangeFile, id: number | undefined, steps: number): UnitValue | undefined {
  const found = id === undefined ? undefined : measured(file, id, steps);
  return found !== undefined && found.size > 0 ? found : undefined;
}

/**
 * The value of a MEASURE_WITH_UNIT or a subtype of it (ISO 10303-41), a MEASURE_REPRESENTATION_ITEM among
 * them, in mm or radians; of either sign. undefined for a measure of anything else, or a damaged one.
 */
export function measured(file: ExchangeFile, id: number, steps = DEEPEST): UnitValue | undefined {
  const isItem = file.type(id) === "MEASURE_REPRESENTATION_ITEM";
  const [value, unit] = attributes(file, id, "MEASURE_WITH_UNIT").slice(isItem ? 1 : 0);
  const size = number(value);
  const of = reference(unit);
  const base = of === undefined ? undefined : unitValue(file, of, steps);
  return size === undefined || base === undefined ? undefined : { of: base.of, size: size * base.size };
}
