/** The parameters that curves are cut at where they are drawn as segments. */
import type { Spline } from "./spline.ts";

/** Segments of a whole turn, and of a spline between two knots for each degree. */
const TURN = 96;
const PER_DEGREE = 6;

/** Of circles and ellipses, radians. Of more than one turn the first, for others lie on it. */
export function turnSteps(from: number, to: number): readonly number[] {
  const end = Math.min(to, from + 2 * Math.PI);
  return evenly(from, end, Math.ceil((TURN * Math.abs(end - from)) / (2 * Math.PI)));
}

/** Every knot in between, and what is between them as its degree asks for. */
export function splineSteps(
  { degree, knots }: Pick<Spline, "degree" | "knots">,
  from: number,
  to: number,
): readonly number[] {
  const inner = knots.filter((knot) => knot > from && knot < to);
  const ends = [from, ...inner, to];
  const each = degree === 1 ? 1 : degree * PER_DEGREE;
  return ends.flatMap((end, index) => {
    const next = ends[index + 1];
    return next === undefined ? [end] : evenly(end, next, each).slice(0, -1);
  });
}

/** @param steps at least one is made */
export function evenly(from: number, to: number, steps: number): readonly number[] {
  const count = Math.max(1, steps);
  return Array.from({ length: count + 1 }, (_, at) => from + ((to - from) * at) / count);
}
