/** Units seen and failed per part: over everything, and within a span of time. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { EventFilters } from "../../../../shared/contract/event-filter.ts";
import type { FailRates } from "../../../../shared/contract/measurements.ts";
import type { EventColumns } from "../columns/event-columns.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import { filtersOfUnits, type NamedUnitsOf } from "../columns/named-units.ts";
import {
  createUnitOutcomes,
  seeUnits,
  undatedUnits,
  type LinkedOutcomes,
  type UnitOutcomes,
} from "../columns/unit-outcomes.ts";
import type { Connection } from "../open.ts";
import type { PartProducts, PartRecords } from "./part-records.ts";

export interface Asked {
  readonly window?: TimeWindow | undefined;
  /** Units that events name which pass, in the window where there is one. */
  readonly only?: EventFilters | undefined;
}

export interface FailRateQueries {
  readonly rates: (input: Asked) => FailRates;
  /**
   * Of single units, as `rates` counts them: whether each that is seen failed.
   * @param partOf row id of the part per row id of a unit that is asked about, 0 for any other
   */
  readonly ofUnits: (input: Asked, partOf: Uint32Array) => ReadonlyMap<number, boolean>;
  /**
   * Counts what holds for any window in slices, so that `rates` has it at once, unless the cache changes meanwhile.
   * @param breathe lets others go first; may throw
   */
  readonly ahead: (breathe: () => Promise<void>) => Promise<void>;
}

/** After so many the answer is counted at once: a cache that changes all the time would never be counted. */
const ATTEMPTS = 2;

