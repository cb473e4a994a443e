/** Numbers of the units at each position of an assembly: two bearings of a spindle may fail differently. */
import { MOST_POSITIONED_UNITS, type PositionNumber } from "../../../../shared/contract/colouring.ts";
import type { Connection } from "../open.ts";
import type { FailRateQueries } from "./fail-rates.ts";
import type { Counting, PartNumberQueries, PartNumbersQuestion, Value } from "./part-numbers.ts";

export interface PositionsQuestion extends Pick<PartNumbersQuestion, "kind" | "window" | "only"> {
  readonly quantity: Counting | "fail-rate";
  readonly partNumbers: readonly string[];
}

type Position = Pick<PositionNumber, "partNumber" | "parentNumber" | "position">;

interface Positioned {
  readonly positions: readonly Position[];
  /** Indices into `positions` per row id of a unit; a unit that was moved has several. */
  readonly of: ReadonlyMap<number, readonly number[]>;
  /** Row id of the part per row id of a unit, 0 for those at no position. */
  readonly partOf: Uint32Array;
}

export function createPositionNumbers(
  connection: Connection,
  numbers: Pick<PartNumberQueries, "units">,
  failRates: Pick<FailRateQueries, "ofUnits">,
): (question: PositionsQuestion) => readonly PositionNumber[] {
  const largest = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const built = connection.prepare(
    `SELECT u.unit_id AS unit, u.part_id AS part, p.number AS partNumber, o.number AS parentNumber, c.position
     FROM part p JOIN unit u USING (part_id) JOIN unit_component c ON c.child_id = u.unit_id
     JOIN unit h ON h.unit_id = c.parent_id JOIN part o ON o.part_id = h.part_id
     WHERE p.number IN (SELECT value FROM json_each(?)) AND c.position <> '' LIMIT ?`,
  );
  const twins = connection.prepare("SELECT unit_id, same_as FROM unit WHERE same_as > 0").raw();
  /** Of all times, asked last. */
  let always:
    | { readonly of: Positioned; readonly key: string; readonly answer: readonly PositionNumber[] }
    | undefined;
  let known: { readonly of: number; readonly key: string; readonly positioned: Positioned } | undefined;

  const read = (partNumbers: readonly string[]): Positioned => {
    const rows = built.all(JSON.stringify(partNumbers), MOST_POSITIONED_UNITS + 1) as (Position & {
      readonly unit: number;
      readonly part: number;
    })[];
    const partOf = new Uint32Array(Number(largest.get() ?? 0) + 1);
    if (rows.length > MOST_POSITIONED_UNITS) return { positions: [], of: new Map(), partOf };
    const positions: Position[] = [];
    const indices = new Map<string, number>();
    const of = new Map<number, Set<number>>();
    const put = (unit: number, part: number, index: number): void => {
      partOf[unit] = part;
      of.set(unit, (of.get(unit) ?? new Set()).add(index));
    };
    for (const { unit, part, ...position } of rows) {
      const key = JSON.stringify([position.parentNumber, position.position, position.partNumber]);
      const index = indices.get(key) ?? positions.push(position) - 1;
      indices.set(key, index);
      put(unit, part, index);
    }
    // What a person said is one unit is at the positions of both records.
    if (rows.length > 0)
      for (const [unit, same] of twins.all() as [number, number][])
        for (const [to, from] of [
          [unit, same],
          [same, unit],
        ] as const)
          for (const index of of.get(from) ?? []) put(to, partOf[from] ?? 0, index);
    return { positions, of: new Map(Array.from(of, ([unit, all]) => [unit, [...all]])), partOf };
  };

  const numbersAt = (
    { positions, of, partOf }: Positioned,
    { quantity, kind, window, only }: PositionsQuestion,
  ): readonly PositionNumber[] => {
    const found: (Value | undefined)[] = positions.map(() => undefined);
    if (quantity === "fail-rate") {
      for (const [unit, failed] of failRates.ofUnits({ window, only }, partOf))
        for (const index of of.get(unit) ?? []) {
          const { value, basis } = found[index] ?? { value: 0, basis: 0 };
          found[index] = { value: value + (failed ? 1 : 0), basis: basis + 1 };
        }
      return told(
        positions,
        found.map((each) => each && { value: each.value / each.basis, basis: each.basis }),
      );
    }
    const { values, merge } = numbers.units({ quantity, kind, window, only });
    for (const [unit, value] of values)
      for (const index of of.get(unit) ?? []) found[index] = merge(found[index], value);
    return told(positions, found);
  };

  return (question) => {
    const { quantity, kind, partNumbers, window, only } = question;
    // Any commit of another connection is a change: what is built in where is no event, so the columns don't tell.
    const now = Number(connection.pragma("data_version", { simple: true }));
    const key = JSON.stringify(partNumbers);
    if (known?.of !== now || known.key !== key) known = { of: now, key, positioned: read(partNumbers) };
    const { positioned } = known;
    if (positioned.positions.length === 0) return [];
    const asked = JSON.stringify([quantity, kind, only]);
    if (window === undefined && always?.of === positioned && always.key === asked) return always.answer;
    const answer = numbersAt(positioned, question);
    // Ages go by the clock.
    if (window === undefined && !quantity.endsWith("age")) always = { of: positioned, key: asked, answer };
    return answer;
  };
}

function told(
  positions: readonly Position[],
  found: readonly (Value | undefined)[],
): readonly PositionNumber[] {
  // A position whose units have none is told as one that is known: it has no data, and not its part's number.
  return positions.map((position, at) => ({ ...position, ...(found[at] ?? { value: NaN, basis: 0 }) }));
}
