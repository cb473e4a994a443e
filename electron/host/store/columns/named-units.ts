/** Units that events name which pass a filter: what is asked of units and of measurements, which are no events. */
import type { EventFilters } from "../../../../shared/contract/event-filter.ts";
import type { SubjectColumns, SubjectColumnsOf } from "./subject-columns.ts";

/**
 * 1 per unit row id; undefined: every unit counts. Filters by characteristic say nothing of units: a value has its
 * own (`characteristicsOf`).
 */
export type NamedUnitsOf = (only: EventFilters | undefined) => Uint8Array | undefined;

export function createNamedUnits(columnsOf: SubjectColumnsOf): NamedUnitsOf {
  // As long as the filtered columns are there: columns/filter-events.ts.
  const known = new WeakMap<SubjectColumns, Uint8Array>();
  return (only = []) => {
    const others = only.filter(({ by }) => by !== "characteristic");
    if (others.length === 0) return undefined;
    const columns = columnsOf({ kind: "everything" }, others);
    const named = known.get(columns) ?? unitsIn(columns);
    known.set(columns, named);
    return named;
  };
}

function unitsIn({ chosen }: SubjectColumns): Uint8Array {
  let named = new Uint8Array(1_024);
  for (const { chunk, rows } of chosen) {
    const { units } = chunk;
    const length = rows?.length ?? units.length;
    for (let at = 0; at < length; at += 1) {
      const unit = units[rows === undefined ? at : (rows[at] ?? 0)] ?? 0;
      if (unit >= named.length) {
        const larger = new Uint8Array(Math.max(unit + 1, named.length * 2));
        larger.set(named);
        named = larger;
      }
      named[unit] = 1;
    }
  }
  // What names no unit.
  named[0] = 0;
  return named;
}

/** Names of the characteristics whose values count; undefined: all. */
export function characteristicsOf(only: EventFilters | undefined): ReadonlySet<string> | undefined {
  const keys = only?.find(({ by }) => by === "characteristic")?.keys;
  return keys === undefined ? undefined : new Set(keys);
}
