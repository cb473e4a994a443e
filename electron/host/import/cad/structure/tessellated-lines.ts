/** Polylines and points of AP242's tessellated shapes (ISO 10303-42:2014, tessellated_curve_set and its kin). */
import type { ExchangeFile, Parameter } from "../part21/exchange-file.ts";
import { attributes, isA, numbers, oneOf, reference, references } from "./instances.ts";
import type { Vector } from "./transform.ts";

const LINES: ReadonlySet<string> = new Set([
  "TESSELLATED_CURVE_SET",
  "TESSELLATED_POINT_SET",
  "TESSELLATED_EDGE",
  "TESSELLATED_CONNECTING_EDGE",
  "TESSELLATED_WIRE",
]);

export function isTessellatedLines(file: ExchangeFile, id: number): boolean {
  return oneOf(file, id, LINES) !== undefined;
}

/** What a set of tessellated items has; undefined for what is none. */
export function tessellatedMembers(file: ExchangeFile, id: number): readonly number[] | undefined {
  return isA(file, id, "TESSELLATED_GEOMETRIC_SET") ? references(file.parameters(id)?.[1]) : undefined;
}

export interface TessellatedLines {
  /** From each point to the next. */
  readonly strips: readonly (readonly Vector[])[];
  readonly points: readonly Vector[];
}

/** In mm. @param reading pays for what is looked at. undefined where a point is missing, or it takes too long */
export function tessellatedLines(
  file: ExchangeFile,
  id: number,
  lengthUnit: number,
  reading: { work: number },
): TessellatedLines | undefined {
  // name, coordinates, then the rows; an edge has what it is of before its only row.
  const parameters = file.parameters(id) ?? [];
  const list = reference(parameters[1]);
  const points = list === undefined ? undefined : coordinates(file, list, reading);
  if (points === undefined) return undefined;
  const isPoints = isA(file, id, "TESSELLATED_POINT_SET");
  const rows = isPoints || isEdge(file, id) ? [numbers(parameters[isPoints ? 2 : 3])] : listed(parameters[2]);
  reading.work -= rows.reduce((sum, { length }) => sum + length, 0);
  if (reading.work < 0) return undefined;
  const placed = rows.map((row) =>
    row.map((at): Vector | undefined => {
      const [x, y, z] = points[at - 1] ?? [];
      if (x === undefined || y === undefined || z === undefined) return undefined;
      return [x * lengthUnit, y * lengthUnit, z * lengthUnit];
    }),
  );
  const there = placed.map((row) => row.filter((own) => own !== undefined));
  if (there.some((row, at) => row.length < (placed[at]?.length ?? 0) || row.length === 0)) return undefined;
  return isPoints ? { strips: [], points: there.flat() } : { strips: there, points: [] };
}

function isEdge(file: ExchangeFile, id: number): boolean {
  return isA(file, id, "TESSELLATED_EDGE") || isA(file, id, "TESSELLATED_CONNECTING_EDGE");
}

type Points = readonly (readonly number[])[];

/** Of each list once: many sets count in the same one. */
const known = new WeakMap<ExchangeFile, Map<number, Points>>();

function coordinates(file: ExchangeFile, id: number, reading: { work: number }): Points | undefined {
  const lists = known.get(file) ?? new Map<number, Points>();
  known.set(file, lists);
  const before = lists.get(id);
  if (before !== undefined) return before;
  if (!isA(file, id, "COORDINATES_LIST")) return undefined;
  const points = listed(attributes(file, id, "COORDINATES_LIST")[2]);
  reading.work -= points.length;
  lists.set(id, points);
  return points;
}

function listed(parameter: Parameter | undefined): Points {
  return parameter?.kind === "list" ? parameter.items.map(numbers) : [];
}
