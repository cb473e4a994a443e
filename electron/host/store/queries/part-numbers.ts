/** Numbers per part by which the model is coloured (shared/contract/colouring.ts says what each means). */
import type { PartNumber, PartNumbers, PartQuantity } from "../../../../shared/contract/colouring.ts";
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import type { EventFilters } from "../../../../shared/contract/event-filter.ts";
import { EVENT_KINDS, type EventKind } from "../../../../shared/model/event.ts";
import { characteristicsOf, filtersOfCharacteristics, type NamedUnitsOf } from "../columns/named-units.ts";
import { countEvents, countFaults, firstEvents, lastEvents } from "../columns/part-events.ts";
import type { SubjectColumns, SubjectColumnsOf } from "../columns/subject-columns.ts";
import type { Connection } from "../open.ts";
import { createCosts } from "./costs.ts";
import { withProducts, type PartRecords } from "./part-records.ts";
import { createSteadyUnits, PAIR } from "./steady-units.ts";
import type { Subjects } from "./subject.ts";

export interface PartNumbersQuestion {
  readonly quantity: PartQuantity;
  readonly kind?: EventKind | undefined;
  readonly window?: TimeWindow | undefined;
  readonly unitId?: number | undefined;
  readonly only?: EventFilters | undefined;
}

type Value = Pick<PartNumber, "value" | "basis">;

const DAY = 86_400_000_000;
/** Kinds whose failures are those of a unit, not of a machine: as in the fail rates. */
const FAULT_KINDS = (["production", "inspection", "field"] as const).reduce(
  (mask, kind) => mask | (1 << EVENT_KINDS.indexOf(kind)),
  0,
);
/** Part, unit, values, and those of them out of limits. */
type Values = [part: number, unit: number, values: number, failed: number];
/** Of two means, each of so many. */
function meanOf(a: Value | undefined, b: Value): Value {
  if (a === undefined) return b;
  const basis = a.basis + b.basis;
  return { value: (a.value * a.basis + b.value * b.basis) / basis, basis };
}

const EVERYTHING = { kind: "everything" } as const;

