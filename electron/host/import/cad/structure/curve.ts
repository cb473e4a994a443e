/** What curves of all kinds are cut into segments by. */
import type { Vector } from "./transform.ts";

/** A curve with a parameter: of lines mm, of circles and ellipses radians, of others as ISO 10303-42 has it. */
export interface Curve {
  readonly from: number;
  readonly to: number;
  readonly at: (parameter: number) => Vector | undefined;
  /** Undefined where it can't be found. */
  readonly parameterOf: (place: Vector) => number | undefined;
  /** What a parameter in the file is multiplied with. */
  readonly unit: number;
  /** It closes after this; undefined: it does not. */
  readonly period: number | undefined;
  /** Work of a point. */
  readonly cost: number;
  /** Parameters from one to another that the curve is drawn by. */
  readonly steps: (from: number, to: number) => readonly number[];
}
