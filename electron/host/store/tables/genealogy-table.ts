/** What is in a unit, or what it is in, as a table. */
import type { Subject } from "../../../../shared/contract/common.ts";
import type { Cell, TableRow } from "../../../../shared/contract/tables.ts";
import { TABLE_COLUMNS } from "../../../../shared/model/table-columns.ts";
import type { Connection } from "../open.ts";
import { createWords, growingNumbers, numbersOf, placesOf, tableOf, type Stretch } from "./array-table.ts";
import type { Subjects } from "../queries/subject.ts";
import { createGenealogy } from "./genealogy.ts";
import { numbersInSlices, type Slices } from "./slices.ts";
import type { Column, Table } from "./table.ts";

/** Levels shown, as the screen says. */
const LEVELS = 10;
const AT_ONCE = 2_000;
const COLUMNS = TABLE_COLUMNS.contains.map(({ id }) => id);

export type GenealogyTableOf = (
  subject: Subject,
  direction: "down" | "up",
  slices: Slices,
) => Promise<Table<Stretch>>;

export function createGenealogyTable(connection: Connection, subjects: Subjects): GenealogyTableOf {
  const relativesOf = createGenealogy(connection);
  const rows = connection
    .prepare(
      `SELECT u.unit_id, coalesce(u.serial, u.claimed_serial), coalesce(u.claimed_status, u.serial_status), p.number, u.lot
       FROM json_each(?) j CROSS JOIN unit u ON u.unit_id = j.value JOIN part p USING (part_id) ORDER BY j.key`,
    )
    .raw();
  const link = connection.prepare(
    `SELECT position, installed_us AS installed, removed_us AS removed FROM unit_component
     WHERE parent_id = ? AND child_id = ? ORDER BY removed_us IS NOT NULL, installed_us DESC LIMIT 1`,
  );
  type Link = { position: string | null; installed: number | null; removed: number | null };

  return async (subject, direction, slices) => {
    const units = subject.kind === "unit" ? subjects.twins(subject.unitId) : [];
    const relatives = await relativesOf(units, direction, LEVELS, slices);
    const by = new Map(relatives.map(({ unitId, by: other }) => [unitId, other]));
    const depths = new Map(relatives.map(({ unitId, depth }) => [unitId, depth]));
    const ids = relatives.map(({ unitId }) => unitId);
    const linkOf = (unit: number): Link | undefined => {
      const other = by.get(unit) ?? 0;
      return link.get(...(direction === "down" ? [other, unit] : [unit, other])) as Link | undefined;
    };
    const all = growingNumbers();
    const [installed, removed] = [growingNumbers(), growingNumbers()];
    const [serial, status, part, lot, position] = Array.from({ length: 5 }, createWords);
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const read = rows.all(JSON.stringify(ids.slice(at, at + AT_ONCE))) as [number, ...(string | null)[]][];
      for (const [id, itsSerial, itsStatus, itsPart, itsLot] of read) {
        const its = linkOf(id);
        all.push(id);
        serial?.add(itsSerial ?? null);
        status?.add(itsStatus ?? null);
        part?.add(itsPart ?? null);
        lot?.add(itsLot ?? null);
        position?.add(its?.position ?? null);
        installed.push(its?.installed ?? NaN);
        removed.push(its?.removed ?? NaN);
      }
      await slices.breathe();
    }
    const found = all.all();
    const places = await placesOf(found, slices);
    const words = { serial, status, part, lot, position };
    const numbers = {
      depth: await numbersInSlices(found.length, (row) => depths.get(found[row] ?? 0) ?? NaN, slices),
      installed: installed.all(),
      removed: removed.all(),
    };
    const columns: Record<string, Column<Stretch>> = {
      ...Object.fromEntries(Object.entries(words).map(([id, each]) => [id, each?.column() ?? {}])),
      ...Object.fromEntries(
        Object.entries(numbers).map(([id, values]) => [id, { numbers: numbersOf(values, true) }]),
      ),
    };
    const cell = (column: string, row: number): Cell => {
      if (column in words) return words[column as keyof typeof words]?.at(row);
      const value = numbers[column as keyof typeof numbers][row] ?? NaN;
      return Number.isNaN(value) ? undefined : value;
    };
    return tableOf({
      rows: found.length,
      ids: found,
      columns,
      held: places.held,
      order: [{ numbers: numbersOf(numbers.depth, true), descending: false }],
      rowsOf: (asked) =>
        asked.map((id): TableRow => {
          const row = places.of(id);
          return {
            id,
            cells: COLUMNS.map((column) => cell(column, row)),
            partNumber: part?.at(row),
            unitId: id,
          };
        }),
    });
  };
}
