/** Arcs of conics of IGES files (ANSI US PRO/IPO-100, 5.3, 4.3), by the coefficients of their equation. */
import { evenly, turnSteps } from "../../../structure/curve-steps.ts";
import type { CurvePiece } from "./drawn-curve.ts";

/** Segments of an open arc. */
const OPEN = 48;
/** Share of the largest coefficient that counts as none. */
const NONE = 1e-9;

export interface ConicArc {
  readonly piece: CurvePiece;
  readonly from: number;
  readonly to: number;
}

/**
 * A x² + B x y + C y² + D x + E y + F = 0 in a plane of a height; an ellipse goes against the clock from its start to its
 * end. What kind it is the equation says, whatever the form.
 */
export function conicArc(parameters: readonly number[]): ConicArc | undefined {
  const [a = NaN, b = NaN, c = NaN, d = NaN, e = NaN, f = NaN, height = NaN, ...ends] = parameters;
  const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN] = ends;
  // Axes along which there is no product of both.
  const turn = Math.abs(b) <= NONE * Math.max(Math.abs(a), Math.abs(c)) ? 0 : 0.5 * Math.atan2(b, a - c);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  let [first, second] = [
    a * cos * cos + b * cos * sin + c * sin * sin,
    a * sin * sin - b * cos * sin + c * cos * cos,
  ];
  let [along, across] = [d * cos + e * sin, e * cos - d * sin];
  let u: readonly [number, number] = [cos, sin];
  let v: readonly [number, number] = [-sin, cos];
  const swap = (): void => {
    [first, second, along, across] = [second, first, across, along];
    [u, v] = [v, u];
  };
  const place = (uu: number, vv: number): readonly [number, number, number] => [
    u[0] * uu + v[0] * vv,
    u[1] * uu + v[1] * vv,
    height,
  ];
  const local = (x: number, y: number): readonly [number, number] => [
    u[0] * x + u[1] * y,
    v[0] * x + v[1] * y,
  ];
  const largest = Math.max(Math.abs(first), Math.abs(second));
  if (!(largest > 0)) return undefined;
  if (Math.abs(first) < Math.abs(second)) swap();
  if (Math.abs(second) <= NONE * largest) {
    // A parabola: what stands along its axis follows from what stands across.
    if (Math.abs(across) <= NONE * largest) return undefined;
    const [from] = local(x1, y1);
    const [to] = local(x2, y2);
    const at: CurvePiece["at"] = (own) => place(own, -(first * own * own + along * own + f) / across);
    const piece = { at, cost: 1, steps: (low: number, high: number) => evenly(low, high, OPEN) };
    return { piece, from: Math.min(from, to), to: Math.max(from, to) };
  }
  const centre = [-along / (2 * first), -across / (2 * second)] as const;
  const rest = -(f - first * centre[0] ** 2 - second * centre[1] ** 2);
  if (first * second > 0) {
    const [p, q] = [Math.sqrt(rest / first), Math.sqrt(rest / second)];
    if (!(p > 0) || !(q > 0)) return undefined;
    // Against the clock of the plane, whichever way the own axes turn.
    const side = u[0] * v[1] - u[1] * v[0];
    const angle = (x: number, y: number): number => {
      const [uu, vv] = local(x, y);
      return Math.atan2(((vv - centre[1]) / q) * side, (uu - centre[0]) / p);
    };
    const from = angle(x1, y1);
    const sweep = (((angle(x2, y2) - from) % TURN) + TURN) % TURN;
    const at: CurvePiece["at"] = (own) =>
      place(centre[0] + p * Math.cos(own), centre[1] + q * side * Math.sin(own));
    // One that ends where it starts is closed.
    return { piece: { at, cost: 1, steps: turnSteps }, from, to: from + (sweep < 1e-9 ? TURN : sweep) };
  }
  if (rest / first < 0) {
    swap();
    return branch([centre[1], centre[0]]);
  }
  return branch(centre);

  function branch([cu, cv]: readonly [number, number]): ConicArc | undefined {
    const [p, q] = [Math.sqrt(rest / first), Math.sqrt(-rest / second)];
    if (!(p > 0) || !(q > 0)) return undefined;
    const [start, end] = [local(x1, y1), local(x2, y2)];
    const side = start[0] < cu ? -1 : 1;
    const [from, to] = [Math.asinh((start[1] - cv) / q), Math.asinh((end[1] - cv) / q)];
    const at: CurvePiece["at"] = (own) => place(cu + side * p * Math.cosh(own), cv + q * Math.sinh(own));
    const piece = { at, cost: 1, steps: (low: number, high: number) => evenly(low, high, OPEN) };
    return { piece, from: Math.min(from, to), to: Math.max(from, to) };
  }
}

const TURN = 2 * Math.PI;
