/** Events as a table, answered from their columns; what those lack is read from the rows shown. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { Cell, TableRow } from "../../../../shared/contract/tables.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import { TABLE_COLUMNS } from "../../../../shared/model/table-columns.ts";
import type { ChosenChunk } from "../columns/chosen-rows.ts";
import { isUndated, kindOf, severityOf, type Ids } from "../columns/event-chunk.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import type { NamedColumn } from "../columns/named-rows.ts";
import type { Connection } from "../open.ts";
import { inWindow } from "./event-window.ts";
import { serialsMatching } from "./serials.ts";
import type { StoredNames } from "./stored-names.ts";
import { heldByColumns, listedNames, namesOf, type Column, type Numbers, type Table } from "./table.ts";

/** What each column is in SQL. */
const SQL: Readonly<Record<string, string>> = {
  started: "e.started_us",
  kind: "e.kind",
  severity: "e.severity",
  title: "e.title",
  part: "p.number",
  serial: "coalesce(u.serial, u.claimed_serial)",
  equipment: "q.name",
  order: "e.order_number",
  operation: "e.operation",
  type: "e.type",
  ended: "CASE WHEN e.ended_us >= e.started_us THEN e.ended_us END",
  duration: "CASE WHEN e.ended_us >= e.started_us THEN e.ended_us - e.started_us END",
  actor: "e.actor",
  source: "s.name",
  key: "e.source_key",
};
const COLUMNS = TABLE_COLUMNS.events.map(({ id }) => id);
const KIND = COLUMNS.indexOf("kind");
const SEVERITY = COLUMNS.indexOf("severity");
const JOINS = `LEFT JOIN part p ON p.part_id = e.part_id LEFT JOIN unit u ON u.unit_id = e.unit_id
  LEFT JOIN equipment q ON q.equipment_id = e.equipment_id JOIN source s ON s.source_id = e.source_id`;

export type EventTableOf = (
  chosen: readonly ChosenChunk[],
  window: TimeWindow | undefined,
) => Table<LoadedChunk>;

export function createEventTable(
  connection: Connection,
  orders: NamedColumn,
  stored: StoredNames,
): EventTableOf {
  const rows = connection
    .prepare(
      `SELECT e.position, e.unit_id, p.number, ${COLUMNS.map((id) => SQL[id]).join(", ")}
       FROM json_each(?) j CROSS JOIN event e ON e.position = j.value ${JOINS} ORDER BY j.key`,
    )
    .raw();
  // By position: a row that is gone must not shift those after it.
  const readers = Object.fromEntries(
    ["title", "serial", "order", "operation", "type", "actor", "key"].map((id) => {
      const read = connection
        .prepare(
          `SELECT ${SQL[id]} FROM json_each(?) j LEFT JOIN event e ON e.position = j.value
           LEFT JOIN unit u ON u.unit_id = e.unit_id ORDER BY j.key`,
        )
        .pluck();
      return [id, (ids: readonly number[]) => (read.all(JSON.stringify(ids)) as (Cell | null)[]).map(cellOf)];
    }),
  );
  const serials = serialsMatching(connection);

  return (chosen, window) => {
    const codes = (names: readonly string[], of: (code: number) => number): Column<LoadedChunk> => ({
      names: listedNames(names),
      isInOrder: true,
      numbers: {
        whole: true,
        bounds: () => [0, names.length - 1],
        fill: (chunk, out) => {
          for (let row = 0; row < out.length; row += 1) out[row] = of(chunk.codes[row] ?? 0);
        },
      },
    });
    const ids = (of: (chunk: LoadedChunk) => Ids): Numbers<LoadedChunk> => ({
      whole: true,
      fill: (chunk, out) => {
        const all = of(chunk);
        for (let row = 0; row < out.length; row += 1) out[row] = all[row] || NaN;
      },
    });
    const named = (name: keyof StoredNames, of: (chunk: LoadedChunk) => Ids): Column<LoadedChunk> => ({
      later: async (slices) => ({ numbers: ids(of), names: await stored[name](slices) }),
    });
    const made = new Map<string, Column<LoadedChunk>>();
    const columns: Record<string, Column<LoadedChunk>> = {
      ...Object.fromEntries(Object.entries(readers).map(([id, read]) => [id, { read }])),
      started: { numbers: STARTS },
      ended: { numbers: { whole: true, fill: (chunk, out) => fillEnds(chunk, out, 0) } },
      duration: { numbers: { whole: true, fill: (chunk, out) => fillEnds(chunk, out, 1) } },
      kind: codes(EVENT_KINDS, kindOf),
      severity: codes(SEVERITIES, severityOf),
      part: named("part", ({ parts }) => parts),
      equipment: named("equipment", ({ equipment }) => equipment),
      source: named("source", ({ sources }) => sources),
    };
    return {
      chosen: chosen.map(({ chunk, rows: its }) => ({ block: chunk, rows: its })),
      lengthOf: ({ codes: all }) => all.length,
      tests: window === undefined ? [] : [inWindow(window)],
      columns: {
        ...columns,
        order: {
          ...columns["order"],
          later: async ({ breathe }) => {
            for (const { chunk } of chosen) {
              orders.rowsOf(chunk);
              await breathe();
            }
            return { ...columns["order"], ...orderColumn(orders) };
          },
        },
        serial: { ...columns["serial"], codes: ids(({ units }) => units), matching: serials },
      },
      made,
      held: () => heldByColumns({ columns, made }),
      order: [
        { numbers: STARTS, descending: true },
        { numbers: POSITIONS, descending: true },
      ],
      rowsOf: (positions) => (rows.all(JSON.stringify(positions)) as (Cell | null)[][]).map(rowOf),
    };
  };
}