/** A unit failed where an event says so or a measurement of it is out of limits. */
export function createFailRates(
  connection: Connection,
  columns: EventColumns,
  namedUnits: NamedUnitsOf,
  records: PartRecords,
): FailRateQueries {
  const largestUnit = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const numbers = connection.prepare("SELECT part_id, number FROM part").raw();
  const measured = connection
    .prepare(
      `SELECT u.part_id, m.unit_id, max(m.verdict = 'fail') FROM measurement m JOIN unit u USING (unit_id) GROUP BY m.unit_id`,
    )
    .raw();
  const measuredOf = connection
    .prepare(
      `SELECT u.part_id, m.unit_id, max(m.verdict = 'fail') FROM json_each(?) j CROSS JOIN measurement m ON m.unit_id = j.value
       JOIN unit u USING (unit_id) GROUP BY m.unit_id`,
    )
    .raw();
  /** What does not depend on the window, as of these chunks. */
  let overall:
    | { readonly of: readonly LoadedChunk[]; readonly links: string; readonly rates: FailRates }
    | undefined;

  const ratesOf = (outcomes: UnitOutcomes): FailRates["parts"] => {
    const name = new Map(numbers.all() as [number, string][]);
    return [...outcomes.parts()]
      .sort(([a], [b]) => a - b)
      .flatMap(([part, { units, failed }]) => {
        const partNumber = name.get(part);
        return partNumber === undefined ? [] : [{ partNumber, units, failed }];
      });
  };
  /** @param outcomes of all events, with these links */
  const remember = (
    chunks: readonly LoadedChunk[],
    largest: number,
    outcomes: LinkedOutcomes,
    links: PartProducts | undefined,
  ): FailRates => {
    for (const [part, unit, failed] of measured.iterate() as IterableIterator<[number, number, number]>)
      outcomes.see(part, unit, failed === 1);
    const parts = ratesOf(outcomes);
    // Whoever has the records of a product too adds no unit to what is usual.
    const each = [...outcomes.ownParts().values()];
    const sum = (pick: "units" | "failed"): number => each.reduce((total, part) => total + part[pick], 0);
    const rates = {
      baseline: { units: sum("units"), failed: sum("failed") },
      parts,
      undatedUnits: undatedUnits(chunks, largest),
    };
    overall = { of: chunks, links: keyOf(links), rates };
    return rates;
  };
  const isKnown = (chunks: readonly LoadedChunk[], links: PartProducts | undefined): boolean =>
    overall?.of === chunks && overall.links === keyOf(links);
  const overAll = (
    chunks: readonly LoadedChunk[],
    largest: number,
    links: PartProducts | undefined,
  ): FailRates => {
    if (overall !== undefined && isKnown(chunks, links)) return overall.rates;
    const outcomes = createUnitOutcomes(largest, links);
    seeUnits(chunks, undefined, outcomes);
    return remember(chunks, largest, outcomes, links);
  };
  /** Whether that is what there still is. */
  const rememberIf = connection.transaction(
    (
      chunks: readonly LoadedChunk[],
      largest: number,
      outcomes: LinkedOutcomes,
      links: PartProducts | undefined,
    ): boolean => {
      const isStill =
        columns.chunks() === chunks &&
        Number(largestUnit.get() ?? 0) === largest &&
        keyOf(records.links()) === keyOf(links);
      if (isStill) remember(chunks, largest, outcomes, links);
      return isStill;
    },
  );

  /** The same of the units that filters leave, asked last. */
  let filtered:
    | { readonly of: FailRates; readonly named: Uint8Array; readonly parts: FailRates["parts"] }
    | undefined;
  const overFiltered = (
    rates: FailRates,
    named: Uint8Array,
    largest: number,
    links: PartProducts | undefined,
  ): FailRates["parts"] => {
    if (filtered?.of === rates && filtered.named === named) return filtered.parts;
    const outcomes = createUnitOutcomes(largest, links);
    seeUnits(columns.chunks(), undefined, outcomes, named);
    for (const [part, unit, failed] of measured.iterate() as IterableIterator<[number, number, number]>)
      if (named[unit] === 1) outcomes.see(part, unit, failed === 1);
    filtered = { of: rates, named, parts: ratesOf(outcomes) };
    return filtered.parts;
  };

  const ahead: FailRateQueries["ahead"] = async (breathe) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const links = records.links();
      if (isKnown(columns.chunks(), links)) return;
      await columns.ahead("units", breathe);
      const chunks = columns.chunks();
      const largest = Number(largestUnit.get() ?? 0);
      const outcomes = createUnitOutcomes(largest, links);
      for (const chunk of chunks) {
        seeUnits([chunk], undefined, outcomes);
        await breathe();
      }
      if (rememberIf(chunks, largest, outcomes, links)) return;
    }
  };
  const rates: FailRateQueries["rates"] = ({ window, only }) => {
    const chunks = columns.chunks();
    const largest = Number(largestUnit.get() ?? 0);
    const links = records.links();
    const always = overAll(chunks, largest, links);
    // Who is seen in the window is told by the events themselves.
    const named = filtersOfUnits(only).length === 0 ? undefined : namedUnits(only, window);
    if (window === undefined)
      return named === undefined ? always : { ...always, parts: overFiltered(always, named, largest, links) };
    const outcomes = createUnitOutcomes(largest, links);
    seeUnits(chunks, window, outcomes, named);
    return { ...always, parts: ratesOf(outcomes) };
  };
  const ofUnits: FailRateQueries["ofUnits"] = ({ window, only }, partOf) => {
    const named = filtersOfUnits(only).length === 0 ? undefined : namedUnits(only, window);
    const seen = new Map<number, boolean>();
    const see = (part: number, unit: number, failed: boolean): void => {
      if (partOf[unit] === part) seen.set(unit, failed || seen.get(unit) === true);
    };
    seeUnits(columns.chunks(), window, { see }, named);
    if (window !== undefined) return seen;
    const asked = Array.from(partOf.keys()).filter(
      (unit) => partOf[unit] !== 0 && (named?.[unit] ?? 1) === 1,
    );
    for (const [part, unit, failed] of measuredOf.iterate(JSON.stringify(asked)) as IterableIterator<
      [number, number, number]
    >)
      see(part, unit, failed === 1);
    return seen;
  };
  return { rates, ofUnits, ahead };
}

function keyOf(links: PartProducts | undefined): string {
  return links?.key ?? "";
}
