/** Answers tables: a question in turn, in slices, from what was matched before where that still holds. */
import type { TableQuery, tablesService } from "../../../../shared/contract/tables.ts";
import { TABLE_COLUMNS } from "../../../../shared/model/table-columns.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { EventColumns } from "../columns/event-columns.ts";
import type { FilteredColumns } from "../columns/filter-events.ts";
import type { NamedColumn } from "../columns/named-rows.ts";
import { characteristicsOf, filtersOfEvents, type NamedUnitsOf } from "../columns/named-units.ts";
import type { SubjectColumnsOf } from "../columns/subject-columns.ts";
import type { Connection } from "../open.ts";
import type { Subjects } from "../queries/subject.ts";
import { createEventTable } from "./event-table.ts";
import { createExports } from "./exports.ts";
import { createGenealogyTable } from "./genealogy-table.ts";
import { createKept } from "./kept.ts";
import { createMeasurementTable } from "./measurement-table.ts";
import { createOrderTable } from "./order-table.ts";
import { createSlices, createTurns, type Slices } from "./slices.ts";
import { createUnitTable } from "./unit-table.ts";
import { createStoredNames } from "./stored-names.ts";
import type { Held, Table } from "./table.ts";
import { openView, type View } from "./view.ts";

const EVERYTHING = { kind: "everything" } as const;
/** Bytes that tables, and views of them, may take while nobody asks. */
const REMEMBERED = 64 * 2 ** 20;

/** A table of a subject and span, which filters make views of. */
interface Opened {
  readonly held: () => Held;
  readonly view: (filters: TableQuery["filters"], slices: Slices) => Promise<View>;
}

export interface TableReading {
  readonly connection: Connection;
  readonly columns: EventColumns;
  readonly columnsOf: SubjectColumnsOf;
  readonly ahead: FilteredColumns["ahead"];
  readonly namedUnits: NamedUnitsOf;
  readonly orders: NamedColumn;
  readonly subjects: Subjects;
  /** µs */
  readonly now: () => number;
  /** Rows that are sorted at once; for tests. */
  readonly few?: number;
}

export function createTableQueries(reading: TableReading): ServiceImplementation<typeof tablesService> {
  const { columns, columnsOf, ahead, namedUnits, orders, connection, subjects, now, few } = reading;
  const names = createStoredNames(connection, () => columns.chunks());
  const eventTable = createEventTable(connection, orders, names);
  const genealogyTable = createGenealogyTable(connection, subjects);
  const orderTable = createOrderTable(orders, names);
  const unitTable = createUnitTable(connection, subjects);
  const measurementTable = createMeasurementTable(connection, subjects);
  const inTurn = createTurns();
  const exporting = createExports();
  const keep = createKept(() => columns.chunks());
  const tableKept = keep<Opened>(REMEMBERED, (each) => each.held());
  const viewKept = keep<View>(REMEMBERED, (view) => view.held());

  const open = async ({ table, subject, window, only = [] }: TableQuery, slices: Slices): Promise<Opened> => {
    const { breathe } = slices;
    switch (table) {
      case "events":
        await ahead(subject, only, breathe);
        return opened(eventTable(columnsOf(subject, only).chosen, window));
      case "units":
        await ahead(EVERYTHING, only, breathe);
        await ahead(EVERYTHING, filtersOfEvents(only, window), breathe);
        return opened(
          await unitTable(
            subject,
            window,
            { chosen: columnsOf(EVERYTHING, only).chosen, units: namedUnits(only, window) },
            slices,
          ),
        );
      case "contains":
      case "within":
        return opened(await genealogyTable(subject, table === "contains" ? "down" : "up", slices));
      case "orders":
        await ahead(subject, only, breathe);
        return opened(await orderTable(columnsOf(subject, only).chosen, window, slices));
      case "measurements":
        await ahead(EVERYTHING, filtersOfEvents(only, undefined), breathe);
        return opened(
          await measurementTable(
            subject,
            window,
            { units: namedUnits(only), characteristics: characteristicsOf(only) },
            slices,
          ),
        );
    }
  };
  const opened = <B>(made: Table<B>): Opened => ({
    held: () => made.held(),
    view: (filters, its) => openView(made, filters, its, few),
  });
  const viewOf = async (query: TableQuery, slices: Slices): Promise<View> => {
    const { table, subject, window, only, filters } = query;
    const about = JSON.stringify([table, subject, window, only]);
    return viewKept(`${about} ${JSON.stringify(filters)}`, async () => {
      const its = await tableKept(about, () => open(query, slices));
      return its.view(filters, slices);
    });
  };
  const answer = <T>(
    query: TableQuery,
    signal: AbortSignal,
    ask: (view: View, slices: Slices) => Promise<T>,
  ): Promise<T> =>
    inTurn(signal, async () => {
      const slices = createSlices(now, signal);
      await columns.ahead("whole", slices.breathe);
      return ask(await viewOf(query, slices), slices);
    });

  return {
    page: (query, { signal }) =>
      answer(query, signal, (view, slices) => view.page(query.sort, query.offset, query.limit, slices)),
    startExport: (query, { signal }) =>
      answer(query, signal, (view) => {
        const all = TABLE_COLUMNS[query.table];
        const places = query.columns.map(({ id }) => all.findIndex((column) => column.id === id));
        const columns = places.flatMap((place) => all[place] ?? []);
        if (columns.length < places.length) throw new Failure("invalid", "There is no such column.");
        const { sort, format } = query;
        const titles = query.columns.map(({ title }) => title);
        const exportId = exporting.start({ view, sort, format, columns, places, titles });
        return Promise.resolve({ exportId, rows: view.total });
      }),
    exportPart: ({ exportId }, { signal }) =>
      inTurn(signal, () => exporting.part(exportId, createSlices(now, signal))),
    endExport: ({ exportId }) => {
      exporting.end(exportId);
      return undefined;
    },
    groups: (query, { signal }) =>
      answer(query, signal, (view, slices) => view.groups(query.column, query.limit, slices)),
  };
}
