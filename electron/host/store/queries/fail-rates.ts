/** Units seen and failed per part: over everything, and within a span of time. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { EventFilters } from "../../../../shared/contract/event-filter.ts";
import type { FailRates } from "../../../../shared/contract/measurements.ts";
import type { EventColumns } from "../columns/event-columns.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import { filtersOfUnits, type NamedUnitsOf } from "../columns/named-units.ts";
import { createUnitOutcomes, seeUnits, undatedUnits, type UnitOutcomes } from "../columns/unit-outcomes.ts";
import type { Connection } from "../open.ts";

export interface Asked {
  readonly window?: TimeWindow | undefined;
  /** Units that events name which pass, in the window where there is one. */
  readonly only?: EventFilters | undefined;
}

/** A unit failed where an event says so or a measurement of it is out of limits. */
export function createFailRates(
  connection: Connection,
  columns: EventColumns,
  namedUnits: NamedUnitsOf,
): (input: Asked) => FailRates {
  const largestUnit = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const numbers = connection.prepare("SELECT part_id, number FROM part").raw();
  const measured = connection
    .prepare(
      `SELECT u.part_id, m.unit_id, max(m.verdict = 'fail') FROM measurement m JOIN unit u USING (unit_id) GROUP BY m.unit_id`,
    )
    .raw();
  /** What does not depend on the window, as of these chunks. */
  let overall: { readonly of: readonly LoadedChunk[]; readonly rates: FailRates } | undefined;

  const ratesOf = (outcomes: UnitOutcomes): FailRates["parts"] => {
    const name = new Map(numbers.all() as [number, string][]);
    return [...outcomes.parts()]
      .sort(([a], [b]) => a - b)
      .flatMap(([part, { units, failed }]) => {
        const partNumber = name.get(part);
        return partNumber === undefined ? [] : [{ partNumber, units, failed }];
      });
  };
  const overAll = (chunks: readonly LoadedChunk[], largest: number): FailRates => {
    if (overall?.of === chunks) return overall.rates;
    const outcomes = createUnitOutcomes(largest);
    seeUnits(chunks, undefined, outcomes);
    for (const [part, unit, failed] of measured.iterate() as IterableIterator<[number, number, number]>)
      outcomes.see(part, unit, failed === 1);
    const parts = ratesOf(outcomes);
    const sum = (pick: "units" | "failed"): number => parts.reduce((total, part) => total + part[pick], 0);
    const rates = {
      baseline: { units: sum("units"), failed: sum("failed") },
      parts,
      undatedUnits: undatedUnits(chunks, largest),
    };
    overall = { of: chunks, rates };
    return rates;
  };

  /** The same of the units that filters leave, asked last. */
  let filtered:
    | { readonly of: FailRates; readonly named: Uint8Array; readonly parts: FailRates["parts"] }
    | undefined;
  const overFiltered = (rates: FailRates, named: Uint8Array, largest: number): FailRates["parts"] => {
    if (filtered?.of === rates && filtered.named === named) return filtered.parts;
    const outcomes = createUnitOutcomes(largest);
    seeUnits(columns.chunks(), undefined, outcomes, named);
    for (const [part, unit, failed] of measured.iterate() as IterableIterator<[number, number, number]>)
      if (named[unit] === 1) outcomes.see(part, unit, failed === 1);
    filtered = { of: rates, named, parts: ratesOf(outcomes) };
    return filtered.parts;
  };

  return ({ window, only }) => {
    const chunks = columns.chunks();
    const largest = Number(largestUnit.get() ?? 0);
    const rates = overAll(chunks, largest);
    // Who is seen in the window is told by the events themselves.
    const named = filtersOfUnits(only).length === 0 ? undefined : namedUnits(only, window);
    if (window === undefined)
      return named === undefined ? rates : { ...rates, parts: overFiltered(rates, named, largest) };
    const outcomes = createUnitOutcomes(largest);
    seeUnits(chunks, window, outcomes, named);
    return { ...rates, parts: ratesOf(outcomes) };
  };
}
