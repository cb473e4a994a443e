/** Numbers per part by which the model is coloured (shared/contract/colouring.ts says what each means). */
import type { PartNumber, PartNumbers, PartQuantity } from "../../../../shared/contract/colouring.ts";
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import { EVENT_KINDS, type EventKind } from "../../../../shared/model/event.ts";
import { CHUNK_SIZE, chunkOf, type EventRow } from "../columns/event-chunk.ts";
import type { EventColumns } from "../columns/event-columns.ts";
import { loadedChunk, type LoadedChunk } from "../columns/loaded-chunk.ts";
import {
  countEvents,
  countFaults,
  lastEvents,
  undatedEvents,
  unitsInWindow,
} from "../columns/part-events.ts";
import { EVENT_COLUMNS } from "../columns/read-rows.ts";
import type { Connection } from "../open.ts";
import { createCosts } from "./costs.ts";
import type { Subjects } from "./subject.ts";

export interface PartNumbersQuestion {
  readonly quantity: PartQuantity;
  readonly kind?: EventKind | undefined;
  readonly window?: TimeWindow | undefined;
  readonly unitId?: number | undefined;
}

const DAY = 86_400_000_000;
/** Kinds whose failures are those of a unit, not of a machine: as in the fail rates. */
const FAULT_KINDS = (["production", "inspection", "field"] as const).reduce(
  (mask, kind) => mask | (1 << EVENT_KINDS.indexOf(kind)),
  0,
);
/** Unit and source as one number. */
const PAIR = 2 ** 20;

export function createPartNumbers(
  connection: Connection,
  columns: EventColumns,
  subjects: Subjects,
  now: () => number,
): (question: PartNumbersQuestion) => PartNumbers {
  const numbers = connection.prepare("SELECT part_id, number FROM part").raw();
  const units = connection.prepare("SELECT unit_id, part_id FROM unit WHERE same_as IS NULL").raw();
  const largestUnit = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const costs = createCosts(connection);

  const byPart = (values: Iterable<readonly [part: number, value: number, basis: number]>): PartNumber[] => {
    const name = new Map(numbers.all() as [number, string][]);
    return [...values]
      .toSorted(([a], [b]) => a - b)
      .flatMap(([part, value, basis]) => {
        const partNumber = name.get(part);
        return partNumber === undefined ? [] : [{ partNumber, value, basis }];
      });
  };
  /** Of one unit and what is built into it few events are read by its index; of all they are in columns. */
  const chunksOf = (family: readonly number[] | undefined): readonly LoadedChunk[] => {
    if (family === undefined) return columns.chunks();
    const rows = connection
      .prepare(
        `SELECT ${EVENT_COLUMNS} FROM event WHERE unit_id IN (${family.join(",")}) AND superseded = 0 ORDER BY position`,
      )
      .all() as EventRow[];
    const pieces = Math.ceil(rows.length / CHUNK_SIZE);
    return Array.from({ length: pieces }, (_, at) =>
      loadedChunk(0, chunkOf(rows.slice(at * CHUNK_SIZE, (at + 1) * CHUNK_SIZE))),
    );
  };
  const measurements = (
    window: TimeWindow | undefined,
    family: readonly number[] | undefined,
  ): { readonly looked: Map<number, number>; readonly failed: Map<number, number>; undated: number } => {
    const ofUnits = family === undefined ? "" : ` AND m.unit_id IN (${family.join(",")})`;
    const taken = window === undefined ? "" : " AND m.taken_us < ? AND m.taken_us >= ?";
    const rows = connection
      .prepare(
        `SELECT u.part_id, count(*), sum(m.verdict = 'fail') FROM measurement m JOIN unit u USING (unit_id)
         WHERE m.verdict <> 'none'${taken}${ofUnits} GROUP BY u.part_id`,
      )
      .raw()
      .all(...(window === undefined ? [] : [window.to, window.from])) as [number, number, number][];
    const undated =
      window === undefined
        ? 0
        : Number(
            connection
              .prepare(
                `SELECT count(*) FROM measurement m WHERE m.verdict = 'fail' AND m.taken_us IS NULL${ofUnits}`,
              )
              .pluck()
              .get(),
          );
    return {
      looked: new Map(rows.map(([part, looked]) => [part, looked])),
      failed: new Map(rows.map(([part, , failed]) => [part, failed])),
      undated,
    };
  };
  const failedValues = (family: readonly number[] | undefined): ReadonlySet<number> => {
    const ofUnits = family === undefined ? "" : ` AND unit_id IN (${family.join(",")})`;
    const rows = connection
      .prepare(`SELECT DISTINCT unit_id, source_id FROM measurement WHERE verdict = 'fail'${ofUnits}`)
      .raw()
      .all() as [number, number][];
    return new Set(rows.map(([unit, source]) => unit * PAIR + source));
  };

  return ({ quantity, kind: kindName, window, unitId }): PartNumbers => {
    const family = unitId === undefined ? undefined : subjects.family(unitId);
    const kind = kindName === undefined ? undefined : EVENT_KINDS.indexOf(kindName);
    const undated = (chunks: readonly LoadedChunk[]): number =>
      window === undefined ? 0 : undatedEvents(chunks, kind);
    switch (quantity) {
      case "units": {
        const seen =
          window === undefined
            ? undefined
            : unitsInWindow(columns.chunks(), window, Number(largestUnit.get() ?? 0));
        const counts = new Map<number, number>();
        const own = family === undefined ? undefined : new Set(family);
        for (const [unit, part] of units.iterate() as IterableIterator<[number, number]>) {
          if (own?.has(unit) === false || seen?.[unit] === 0) continue;
          counts.set(part, (counts.get(part) ?? 0) + 1);
        }
        const parts = byPart([...counts].map(([part, count]) => [part, count, count]));
        return { quantity, uom: undefined, parts, leftOut: 0 };
      }
      case "events": {
        const chunks = chunksOf(family);
        const counts = countEvents(chunks, { window, kind });
        const parts = byPart([...counts].map(([part, count]) => [part, count, count]));
        return { quantity, uom: undefined, parts, leftOut: undated(chunks) };
      }
      case "age": {
        const chunks = chunksOf(family);
        const before = window?.to ?? now();
        const found = lastEvents(chunks, { before, kind });
        const parts = byPart(
          [...found].map(([part, { last, events }]) => [part, (before - last) / DAY, events]),
        );
        return { quantity, uom: "d", parts, leftOut: undated(chunks) };
      }
      case "defects": {
        const values = measurements(window, family);
        const known = failedValues(family);
        const faults = countFaults(
          chunksOf(family),
          window,
          FAULT_KINDS,
          (unit, source) => !known.has(unit * PAIR + source),
        );
        const all = new Set([...values.looked.keys(), ...faults.keys()]);
        const parts = byPart(
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
