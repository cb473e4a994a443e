/** Numbers of the units at each position of an assembly: two bearings of a spindle may fail differently. */
import type { PartQuantity, PositionNumber } from "../../../../shared/contract/colouring.ts";
import type { FailRateQueries } from "./fail-rates.ts";
import type { PartNumberQueries, PartNumbersQuestion, Value } from "./part-numbers.ts";
import type { Positioned, PositionedOf } from "./unit-positions.ts";

export interface PositionsQuestion extends Pick<PartNumbersQuestion, "kind" | "window" | "only"> {
  readonly quantity: PartQuantity | "fail-rate";
  readonly partNumbers: readonly string[];
}

export function createPositionNumbers(
  positionedOf: PositionedOf,
  numbers: Pick<PartNumberQueries, "units" | "costs">,
  failRates: Pick<FailRateQueries, "ofUnits">,
): (question: PositionsQuestion) => readonly PositionNumber[] {
  /** Of all times, asked last. */
  let always:
    | { readonly of: Positioned; readonly key: string; readonly answer: readonly PositionNumber[] }
    | undefined;

  const numbersAt = (
    { positions, of, partOf }: Positioned,
    { quantity, kind, window, only }: PositionsQuestion,
  ): readonly (Value | undefined)[] => {
    const found: (Value | undefined)[] = positions.map(() => undefined);
    if (quantity === "fail-rate") {
      for (const [unit, failed] of failRates.ofUnits({ window, only }, partOf))
        for (const index of of.get(unit) ?? []) {
          const { value, basis } = found[index] ?? { value: 0, basis: 0 };
          found[index] = { value: value + (failed ? 1 : 0), basis: basis + 1 };
        }
      return found.map((each) => each && { value: each.value / each.basis, basis: each.basis });
    }
    const { values, merge, standard } =
      quantity === "cost"
        ? numbers.costs(window)
        : { ...numbers.units({ quantity, kind, window, only }), standard: undefined };
    for (const [unit, value] of values)
      for (const index of of.get(unit) ?? []) found[index] = merge(found[index], value);
    // Where nothing was booked for units of a position, they cost what their part does.
    return found.map((each, at) => each ?? standard?.get(positions[at]?.path.at(-1)?.partNumber ?? ""));
  };

  return (question) => {
    const { quantity, kind, partNumbers, window, only } = question;
    const positioned = positionedOf(partNumbers);
    if (positioned.positions.length === 0) return [];
    // Made anew with every commit: while it is the same, nothing has changed.
    const key = JSON.stringify([quantity, kind, only]);
    if (window === undefined && always?.of === positioned && always.key === key) return always.answer;
    const found = numbersAt(positioned, question);
    // A position whose units have none is told as one that is known: it has no data, and not its part's number.
    const answer = positioned.positions.map((position, at) => ({
      ...position,
      ...(found[at] ?? { value: NaN, basis: 0 }),
    }));
    // Ages go by the clock.
    if (window === undefined && !quantity.endsWith("age")) always = { of: positioned, key, answer };
    return answer;
  };
}