/** As read so far. */
function orderColumn(orders: NamedColumn): Column<LoadedChunk> {
  return {
    names: namesOf(orders.size(), orders.nameOf),
    numbers: {
      whole: true,
      fill: (chunk, out) => {
        const { rows, ids } = orders.rowsOf(chunk);
        out.fill(NaN);
        for (let pair = 0; pair < rows.length; pair += 1) out[rows[pair] ?? 0] = ids[pair] ?? NaN;
      },
    },
  };
}

const cellOf = (value: Cell | null): Cell => value ?? undefined;

function rowOf([id, unitId, partNumber, ...values]: readonly (Cell | null)[]): TableRow {
  const cells = values.map(cellOf);
  cells[KIND] = EVENT_KINDS[Number(cells[KIND])];
  cells[SEVERITY] = SEVERITIES[Number(cells[SEVERITY])];
  return {
    id: Number(id),
    cells,
    partNumber: partNumber === null || partNumber === undefined ? undefined : String(partNumber),
    unitId: unitId === null || unitId === undefined ? undefined : Number(unitId),
  };
}

const STARTS: Numbers<LoadedChunk> = {
  whole: true,
  bounds: ({ first, lastStart }) => [first, lastStart],
  fill: ({ starts: { origin, step, values }, codes }, out) => {
    for (let row = 0; row < out.length; row += 1)
      out[row] = isUndated(codes[row] ?? 0) ? NaN : origin + (values[row] ?? 0) * step;
  },
};
const POSITIONS: Numbers<LoadedChunk> = {
  whole: true,
  bounds: ({ base, offsets }) => [base + (offsets[0] ?? 0), base + (offsets.at(-1) ?? 0)],
  fill: ({ base, offsets }, out) => {
    for (let row = 0; row < out.length; row += 1) out[row] = base + (offsets[row] ?? 0);
  },
};

/** Ends of the events that have one, less `from` times their starts. */
function fillEnds({ starts, spanRows, spanEnds }: LoadedChunk, out: Float64Array, from: 0 | 1): void {
  out.fill(NaN);
  for (let span = 0; span < spanRows.length; span += 1) {
    const row = spanRows[span] ?? 0;
    const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
    out[row] = spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step - from * start;
  }
}
