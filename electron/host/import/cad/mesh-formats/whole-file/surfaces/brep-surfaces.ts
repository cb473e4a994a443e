/** Surfaces and places of a BREP file (Open CASCADE's own text, "BRep Format" of its documentation). */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import {
  IDENTITY,
  invert,
  isFinite,
  multiply,
  normalise,
  scale,
  type Transform,
  type Vector,
} from "../../../structure/transform.ts";
import { extruded, revolved, type SweptCurve } from "../../../structure/swept.ts";
import { Tokens } from "./tokens.ts";

/** Tokens behind a section's head, and how many entries it has. */
export function brepSection(
  text: string,
  name: string,
): { readonly tokens: Tokens; readonly count: number } | undefined {
  const head = new RegExp(`^${name} (\\d{1,9})\\s*$`, "m").exec(text);
  if (head === null) return undefined;
  return { tokens: new Tokens(text, head.index + head[0].length), count: Number(head[1]) };
}

/** Products of matrices of a file together: an honest one has a few for each of its places. */
const MOST_PRODUCTS = 1_000_000;

/**
 * 1: a matrix of three rows; 2: a product of powers of earlier ones, the last one leftmost, ended by 0.
 * @returns undefined for what is none, or takes too long to be multiplied
 */
export function readBrepLocations(text: string): readonly Transform[] | undefined {
  const found = brepSection(text, "Locations");
  if (found === undefined) return undefined;
  const { tokens, count } = found;
  const locations: Transform[] = [];
  let products = 0;
  for (let at = 0; at < count; at++) {
    const kind = tokens.number();
    let matrix: Transform | undefined = IDENTITY;
    if (kind === 1) {
      const rows = [tokens.numbers(4), tokens.numbers(4), tokens.numbers(4)];
      matrix = [0, 1, 2, 3].flatMap((column) => [
        ...rows.map((row) => row[column] ?? NaN),
        column === 3 ? 1 : 0,
      ]);
    } else if (kind === 2) {
      for (let index = tokens.number(); index !== 0 && matrix !== undefined; index = tokens.number()) {
        const exponent = tokens.number();
        const factor = power(locations[index - 1], exponent);
        products += 1 + Math.log2(1 + Math.abs(exponent)) * 2;
        matrix = factor === undefined || products > MOST_PRODUCTS ? undefined : multiply(factor, matrix);
      }
    } else return undefined;
    if (matrix === undefined || !isFinite(matrix)) return undefined;
    locations.push(matrix);
  }
  return locations;
}

function power(matrix: Transform | undefined, exponent: number): Transform | undefined {
  if (matrix === undefined || !Number.isInteger(exponent) || Math.abs(exponent) > 1000) return undefined;
  const factor = exponent < 0 ? invert(matrix) : matrix;
  if (factor === undefined) return undefined;
  let result: Transform = IDENTITY;
  let square = factor;
  for (let left = Math.abs(exponent); left > 0; left >>= 1) {
    if ((left & 1) === 1) result = multiply(result, square);
    if (left > 1) square = multiply(square, square);
  }
  return result;
}

export function readBrepSurfaces(text: string): readonly Surface[] | undefined {
  const found = brepSection(text, "Surfaces");
  if (found === undefined) return undefined;
  const surfaces: Surface[] = [];
  for (let at = 0; at < found.count; at++) {
    const surface = readSurface(found.tokens, 0);
    if (surface === undefined) return undefined;
    surfaces.push(surface);
  }
  return surfaces;
}

