/** What can be said of picked things. Lengths mm, areas mm², volumes mm³, angles degrees. */
import type { Vector } from "../camera/orbit.ts";
import type { Basis } from "./entity.ts";

export const QUANTITY_KINDS = [
  "distance",
  "axis-distance",
  "centre-distance",
  "minimum-distance",
  "angle",
  "diameter",
  "radius",
  "minor-radius",
  "cone-angle",
  "length",
  "area",
  "volume",
  "box",
  "point",
] as const;
export type QuantityKind = (typeof QUANTITY_KINDS)[number];

export type Segment = readonly [from: Vector, to: Vector];

export interface Quantity {
  readonly kind: QuantityKind;
  /** One number; three for a box (its sizes) and a point (its coordinates). */
  readonly values: readonly number[];
  readonly unit: "mm" | "mm²" | "mm³" | "°";
  readonly basis: Basis;
  /** The dimension line first, then what helps to read it. World. */
  readonly lines: readonly Segment[];
  /** Where the label stands, world. */
  readonly anchor: Vector;
}
