/** Units that pass a filter of events, and those seen in a span: one rule for units, their measurements and outcomes. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { EventFilters } from "../../../../shared/contract/event-filter.ts";
import type { Connection } from "../open.ts";
import type { FilterKeys } from "../queries/filter-keys.ts";
import { unitsOfEvents } from "./part-events.ts";
import type { SubjectColumns, SubjectColumnsOf } from "./subject-columns.ts";

/**
 * 1 per unit row id that one event which passes names, in the window where there is one; what is the same unit by a
 * claim is marked with it. Without a window, a filter by units alone marks them whether they have events or not.
 * Undefined: every unit counts. Values are asked without a window: they have times of their own.
 */
export type NamedUnitsOf = (only: EventFilters | undefined, window?: TimeWindow) => Uint8Array | undefined;

const EVERYTHING = { kind: "everything" } as const;
/** Answers remembered, a byte per unit each. */
const REMEMBERED = 8;

export function createNamedUnits(
  connection: Connection,
  columnsOf: SubjectColumnsOf,
  numbersOf: FilterKeys,
): NamedUnitsOf {
  const largest = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const twins = connection.prepare("SELECT unit_id, same_as FROM unit WHERE same_as IS NOT NULL").raw();

  const unitsOfKeys = (keys: readonly string[]): Uint8Array => {
    const named = new Uint8Array(Number(largest.get() ?? 0) + 1);
    for (const unit of keys.flatMap((key) => numbersOf("unit", key) ?? [])) named[unit] = 1;
    return named;
  };
  const withTwins = (named: Uint8Array): Uint8Array => {
    const pairs = twins.all() as [unit: number, sameAs: number][];
    for (const [unit, sameAs] of pairs) if (named[unit] === 1) named[sameAs] = 1;
    for (const [unit, sameAs] of pairs) if (named[sameAs] === 1) named[unit] = 1;
    // What names no unit.
    named[0] = 0;
    return named;
  };
  const find = (filters: EventFilters, window: TimeWindow | undefined): Uint8Array => {
    const [first] = filters;
    return withTwins(
      first !== undefined && filtersOfEvents(filters, window).length === 0
        ? unitsOfKeys(first.keys)
        : unitsOfEvents(columnsOf(EVERYTHING, filters).chosen, window, Number(largest.get() ?? 0)),
    );
  };

  let remembered = new Map<string, Uint8Array>();
  let asOf: SubjectColumns | undefined;
  return (only, window) => {
    const filters = filtersOfUnits(only);
    if (filters.length === 0 && window === undefined) return undefined;
    const everything = columnsOf(EVERYTHING);
    // Another object after each change of the cache.
    if (asOf !== everything) remembered = new Map();
    asOf = everything;
    const key = JSON.stringify([filters, window]);
    // The same array for the same question: what was counted with it holds (queries/fail-rates.ts).
    const named = remembered.get(key) ?? find(filters, window);
    remembered.delete(key);
    remembered.set(key, named);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return named;
  };
}

/** Filters by characteristic say nothing of units: values and events have their own. */
export function filtersOfUnits(only: EventFilters = []): EventFilters {
  return only.filter(({ by }) => by !== "characteristic");
}

/** Those for which events are looked at: a filter by units alone names them itself, if nobody asks when they were seen. */
export function filtersOfEvents(
  only: EventFilters | undefined,
  window: TimeWindow | undefined,
): EventFilters {
  const filters = filtersOfUnits(only);
  return window === undefined && filters.every(({ by }) => by === "unit") ? [] : filters;
}

/** The others. */
export function filtersOfCharacteristics(only: EventFilters = []): EventFilters {
  return only.filter(({ by }) => by === "characteristic");
}

/** Names of the characteristics whose values count; undefined: all. */
export function characteristicsOf(only: EventFilters | undefined): ReadonlySet<string> | undefined {
  const keys = only?.find(({ by }) => by === "characteristic")?.keys;
  return keys === undefined ? undefined : new Set(keys);
}
