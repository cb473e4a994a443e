/** Curves of IGES and BREP files as segments, and what a file may ask for by them. */
import type { Vector } from "../../../structure/transform.ts";

/** A curve from one parameter to another, as points are taken of it. */
export interface CurvePiece {
  readonly at: (parameter: number) => Vector | undefined;
  /** Where it is cut, between two parameters of which the first is the lesser. */
  readonly steps: (from: number, to: number) => readonly number[];
  /** Work of a point. */
  readonly cost: number;
}

/** Of one file: points, each times the degree of its spline, and what is looked at on the way to them. */
const MOST_WORK = 2_000_000;

/** What is left of the work that the curves of a file may cost. */
export class CurveWork {
  private left = MOST_WORK;

  /** false where there is not so much left: then it is spent. */
  isPaid(work: number): boolean {
    if (!(work <= this.left)) this.left = 0;
    else this.left -= work;
    return this.left > 0;
  }
}

/** Whether one that was read stands in one more place: there it is copied. */
export function isCopyPaid(
  { segments, points = [] }: { readonly segments: readonly number[]; readonly points?: readonly number[] },
  work: CurveWork,
): boolean {
  return work.isPaid(1 + (segments.length + points.length) / 3);
}

/** Both ends of each segment, x, y, z; undefined where it makes no sense, or takes too long. */
export function segmentsBetween(
  { at, steps, cost }: CurvePiece,
  from: number,
  to: number,
  work: CurveWork,
): readonly number[] | undefined {
  if (!Number.isFinite(to - from) || !(to > from) || !work.isPaid(cost)) return undefined;
  const parameters = steps(from, to);
  return work.isPaid(parameters.length * cost) ? segmentsThrough(parameters.map(at)) : undefined;
}

/** From each point to the next. */
export function segmentsThrough(points: readonly (Vector | undefined)[]): readonly number[] | undefined {
  const segments: number[] = [];
  for (let at = 1; at < points.length; at++) {
    const [from, to] = [points[at - 1], points[at]];
    if (from === undefined || to === undefined || ![...from, ...to].every(Number.isFinite)) return undefined;
    segments.push(...from, ...to);
  }
  return segments.length === 0 ? undefined : segments;
}
