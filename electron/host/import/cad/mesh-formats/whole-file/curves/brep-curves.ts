/** Curves of a BREP file (Open CASCADE's own text, "BRep Format" of its documentation), from one parameter to another. */
import { evenly, splineSteps, turnSteps } from "../../../structure/curve-steps.ts";
import { MOST_POLES, splineOf } from "../../../structure/spline.ts";
import { add, cross, normalise, scale, type Vector } from "../../../structure/transform.ts";
import { brepSection } from "../surfaces/brep-surfaces.ts";
import type { Tokens } from "../surfaces/tokens.ts";
import type { CurvePiece } from "./drawn-curve.ts";

/** Segments of an open arc. */
const OPEN = 48;
const DEEPEST = 16;
/** A curve of more is none: there are as many as poles and a few. */
const MOST_KNOTS = 2 * MOST_POLES;

/** By their place in the file; undefined for one that makes no sense, none at all where the text breaks off. */
export function readBrepCurves(text: string): readonly (CurvePiece | undefined)[] | undefined {
  const found = brepSection(text, "Curves");
  if (found === undefined) return undefined;
  const curves: (CurvePiece | undefined)[] = [];
  for (let at = 0; at < found.count; at++) {
    const curve = readCurve(found.tokens, 0);
    if (curve === undefined) return undefined;
    curves.push(curve === "none" ? undefined : curve);
  }
  return curves;
}

/** "none": it was passed over and makes no sense; undefined: what follows can't be found. */
function readCurve(tokens: Tokens, depth: number): CurvePiece | "none" | undefined {
  if (depth > DEEPEST) return undefined;
  const kind = tokens.number();
  const curve = kind === 1 ? line(tokens) : kind <= 5 ? conic(tokens, kind) : other(tokens, kind, depth);
  return tokens.ended ? undefined : curve;
}

function line(tokens: Tokens): CurvePiece {
  const [origin, along] = [tokens.vector(), tokens.vector()];
  return { at: (own) => add(origin, scale(along, own)), cost: 1, steps: (from, to) => [from, to] };
}

/** Centre, axis, two directions across, one size or two. */
function conic(tokens: Tokens, kind: number): CurvePiece | undefined {
  if (!(kind >= 2)) return undefined;
  const [centre, , x, y] = [tokens.vector(), tokens.vector(), tokens.vector(), tokens.vector()];
  const [first = NaN, second = first] = tokens.numbers(kind === 3 || kind === 5 ? 2 : 1);
  const place = (u: number, v: number): Vector => add(centre, add(scale(x, u), scale(y, v)));
  const open = (from: number, to: number): readonly number[] => evenly(from, to, OPEN);
  switch (kind) {
    case 4:
      return { at: (own) => place((own * own) / (4 * first), own), cost: 1, steps: open };
    case 5:
      return { at: (own) => place(first * Math.cosh(own), second * Math.sinh(own)), cost: 1, steps: open };
    default:
      return {
        at: (own) => place(first * Math.cos(own), second * Math.sin(own)),
        cost: 1,
        steps: turnSteps,
      };
  }
}

function other(tokens: Tokens, kind: number, depth: number): CurvePiece | "none" | undefined {
  switch (kind) {
    case 6: {
      const [rational = NaN, degree = NaN] = tokens.numbers(2);
      const read = readPoles(tokens, degree + 1, rational === 1);
      if (read === undefined) return undefined;
      const knots = [...Array.from({ length: degree + 1 }, () => 0), ...Array.from(read.poles, () => 1)];
      return splinePiece({ degree, knots, ...read });
    }
    case 7:
      return bSpline(tokens);
    case 8:
      // Trimmed: the edge has its own ends.
      tokens.skip(2);
      return readCurve(tokens, depth + 1);
    case 9: {
      const [distance, direction] = [tokens.number(), tokens.vector()];
      const basis = readCurve(tokens, depth + 1);
      return basis === undefined || basis === "none" ? basis : offset(basis, distance, direction);
    }
    default:
      return undefined;
  }
}

interface Poles {
  readonly poles: readonly Vector[];
  readonly weights: readonly number[] | undefined;
}

function readPoles(tokens: Tokens, count: number, isRational: boolean): Poles | undefined {
  if (!(count > 0 && count <= MOST_POLES)) return undefined;
  const poles: Vector[] = [];
  const weights: number[] = [];
  for (let at = 0; at < count && !tokens.ended; at++) {
    poles.push(tokens.vector());
    if (isRational) weights.push(tokens.number());
  }
  return { poles, weights: isRational ? weights : undefined };
}

function bSpline(tokens: Tokens): CurvePiece | "none" | undefined {
  const [rational = NaN, periodic = NaN, degree = NaN, poleCount = NaN, knotCount = NaN] = tokens.numbers(5);
  const read = readPoles(tokens, poleCount, rational === 1);
  if (read === undefined || !(knotCount <= MOST_POLES)) return undefined;
  const knots: number[] = [];
  const first = { count: 0, value: NaN };
  let last = NaN;
  for (let at = 0; at < knotCount && !tokens.ended; at++) {
    const [value = NaN, count = NaN] = tokens.numbers(2);
    if (!(count <= degree + 1)) return undefined;
    if (at === 0) Object.assign(first, { value, count });
    last = value;
    for (let more = 0; more < count && knots.length <= MOST_KNOTS; more++) knots.push(value);
  }
  if (periodic !== 1) return splinePiece({ degree, knots, ...read });
  return splinePiece(unrolled({ degree, knots, ...read }, first.count, last - first.value));
}

type Data = Poles & { readonly degree: number; readonly knots: readonly number[] };

/**
 * One that comes back to itself as one that doesn't: knots of the turns before and after, and the poles that go with them
 * (BSplCLib::KnotSequence: before the first knot there are as many as the degree asks for).
 * @param count of the first knot, which is the last one too
 */
function unrolled({ degree, knots, poles, weights }: Data, count: number, period: number): Data {
  const missing = degree + 1 - count;
  const before = knots
    .slice(knots.length - count - missing, knots.length - count)
    .map((knot) => knot - period);
  const after = knots.slice(count, count + missing).map((knot) => knot + period);
  const all = [...before, ...knots, ...after];
  const more = Math.max(0, all.length - degree - 1 - poles.length);
  const around = <T>(own: readonly T[]): readonly T[] => [
    ...own,
    ...Array.from({ length: more }, (_, at) => own[at % own.length] as T),
  ];
  return { degree, knots: all, poles: around(poles), weights: weights && around(weights) };
}

function splinePiece(data: Data): CurvePiece | "none" {
  const read = splineOf(data);
  if (read === undefined) return "none";
  return { at: read.at, cost: data.degree, steps: (from, to) => splineSteps(read, from, to) };
}

/** Beside its curve, on the right of it as seen against the direction. */
function offset(basis: CurvePiece, distance: number, direction: Vector): CurvePiece {
  const step = 1e-6;
  return {
    at: (own) => {
      const [before, here, after] = [basis.at(own - step), basis.at(own), basis.at(own + step)];
      if (before === undefined || here === undefined || after === undefined) return undefined;
      const beside = normalise(cross(add(after, scale(before, -1)), direction));
      return beside === undefined ? undefined : add(here, scale(beside, distance));
    },
    cost: basis.cost * 3,
    steps: (from, to) => {
      const steps = basis.steps(from, to);
      return steps.length > 2 ? steps : evenly(from, to, 1);
    },
  };
}
