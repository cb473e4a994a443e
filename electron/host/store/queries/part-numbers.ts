/** Numbers per part by which the model is coloured (shared/contract/colouring.ts says what each means). */
import type {
  PartNumber,
  PartNumbers,
  PartQuantity,
  UnitNumber,
} from "../../../../shared/contract/colouring.ts";
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import type { EventFilters } from "../../../../shared/contract/event-filter.ts";
import { EVENT_KINDS, type EventKind } from "../../../../shared/model/event.ts";
import { characteristicsOf, filtersOfCharacteristics, type NamedUnitsOf } from "../columns/named-units.ts";
import { countEvents, countFaults, firstEvents, lastEvents, type By } from "../columns/part-events.ts";
import type { SubjectColumns, SubjectColumnsOf } from "../columns/subject-columns.ts";
import type { Connection } from "../open.ts";
import { createCosts } from "./costs.ts";
import { withProducts, type PartRecords } from "./part-records.ts";
import { createSteadyUnits, PAIR } from "./steady-units.ts";
import type { Subjects } from "./subject.ts";

/** Costs are not counted but booked. */
export type Counting = Exclude<PartQuantity, "cost">;

export interface PartNumbersQuestion {
  readonly quantity: PartQuantity;
  readonly kind?: EventKind | undefined;
  readonly window?: TimeWindow | undefined;
  readonly unitId?: number | undefined;
  readonly only?: EventFilters | undefined;
}

export type Value = Pick<PartNumber, "value" | "basis">;

export interface PartNumberQueries {
  readonly parts: (question: PartNumbersQuestion) => PartNumbers;
  /** The same per row id of each unit, and what several have together. */
  readonly units: (question: PartNumbersQuestion & { readonly quantity: Counting }) => Counted;
  /** What was booked for each unit, and the standard cost by number of the part. */
  readonly costs: (
    window: TimeWindow | undefined,
  ) => Pick<Counted, "values" | "merge"> & { readonly standard: ReadonlyMap<string, Value> };
}

