/** Conics (ISO 10303-42, 4.4.17 to 4.4.21). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import type { Curve } from "./curve.ts";
import { evenly, turnSteps } from "./curve-steps.ts";
import { attributes, number, oneOf, reference } from "./instances.ts";
import { placement } from "./placement.ts";
import { applyToPoint, invert, type Vector } from "./transform.ts";
import type { ContextUnits } from "./units.ts";

const CONICS: ReadonlySet<"CIRCLE" | "ELLIPSE" | "PARABOLA" | "HYPERBOLA"> = new Set([
  "CIRCLE",
  "ELLIPSE",
  "PARABOLA",
  "HYPERBOLA",
]);
/** Segments of an open arc. */
const OPEN = 48;

/** undefined for what is none, or makes no sense */
export function readConic(file: ExchangeFile, id: number, units: ContextUnits): Curve | undefined {
  const kind = oneOf(file, id, CONICS);
  if (kind === undefined) return undefined;
  const [, position, first, second] = attributes(file, id, "REPRESENTATION_ITEM", "CONIC", kind);
  const axes = placement(file, reference(position), units.length);
  const local = axes === undefined ? undefined : invert(axes);
  const across = (number(first) ?? 0) * units.length;
  const along = kind === "ELLIPSE" || kind === "HYPERBOLA" ? (number(second) ?? 0) * units.length : across;
  if (axes === undefined || local === undefined || !(across > 0) || !(along > 0)) return undefined;
  const place = (x: number, y: number): Vector => applyToPoint(axes, [x, y, 0]);
  const open = {
    from: -Infinity,
    to: Infinity,
    unit: 1,
    period: undefined,
    cost: 1,
    steps: (from: number, to: number) => evenly(from, to, OPEN),
  };
  switch (kind) {
    case "PARABOLA":
      return {
        ...open,
        at: (own) => place(across * own * own, 2 * across * own),
        parameterOf: (point) => applyToPoint(local, point)[1] / (2 * across),
      };
    case "HYPERBOLA":
      return {
        ...open,
        at: (own) => place(across * Math.cosh(own), along * Math.sinh(own)),
        parameterOf: (point) => Math.asinh(applyToPoint(local, point)[1] / along),
      };
    default:
      return {
        from: 0,
        to: 2 * Math.PI,
        at: (angle) => place(across * Math.cos(angle), along * Math.sin(angle)),
        parameterOf: (point) => {
          const [x, y] = applyToPoint(local, point);
          return Math.atan2(y / along, x / across);
        },
        unit: units.angle,
        period: 2 * Math.PI,
        cost: 1,
        steps: turnSteps,
      };
  }
}
