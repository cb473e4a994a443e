/** Orders as a table, from what the events of the subject in the window name. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { TableRow } from "../../../../shared/contract/tables.ts";
import { TABLE_COLUMNS } from "../../../../shared/model/table-columns.ts";
import type { ChosenChunk } from "../columns/chosen-rows.ts";
import { isUndated, severityOf } from "../columns/event-chunk.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import type { NamedColumn } from "../columns/named-rows.ts";
import { FAIL } from "../queries/severity.ts";
import { cellAt, growingNumbers, numbersOf, placesOf, tableOf, type Stretch } from "./array-table.ts";
import { inWindow } from "./event-window.ts";
import { eachInSlices, numbersInSlices, type Slices } from "./slices.ts";
import type { StoredNames } from "./stored-names.ts";
import { BLOCK, namesOf, type Column, type Table } from "./table.ts";

const COLUMNS = TABLE_COLUMNS.orders.map(({ id }) => id);
/** Stands for the part of an order whose events name several. */
const SEVERAL = -1;

export type OrderTableOf = (
  chosen: readonly ChosenChunk[],
  window: TimeWindow | undefined,
  slices: Slices,
) => Promise<Table<Stretch>>;

export function createOrderTable(orders: NamedColumn, names: StoredNames): OrderTableOf {
  return async (chosen, window, slices) => {
    // Numbers of orders that nobody has asked for before come up while their chunks are read.
    for (const { chunk } of chosen) {
      orders.rowsOf(chunk);
      await slices.breathe();
    }
    const size = orders.size();
    const counts = await countOrders(chosen, window, orders, size, slices);
    const growing = growingNumbers();
    await eachInSlices(size, (id) => (counts.events[id] ?? 0) > 0 && growing.push(id), slices);
    const ids = growing.all();
    const parts = await names.part(slices);
    const ofOrder = async (of: (id: number) => number): Promise<Column<Stretch>> => ({
      numbers: numbersOf(await numbersInSlices(ids.length, (row) => of(ids[row] ?? 0), slices), true),
    });
    const counted = (values: ArrayLike<number>): Promise<Column<Stretch>> => ofOrder((id) => values[id] ?? 0);
    const columns: Record<string, Column<Stretch>> = {
      order: {
        names: namesOf(size, orders.nameOf),
        numbers: numbersOf(ids, true),
      },
      events: await counted(counts.events),
      failures: await counted(counts.failures),
      part: {
        names: namesOf(parts.size + 1, (part) => (part === parts.size ? "several" : parts.of(part))),
        ...(await ofOrder((id) => {
          const part = counts.part[id] ?? 0;
          return part === SEVERAL ? parts.size : part === 0 ? NaN : part;
        })),
      },
      first: await counted(counts.first),
      last: await counted(counts.last),
    };
    const places = await placesOf(ids, slices);
    const partOf = columns["part"]?.numbers;
    const one = new Float64Array(1);
    return tableOf({
      rows: ids.length,
      ids,
      columns,
      held: places.held,
      rowsOf: (asked) =>
        asked.map((id): TableRow => {
          const row = places.of(id);
          partOf?.fill({ from: row, length: 1 }, one);
          return {
            id,
            cells: COLUMNS.map((column) => cellAt(columns[column] ?? {}, row)),
            partNumber: parts.of(one[0] ?? NaN),
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
