/** What a size in a unit of measure is in mm or radians. */
export interface SizeUnit {
  readonly of: "length" | "angle";
  /** mm or radians per unit. */
  readonly factor: number;
}

const LENGTHS: Readonly<Record<string, number>> = {
  mm: 1,
  millimeter: 1,
  cm: 10,
  m: 1000,
  meter: 1000,
  in: 25.4,
  inch: 25.4,
  um: 0.001,
  µm: 0.001,
  micrometer: 0.001,
};
const ANGLES: Readonly<Record<string, number>> = {
  "°": Math.PI / 180,
  deg: Math.PI / 180,
  degree: Math.PI / 180,
  rad: 1,
  radian: 1,
};

/** Undefined for volts, percents and whatever else is no size of a face. Without a unit it is mm. */
export function sizeUnit(uom: string | undefined): SizeUnit | undefined {
  const name = (uom ?? "mm").toLowerCase();
  if (Object.hasOwn(LENGTHS, name)) return { of: "length", factor: LENGTHS[name] ?? 1 };
  return Object.hasOwn(ANGLES, name) ? { of: "angle", factor: ANGLES[name] ?? 1 } : undefined;
}