function readSurface(tokens: Tokens, depth: number): Surface | undefined {
  if (depth > 16) return undefined;
  const kind = tokens.number();
  switch (kind) {
    case 1:
      return elementary(tokens, (axes) => ({ kind: "plane", ...axes }));
    case 2:
      return elementary(tokens, (axes) => ({ kind: "cylinder", ...axes, radius: tokens.number() }));
    case 3:
      return elementary(tokens, ({ origin, axis }) => {
        const [radius = NaN, angle = NaN] = tokens.numbers(2);
        // A negative angle opens against the axis.
        const opening = angle < 0 ? scale(axis, -1) : axis;
        return { kind: "cone", origin, axis: opening, radius, semiAngle: Math.abs(angle) };
      });
    case 4:
      return elementary(tokens, (axes) => ({ kind: "sphere", ...axes, radius: tokens.number() }));
    case 5:
      return elementary(tokens, (axes) => ({
        kind: "torus",
        ...axes,
        radius: tokens.number(),
        minorRadius: tokens.number(),
      }));
    case 6: {
      const direction = tokens.vector();
      return swept(readCurve(tokens, 0), (curve) => extruded(curve, direction));
    }
    case 7: {
      const [origin, direction] = [tokens.vector(), tokens.vector()];
      const axis = normalise(direction);
      return swept(readCurve(tokens, 0), (curve) =>
        axis === undefined ? { kind: "other" } : revolved(curve, origin, axis),
      );
    }
    case 8: {
      const [u = NaN, v = NaN, uDegree = NaN, vDegree = NaN] = tokens.numbers(4);
      return skipped(tokens, (uDegree + 1) * (vDegree + 1) * (u === 1 || v === 1 ? 4 : 3));
    }
    case 9: {
      const [u = NaN, v = NaN, , , , , uPoles = NaN, vPoles = NaN, uKnots = NaN, vKnots = NaN] =
        tokens.numbers(10);
      return skipped(tokens, uPoles * vPoles * (u === 1 || v === 1 ? 4 : 3) + (uKnots + vKnots) * 2);
    }
    case 10:
      // Trimmed: four limits, and the surface itself.
      tokens.skip(4);
      return readSurface(tokens, depth + 1);
    case 11:
      tokens.skip(1);
      return readSurface(tokens, depth + 1) === undefined ? undefined : { kind: "other" };
    default:
      return undefined;
  }
}

/** Point, axis, and two directions across, before what the kind adds. */
function elementary(
  tokens: Tokens,
  make: (axes: { readonly origin: Vector; readonly axis: Vector }) => Surface,
): Surface | undefined {
  const [origin, direction] = [tokens.vector(), tokens.vector()];
  tokens.skip(6);
  const axis = normalise(direction);
  const surface = axis === undefined ? undefined : make({ origin, axis });
  const numbers = [surface?.radius, surface?.minorRadius, surface?.semiAngle, ...origin];
  const sound = numbers.every((value) => value === undefined || Number.isFinite(value));
  return sound && !tokens.ended ? surface : undefined;
}

function skipped(tokens: Tokens, count: number): Surface | undefined {
  return tokens.skip(count) ? { kind: "other" } : undefined;
}

type ReadCurve = SweptCurve | "other" | undefined;

function swept(curve: ReadCurve, make: (curve: SweptCurve) => Surface): Surface | undefined {
  if (curve === undefined) return undefined;
  return curve === "other" ? { kind: "other" } : make(curve);
}

function readCurve(tokens: Tokens, depth: number): ReadCurve {
  if (depth > 16) return undefined;
  const kind = tokens.number();
  const other = (count: number): ReadCurve => (tokens.skip(count) ? "other" : undefined);
  switch (kind) {
    case 1:
      return { kind: "line", point: tokens.vector(), direction: tokens.vector() };
    case 2: {
      const [centre, axis] = [tokens.vector(), tokens.vector()];
      tokens.skip(6);
      return { kind: "circle", centre, axis, radius: tokens.number() };
    }
    case 3:
    case 5:
      return other(14);
    case 4:
      return other(13);
    case 6: {
      const [rational = NaN, degree = NaN] = tokens.numbers(2);
      return other((degree + 1) * (rational === 1 ? 4 : 3));
    }
    case 7: {
      const [rational = NaN, , , poles = NaN, knots = NaN] = tokens.numbers(5);
      return other(poles * (rational === 1 ? 4 : 3) + knots * 2);
    }
    case 8:
      tokens.skip(2);
      return readCurve(tokens, depth + 1);
    case 9:
      tokens.skip(4);
      return readCurve(tokens, depth + 1) === undefined ? undefined : "other";
    default:
      return undefined;
  }
}
