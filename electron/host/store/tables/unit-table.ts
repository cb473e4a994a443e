/** Units as a table: what happened to them from the columns of events, who they are from their rows once asked for. */
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import type { Cell, TableRow } from "../../../../shared/contract/tables.ts";
import { TABLE_COLUMNS } from "../../../../shared/model/table-columns.ts";
import type { ChosenChunk } from "../columns/chosen-rows.ts";
import type { Connection } from "../open.ts";
import type { Subjects } from "../queries/subject.ts";
import { createWords, growingNumbers, numbersOf, placesOf, tableOf, type Stretch } from "./array-table.ts";
import { serialsMatching } from "./serials.ts";
import { numbersInSlices, type Slices } from "./slices.ts";
import type { Column, Table } from "./table.ts";
import { countUnits } from "./unit-counts.ts";

/** Units read at a time. */
const AT_ONCE = 10_000;
const COLUMNS = TABLE_COLUMNS.units.map(({ id }) => id);
/** What the columns are in SQL; the others are counted from events. */
const SQL: Readonly<Record<string, string>> = {
  serial: "coalesce(u.serial, u.claimed_serial)",
  status: "coalesce(u.claimed_status, u.serial_status)",
  part: "(SELECT number FROM part p WHERE p.part_id = u.part_id)",
  revision: "u.revision",
  lot: "u.lot",
  position: "u.position",
  label: "u.label",
  source: "(SELECT name FROM source s WHERE s.source_id = u.source_id)",
};

/** Pages of ids until there are no more. */
function* allOf(after: (last: number) => unknown[]): Generator<readonly number[]> {
  for (let last = 0; ;) {
    const read = after(last) as number[];
    yield read;
    if (read.length < AT_ONCE) return;
    last = read.at(-1) ?? 0;
  }
}

export type UnitTableOf = (
  subject: Subject,
  window: TimeWindow | undefined,
  events: UnitEvents,
  slices: Slices,
) => Promise<Table<Stretch>>;

/** Which units count, and what is counted of them. */
export interface UnitEvents {
  /** Of whatever subject. */
  readonly chosen: readonly ChosenChunk[];
  /** 1 per row id; undefined: all. */
  readonly units: Uint8Array | undefined;
}

export function createUnitTable(connection: Connection, subjects: Subjects): UnitTableOf {
  const idsBy = (condition: string) =>
    connection
      .prepare<number[]>(
        `SELECT unit_id FROM unit WHERE ${condition} unit_id > ? ORDER BY unit_id LIMIT ${AT_ONCE}`,
      )
      .pluck();
  const any = idsBy("");
  // By the index of a part's units, which has those that are the same as another after the others.
  const ofPart = idsBy("part_id = ? AND same_as IS NULL AND");
  const twins = connection
    .prepare(
      `SELECT unit_id FROM unit WHERE part_id = ? AND same_as > 0 AND unit_id > ? ORDER BY unit_id LIMIT ${AT_ONCE}`,
    )
    .pluck();
  const largest = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const reading = (column: string): ((ids: readonly number[]) => readonly Cell[]) => {
    const read = connection
      .prepare(
        `SELECT ${SQL[column]} FROM json_each(?) j LEFT JOIN unit u ON u.unit_id = j.value ORDER BY j.key`,
      )
      .pluck();
    return (ids) =>
      (read.all(JSON.stringify(ids)) as (string | number | null)[]).map((value) => value ?? undefined);
  };
  const rows = connection
    .prepare(
      `SELECT u.unit_id, ${Object.values(SQL).join(", ")} FROM json_each(?) j CROSS JOIN unit u ON u.unit_id = j.value
       ORDER BY j.key`,
    )
    .raw();
  const matching = serialsMatching(connection);

  function* idsOf(subject: Subject): Generator<readonly number[]> {
    if (subject.kind === "unit") {
      yield subjects.family(subject.unitId);
      return;
    }
    if (subject.kind === "part" && subject.structure === "built") {
      yield subjects.built(subjects.partId(subject.partNumber)).units.toSorted((a, b) => a - b);
      return;
    }
    const parts =
      subject.kind === "part" ? subjects.subtree(subjects.partId(subject.partNumber)) : [undefined];
    for (const part of parts)
      if (part === undefined) yield* allOf((last) => any.all(last));
      else {
        yield* allOf((last) => ofPart.all(part, last));
        yield* allOf((last) => twins.all(part, last));
      }
  }

  return async (subject, window, { chosen, units: named }, slices) => {
    const counts = await countUnits(chosen, window, Number(largest.get() ?? 0), slices);
    const ids = growingNumbers();
    for (const read of idsOf(subject)) {
      for (const id of read) if (named === undefined || named[id] === 1) ids.push(id);
      await slices.breathe();
    }
    const units = ids.all();
    const places = await placesOf(units, slices);
    const ofUnit = (values: ArrayLike<number>): Promise<Float64Array> =>
      numbersInSlices(units.length, (row) => values[units[row] ?? 0] ?? 0, slices);
    const eachValue = async (
      column: string,
      { breathe }: Slices,
      take: (value: Cell) => void,
    ): Promise<void> => {
      const read = reading(column);
      for (let at = 0; at < units.length; at += AT_ONCE) {
        read(Array.from(units.subarray(at, at + AT_ONCE))).forEach(take);
        await breathe();
      }
    };
    const words = (column: string): Column<Stretch> => ({
      later: async (its) => {
        const found = createWords();
        await eachValue(column, its, (value) => found.add(typeof value === "string" ? value : null));
        return found.column();
      },
    });
    // The counts themselves are of every unit there is: only those of the table stay.
    const counted = {
      events: await ofUnit(counts.events),
      failures: await ofUnit(counts.failures),
      first: await ofUnit(counts.first),
      last: await ofUnit(counts.last),
    };
    const columns: Record<string, Column<Stretch>> = {
      ...Object.fromEntries(
        Object.entries(counted).map(([id, values]) => [id, { numbers: numbersOf(values, true) }]),
      ),
      serial: { codes: numbersOf(units, true), matching, read: reading("serial") },
      label: { read: reading("label") },
      ...Object.fromEntries(["status", "part", "revision", "lot", "source"].map((id) => [id, words(id)])),
      position: {
        later: async (its) => {
          const found = growingNumbers();
          await eachValue("position", its, (value) => found.push(typeof value === "number" ? value : NaN));
          return { numbers: numbersOf(found.all(), true) };
        },
      },
    };
    const stored = Object.keys(SQL);
    return tableOf({
      rows: units.length,
      ids: units,
      columns,
      held: places.held,
      rowsOf: (asked) =>
        (rows.all(JSON.stringify(asked)) as (string | number | null)[][]).map(
          ([unit, ...values]): TableRow => {
            const id = Number(unit);
            const valueOf = (column: string): Cell => values[stored.indexOf(column)] ?? undefined;
            const row = places.of(id);
            const counting = (by: ArrayLike<number>): Cell => {
              const value = by[row] ?? NaN;
              return Number.isNaN(value) ? undefined : value;
            };
            const cells = COLUMNS.map((column) =>
              column === "events" || column === "failures" || column === "first" || column === "last"
                ? counting(counted[column])
                : valueOf(column),
            );
            const part = valueOf("part");
            return { id, cells, partNumber: typeof part === "string" ? part : undefined, unitId: id };
          },
        ),
    });
  };
}
