/** Orders as a table, from what the events of the subject in the window name. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { TableRow } from "../../../../shared/contract/tables.ts";
import { TABLE_COLUMNS } from "../../../../shared/model/table-columns.ts";
import type { ChosenChunk } from "../columns/chosen-rows.ts";
import { isUndated, severityOf } from "../columns/event-chunk.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import type { NamedColumn } from "../columns/named-rows.ts";
import type { Connection } from "../open.ts";
import { FAIL } from "../queries/severity.ts";
import { cellAt, numbersOf, placesOf, tableOf, type Stretch } from "./array-table.ts";
import { inWindow } from "./event-window.ts";
import type { Slices } from "./slices.ts";
import { BLOCK, namesOf, type Column, type Names, type Table } from "./table.ts";

const COLUMNS = TABLE_COLUMNS.orders.map(({ id }) => id);
/** Stands for the part of an order whose events name several. */
const SEVERAL = -1;

export type OrderTableOf = (
  chosen: readonly ChosenChunk[],
  window: TimeWindow | undefined,
  slices: Slices,
) => Promise<Table<Stretch>>;

export function createOrderTable(connection: Connection, orders: NamedColumn): OrderTableOf {
  const parts = connection.prepare("SELECT part_id, number FROM part").raw();

  return async (chosen, window, slices) => {
    // Numbers of orders that nobody has asked for before come up while their chunks are read.
    for (const { chunk } of chosen) {
      orders.rowsOf(chunk);
      await slices.breathe();
    }
    const size = orders.size();
    const counts = await countOrders(chosen, window, orders, size, slices);
    const ids = Float64Array.from({ length: size }, (_, id) => id).filter(
      (id) => (counts.events[id] ?? 0) > 0,
    );
    const numbers: (string | undefined)[] = [];
    for (const [id, number] of parts.all() as [number, string][]) numbers[id] = number;
    const ofOrder = (values: ArrayLike<number>): Column<Stretch> => ({
      numbers: numbersOf(
        Float64Array.from(ids, (id) => values[id] ?? 0),
        true,
      ),
    });
    const named: Names = namesOf([...numbers, "several"]);
    const columns: Record<string, Column<Stretch>> = {
      order: {
        names: namesOf(Array.from({ length: size }, (_, id) => orders.nameOf(id))),
        numbers: numbersOf(ids, true),
      },
      events: ofOrder(counts.events),
      failures: ofOrder(counts.failures),
      part: {
        names: named,
        numbers: numbersOf(
          Float64Array.from(ids, (id) => {
            const part = counts.part[id] ?? 0;
            return part === SEVERAL ? named.size - 1 : part === 0 ? NaN : part;
          }),
          true,
        ),
      },
      first: ofOrder(counts.first),
      last: ofOrder(counts.last),
    };
    const places = placesOf(ids);
    return tableOf({
      rows: ids.length,
      ids,
      columns,
      rowsOf: (asked) =>
        asked.map((id): TableRow => {
          const part = counts.part[id] ?? 0;
          return {
            id,
            cells: COLUMNS.map((column) => cellAt(columns[column] ?? {}, places(id))),
            partNumber: part > 0 ? numbers[part] : undefined,
            unitId: undefined,
          };
        }),
    });
  };
}

/** By the number of the order. */
interface OrderCounts {
  readonly events: Uint32Array;
  readonly failures: Uint32Array;
  /** µs UTC; NaN without any. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Row id; 0: none, SEVERAL: more than one. */
  readonly part: Float64Array;
}

async function countOrders(
  chosen: readonly ChosenChunk[],
  window: TimeWindow | undefined,
  orders: NamedColumn,
  size: number,
  { breathe }: Slices,
): Promise<OrderCounts> {
  const events = new Uint32Array(size);
  const failures = new Uint32Array(size);
  const first = new Float64Array(size).fill(NaN);
  const last = new Float64Array(size).fill(NaN);
  const part = new Float64Array(size);
  const keep = new Uint8Array(BLOCK);
  const test = window === undefined ? undefined : inWindow(window);
  const count = (chunk: LoadedChunk, row: number, order: number, end: number): void => {
    const code = chunk.codes[row] ?? 0;
    events[order] = (events[order] ?? 0) + 1;
    if (severityOf(code) >= FAIL) failures[order] = (failures[order] ?? 0) + 1;
    const its = chunk.parts[row] ?? 0;
    const known = part[order] ?? 0;
    if (its !== 0 && known !== its) part[order] = known === 0 ? its : SEVERAL;
    if (isUndated(code)) return;
    const start = chunk.starts.origin + (chunk.starts.values[row] ?? 0) * chunk.starts.step;
    // Comparisons with NaN are false.
    if (!((first[order] ?? NaN) <= start)) first[order] = start;
    if (!((last[order] ?? NaN) >= Math.max(start, end))) last[order] = Math.max(start, end);
  };
  for (const { chunk, rows } of chosen) {
    const { codes, spanRows, spanEnds } = chunk;
    const flags = keep.subarray(0, codes.length).fill(rows === undefined ? 1 : 0);
    if (rows !== undefined) for (const row of rows) flags[row] = 1;
    test?.(chunk, flags);
    const named = orders.rowsOf(chunk);
    let span = 0;
    for (let pair = 0; pair < named.rows.length; pair += 1) {
      const row = named.rows[pair] ?? 0;
      if (flags[row] !== 1) continue;
      while ((spanRows[span] ?? codes.length) < row) span += 1;
      const end =
        spanRows[span] === row ? spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step : -Infinity;
      count(chunk, row, named.ids[pair] ?? 0, end);
    }
    await breathe();
  }
  return { events, failures, first, last, part };
}