const DAY = 86_400_000_000;
/** Kinds whose failures are those of a unit, not of a machine: as in the fail rates. */
const FAULT_KINDS = (["production", "inspection", "field"] as const).reduce(
  (mask, kind) => mask | (1 << EVENT_KINDS.indexOf(kind)),
  0,
);
/** Part, unit, values, and those of them out of limits. */
type Values = [part: number, unit: number, values: number, failed: number];
function sumOf(a: Value | undefined, b: Value): Value {
  return a === undefined ? b : { value: a.value + b.value, basis: a.basis + b.basis };
}
function leastOf(a: Value | undefined, b: Value): Value {
  return a === undefined ? b : { value: Math.min(a.value, b.value), basis: a.basis + b.basis };
}
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
): PartNumberQueries {
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
  const measurements = (
    window: TimeWindow | undefined,
    family: readonly number[] | undefined,
    only: EventFilters | undefined,
    by: By,
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
      const key = by === "parts" ? part : unit;
      looked.set(key, (looked.get(key) ?? 0) + values);
      failed.set(key, (failed.get(key) ?? 0) + bad);
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

  const count = (quantity: Counting, question: PartNumbersQuestion, by: By): Counted => {
    const { kind: kindName, window, unitId, only } = question;
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
        const values = new Map<number, Value>();
        const own = family === undefined ? undefined : new Set(family);
        for (const [unit, part] of units.iterate() as IterableIterator<[number, number]>) {
          if (own?.has(unit) === false || (seen !== undefined && seen[unit] !== 1)) continue;
          const key = by === "parts" ? part : unit;
          values.set(key, sumOf(values.get(key), { value: 1, basis: 1 }));
        }
        return { values, merge: sumOf, leftOut: 0 };
      }
      case "events": {
        const columns = columnsOf(subject, only);
        const counts = countEvents(columns.chosen, { window, kind }, by);
        const values = mapValues(counts, (events) => ({ value: events, basis: events }));
        return { values, merge: sumOf, leftOut: undated(columns) };
      }
      case "age": {
        const columns = columnsOf(subject, only);
        const before = window?.to ?? now();
        const found = lastEvents(columns.chosen, { before, kind }, by);
        const values = mapValues(found, ({ last, events }) => ({
          value: (before - last) / DAY,
          basis: events,
        }));
        return { values, merge: leastOf, uom: "d", leftOut: undated(columns) };
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
        const values = new Map<number, Value>();
        for (const [unit, part] of units.iterate() as IterableIterator<[number, number]>) {
          const first = firsts[unit] ?? Infinity;
          if (first >= before || built?.has(unit) === false || (seen !== undefined && seen[unit] !== 1))
            continue;
          const key = by === "parts" ? part : unit;
          values.set(key, meanOf(values.get(key), { value: (before - first) / DAY, basis: 1 }));
        }
        return { values, merge: meanOf, uom: "d", leftOut: 0 };
      }
      case "defects": {
        const measured = measurements(window, family, only, by);
        const known = failedValues(family);
        const faults = countFaults(
          columnsOf(subject, filtersOfCharacteristics(only)).chosen,
          window,
          FAULT_KINDS,
          namedUnits(only),
          (unit, source) => !known.has(unit * PAIR + source),
          by,
        );
        const values = new Map<number, Value>();
        for (const key of new Set([...measured.looked.keys(), ...faults.keys()]))
          values.set(key, {
            value: (measured.failed.get(key) ?? 0) + (faults.get(key)?.failed ?? 0),
            basis: (measured.looked.get(key) ?? 0) + (faults.get(key)?.looked ?? 0),
          });
        return { values, merge: sumOf, leftOut: measured.undated };
      }
    }
  };
  /** Of the unit under its own id, whichever of its records that one person's claim joins tell it. */
  const perUnit = (
    values: Counted["values"],
    merge: Counted["merge"],
    unitId: number,
  ): readonly UnitNumber[] => {
    const same = new Set(subjects.twins(unitId));
    const found = new Map<number, Value>();
    for (const [unit, value] of values) {
      const id = same.has(unit) ? unitId : unit;
      found.set(id, merge(found.get(id), value));
    }
    return Array.from(found, ([id, { value, basis }]) => ({ unitId: id, value, basis }));
  };

  const parts = (question: PartNumbersQuestion): PartNumbers => {
    const { quantity, window, unitId } = question;
    if (quantity === "cost") {
      const family = unitId === undefined ? undefined : subjects.family(unitId);
      const { booked, standard, standardOf: _usual, ...ofParts } = costs(window, family);
      if (unitId === undefined) return { quantity, ...ofParts };
      const own = perUnit(booked, meanOf, unitId);
      const usual = perUnit(standard, (a, b) => a ?? b, unitId);
      const isBooked = new Set(own.map((each) => each.unitId));
      return {
        quantity,
        ...ofParts,
        units: [...own, ...usual.filter((each) => !isBooked.has(each.unitId))],
      };
    }
    const { values, merge, uom, leftOut } = count(quantity, question, "parts");
    return {
      quantity,
      uom,
      parts: byPart(withProducts(values, records.links(), merge)),
      ...(unitId === undefined
        ? {}
        : { units: perUnit(count(quantity, question, "units").values, merge, unitId) }),
      leftOut,
    };
  };
  return {
    parts,
    units: (question) => count(question.quantity, question, "units"),
    costs: (window) => {
      const { booked, standardOf } = costs(window, "all");
      return { values: booked, merge: meanOf, standard: standardOf };
    },
  };
}

export interface Counted {
  /** By row id of a part or of a unit. */
  readonly values: Map<number, Value>;
  /** Of two that are told as one. */
  readonly merge: (a: Value | undefined, b: Value) => Value;
  readonly uom?: string;
  readonly leftOut: number;
}

function mapValues<T>(of: ReadonlyMap<number, T>, value: (one: T) => Value): Map<number, Value> {
  return new Map(Array.from(of, ([key, one]) => [key, value(one)]));
}