export function createPartNumbers(
  connection: Connection,
  columnsOf: SubjectColumnsOf,
  namedUnits: NamedUnitsOf,
  subjects: Subjects,
  records: PartRecords,
  now: () => number,
): (question: PartNumbersQuestion) => PartNumbers {
  const numbers = connection.prepare("SELECT part_id, number FROM part").raw();
  const units = connection.prepare("SELECT unit_id, part_id FROM unit WHERE same_as IS NULL").raw();
  const twins = connection.prepare("SELECT unit_id, same_as FROM unit WHERE same_as > 0").raw();
  const largestUnit = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const costs = createCosts(connection, records);
  const steady = createSteadyUnits(connection, () => columnsOf(EVERYTHING));

  const byPart = (values: ReadonlyMap<number, Value>): PartNumber[] => {
    const name = new Map(numbers.all() as [number, string][]);
    return [...values]
      .toSorted(([a], [b]) => a - b)
      .flatMap(([part, { value, basis }]) => {
        const partNumber = name.get(part);
        return partNumber === undefined ? [] : [{ partNumber, value, basis }];
      });
  };
  /** Of parts and of the products that they are. */
  const summed = (values: Iterable<readonly [part: number, value: number, basis: number]>): PartNumber[] =>
    byPart(
      withProducts(
        new Map(Array.from(values, ([part, value, basis]): [number, Value] => [part, { value, basis }])),
        records.links(),
        (a, b) => ({ value: a.value + b.value, basis: a.basis + b.basis }),
      ),
    );
  const measurements = (
    window: TimeWindow | undefined,
    family: readonly number[] | undefined,
    only: EventFilters | undefined,
  ): { readonly looked: Map<number, number>; readonly failed: Map<number, number>; undated: number } => {
    const named = namedUnits(only);
    const characteristics = characteristicsOf(only);
    const ofUnits = family === undefined ? "" : ` AND m.unit_id IN (${family.join(",")})`;
    const asked =
      characteristics === undefined
        ? ""
        : " AND m.characteristic_id IN (SELECT characteristic_id FROM characteristic WHERE name IN (SELECT value FROM json_each(?)))";
    const names = characteristics === undefined ? [] : [JSON.stringify([...characteristics])];
    const taken = window === undefined ? "" : " AND m.taken_us < ? AND m.taken_us >= ?";
    // In a span there are few values of each unit: their parts are looked up one by one, if they are not known.
    const partOf = window === undefined || family !== undefined ? undefined : steady.parts();
    const join = partOf === undefined ? " JOIN unit u USING (unit_id)" : "";
    const these = `FROM measurement m${join} WHERE m.verdict <> 'none'${taken}${ofUnits}${asked}`;
    const rows = connection
      .prepare(
        // Over all times units come in order of the index; in a span grouping them would be sorting them.
        window === undefined
          ? `SELECT u.part_id, m.unit_id, count(*), sum(m.verdict = 'fail') ${these} GROUP BY m.unit_id`
          : `SELECT ${partOf === undefined ? "u.part_id" : "0"}, m.unit_id, 1, m.verdict = 'fail' ${these}`,
      )
      .raw()
      .iterate(
        ...(window === undefined ? [] : [window.to, window.from]),
        ...names,
      ) as IterableIterator<Values>;
    const looked = new Map<number, number>();
    const failed = new Map<number, number>();
    for (const [stated, unit, values, bad] of rows) {
      const part = partOf === undefined ? stated : (partOf[unit] ?? 0);
      if (part === 0 || (named !== undefined && named[unit] !== 1)) continue;
      looked.set(part, (looked.get(part) ?? 0) + values);
      failed.set(part, (failed.get(part) ?? 0) + bad);
    }
    let undated = 0;
    if (window !== undefined) {
      const perUnit = connection
        .prepare(
          `SELECT m.unit_id, count(*) FROM measurement m
           WHERE m.verdict = 'fail' AND m.taken_us IS NULL${ofUnits}${asked} GROUP BY m.unit_id`,
        )
        .raw()
        .iterate(...names) as IterableIterator<[unit: number, values: number]>;
      for (const [unit, values] of perUnit) if (named === undefined || named[unit] === 1) undated += values;
    }
    return { looked, failed, undated };
  };
  const failedValues = (family: readonly number[] | undefined): ReadonlySet<number> => {
    if (family === undefined) return steady.failed();
    const rows = connection
      .prepare(
        `SELECT DISTINCT unit_id, source_id FROM measurement WHERE verdict = 'fail' AND unit_id IN (${family.join(",")})`,
      )
      .raw()
      .all() as [number, number][];
    return new Set(rows.map(([unit, source]) => unit * PAIR + source));
  };

  return ({ quantity, kind: kindName, window, unitId, only }): PartNumbers => {
    const subject: Subject = unitId === undefined ? { kind: "everything" } : { kind: "unit", unitId };
    const family = unitId === undefined ? undefined : subjects.family(unitId);
    const kind = kindName === undefined ? undefined : EVENT_KINDS.indexOf(kindName);
    const undated = ({ summary }: SubjectColumns): number =>
      window === undefined
        ? 0
        : summary.undated.reduce((sum, n, of) => sum + ((kind ?? of) === of ? n : 0), 0);
    switch (quantity) {
      case "units": {
        const seen = namedUnits(only, window);
        const counts = new Map<number, number>();
        const own = family === undefined ? undefined : new Set(family);
        for (const [unit, part] of units.iterate() as IterableIterator<[number, number]>) {
          if (own?.has(unit) === false || (seen !== undefined && seen[unit] !== 1)) continue;
          counts.set(part, (counts.get(part) ?? 0) + 1);
        }
        const parts = summed([...counts].map(([part, count]) => [part, count, count]));
        return { quantity, uom: undefined, parts, leftOut: 0 };
      }
      case "events": {
        const columns = columnsOf(subject, only);
        const counts = countEvents(columns.chosen, { window, kind });
        const parts = summed([...counts].map(([part, count]) => [part, count, count]));
        return { quantity, uom: undefined, parts, leftOut: undated(columns) };
      }
      case "age": {
        const columns = columnsOf(subject, only);
        const before = window?.to ?? now();
        const found = lastEvents(columns.chosen, { before, kind });
        const ages = new Map(
          Array.from(found, ([part, { last, events }]): [number, Value] => [
            part,
            { value: (before - last) / DAY, basis: events },
          ]),
        );
        const parts = byPart(
          withProducts(ages, records.links(), (a, b) => ({
            value: Math.min(a.value, b.value),
            basis: a.basis + b.basis,
          })),
        );
        return { quantity, uom: "d", parts, leftOut: undated(columns) };
      }
      case "unit-age": {
        const before = window?.to ?? now();
        const columns = columnsOf(subject);
        const firsts = firstEvents(columns.chosen, Number(largestUnit.get() ?? 0));
        for (const [twin, unit] of twins.iterate() as IterableIterator<[number, number]>)
          firsts[unit] = Math.min(firsts[unit] ?? Infinity, firsts[twin] ?? Infinity);
        const built = unitId === undefined ? undefined : new Set(subjects.installed(unitId, before));
        // What is built into a unit is there whether an event in the span names it or not.
        const seen = namedUnits(only, unitId === undefined ? window : undefined);
        const ages = new Map<number, Value>();
        for (const [unit, part] of units.iterate() as IterableIterator<[number, number]>) {
          const first = firsts[unit] ?? Infinity;
          if (first >= before || built?.has(unit) === false || (seen !== undefined && seen[unit] !== 1))
            continue;
          ages.set(part, meanOf(ages.get(part), { value: (before - first) / DAY, basis: 1 }));
        }
        const parts = byPart(withProducts(ages, records.links(), meanOf));
        return { quantity, uom: "d", parts, leftOut: 0 };
      }
      case "defects": {
        const values = measurements(window, family, only);
        const known = failedValues(family);
        const faults = countFaults(
          columnsOf(subject, filtersOfCharacteristics(only)).chosen,
          window,
          FAULT_KINDS,
          namedUnits(only),
          (unit, source) => !known.has(unit * PAIR + source),
        );
        const all = new Set([...values.looked.keys(), ...faults.keys()]);
        const parts = summed(
          [...all].map((part) => [
            part,
            (values.failed.get(part) ?? 0) + (faults.get(part)?.failed ?? 0),
            (values.looked.get(part) ?? 0) + (faults.get(part)?.looked ?? 0),
          ]),
        );
        return { quantity, uom: undefined, parts, leftOut: values.undated };
      }
      case "cost":
        return { quantity, ...costs(window, family) };
    }
  };
}
