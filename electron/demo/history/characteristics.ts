/**
 * What is inspected on which part. The names of holes are those of the features in the CAD model; limits
 * of fits after ISO 286-2 (62 H7: 0/+30 µm, 60 g6: -29/-10 µm, 30 k5: +2/+11 µm, 40 f7: -50/-25 µm).
 */
import { PRODUCT } from "./product-structure.ts";

export interface Characteristic {
  readonly part: string;
  readonly name: string;
  /** As in QIF, lower case. */
  readonly kind: string;
  readonly nominal: number;
  readonly lower: number;
  readonly upper: number;
  readonly uom: string;
  /** How the process runs. */
  readonly mean: number;
  readonly deviation: number;
  /** Digits after the point that the device writes. */
  readonly decimals: number;
}

const characteristic =
  (part: string) =>
  (
    name: string,
    kind: string,
    [nominal, lower, upper]: readonly [number, number, number],
    [mean, deviation]: readonly [number, number],
    uom = "mm",
    decimals = 4,
  ): Characteristic => ({ part, name, kind, nominal, lower, upper, uom, mean, deviation, decimals });

const housing = characteristic("10-4110");
const head = characteristic("10-4540");
const shaft = characteristic("10-4210");
const rod = characteristic("10-4520");
const tube = characteristic("10-4510");
const eye = characteristic("10-4530");
const flange = characteristic("10-4320");
const board = characteristic("10-4430");
const motor = characteristic("10-4300");
const actuator = characteristic(PRODUCT);

export const CHARACTERISTICS: readonly Characteristic[] = [
  housing("Bearing bore 62 H7", "diameter", [62, 62, 62.03], [62.0138, 0.0017]),
  housing("Bearing seat depth 32", "length", [32, 31.95, 32.05], [32.004, 0.009], "mm", 3),
  housing("Screw bore 48", "diameter", [48, 47.9, 48.1], [48.01, 0.018], "mm", 3),
  housing("Motor pilot 60 H7", "diameter", [60, 60, 60.03], [60.0136, 0.0024]),
  housing("Motor axis height 110", "distance", [110, 109.97, 110.03], [110.002, 0.0058]),
  housing("Front face flatness", "flatness", [0, 0, 0.03], [0.011, 0.0031]),
  head("Rod bore 40", "diameter", [40.4, 40.35, 40.45], [40.401, 0.011], "mm", 3),
  shaft("Bearing seat 30 k5", "diameter", [30, 30.002, 30.011], [30.0064, 0.0009]),
  shaft("Lead deviation", "distance", [0, -0.012, 0.012], [0.001, 0.0027]),
  rod("Rod diameter 40 f7", "diameter", [40, 39.95, 39.975], [39.9622, 0.0026]),
  rod("Rod straightness", "straightness", [0, 0, 0.05], [0.018, 0.0052], "mm", 3),
  tube("Tube bore 62", "diameter", [62, 62, 62.046], [62.021, 0.0044], "mm", 3),
  eye("Pin bore 28", "diameter", [28, 28, 28.021], [28.0102, 0.0021]),
  flange("Pilot 60 g6", "diameter", [60, 59.971, 59.99], [59.9806, 0.0019]),
  board("Gate drive supply", "voltage", [15, 14.5, 15.5], [15.02, 0.09], "V", 2),
  board("Solder void share", "ratio", [0, 0, 25], [9, 2.6], "%", 1),
  motor("Winding resistance", "resistance", [0.62, 0.58, 0.66], [0.621, 0.008], "Ohm", 3),
  motor("Rotor unbalance", "unbalance", [0, 0, 12], [5.1, 1.4], "g.mm", 1),
  actuator("Vibration", "velocity", [0, 0, 1.8], [0.88, 0.11], "mm/s", 2),
  actuator("Backlash", "distance", [0, 0, 0.06], [0.028, 0.0052], "mm", 3),
  actuator("Stroke 300", "length", [300, 299.8, 300.2], [300.01, 0.035], "mm", 3),
  actuator("Repeatability", "distance", [0, 0, 0.02], [0.0082, 0.0018], "mm", 4),
  actuator("No-load current", "current", [0.8, 0.4, 1.2], [0.79, 0.06], "A", 2),
  actuator("Phase current imbalance", "ratio", [0, 0, 4], [1.4, 0.4], "%", 2),
];

const byPart = Map.groupBy(CHARACTERISTICS, ({ part }) => part);

export const characteristicsOf = (part: string): readonly Characteristic[] => byPart.get(part) ?? [];

export function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
