/** Rows of the history as tables: pages of them, filtered, sorted and grouped where they are kept. */
import * as v from "valibot";
import { call } from "../rpc/service.ts";
import { TABLE_IDS } from "../model/table-columns.ts";
import { onlySchema } from "./event-filter.ts";
import { subjectSchema, text, windowSchema } from "./common.ts";

const columnSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

/** All of a query's filters must hold. */
export const tableFilterSchema = v.variant("by", [
  /** Contains the text, whatever the case of its letters. */
  v.object({ by: v.literal("text"), column: columnSchema, text: text(200) }),
  /** At least and at most, both included. A row without a value is not among them. */
  v.object({
    by: v.literal("range"),
    column: columnSchema,
    from: v.exactOptional(v.pipe(v.number(), v.finite())),
    to: v.exactOptional(v.pipe(v.number(), v.finite())),
  }),
  /** Is one of them; "": has none. */
  v.object({
    by: v.literal("values"),
    column: columnSchema,
    values: v.pipe(v.array(text(2_000)), v.minLength(1), v.maxLength(200)),
  }),
]);
export type TableFilter = v.InferOutput<typeof tableFilterSchema>;

const querySchema = {
  table: v.picklist(TABLE_IDS),
  subject: subjectSchema,
  /** Events whole or in part in it, units and orders with such an event, measurements taken in it. */
  window: v.exactOptional(windowSchema),
  /**
   * Events that pass these alone; orders that such events name, in the window; units as in unitsService.list; with
   * what such events say of them; measurements as in measurementsService.table. What a unit is built of is not asked
   * of events.
   */
  ...onlySchema,
  /** By the table's own columns. */
  filters: v.pipe(v.array(tableFilterSchema), v.maxLength(20)),
  /** Absent: events by time, newest first; others as they came. Rows without a value come last, always. */
  sort: v.exactOptional(v.object({ column: columnSchema, descending: v.boolean() })),
};
export const tableQuerySchema = v.object(querySchema);
export type TableQuery = v.InferOutput<typeof tableQuerySchema>;

export type Cell = string | number | undefined;

export interface TableRow {
  /** The event's position, the unit's, measurement's or order's row id: unique within its table. */
  readonly id: number;
  /** In the order of TABLE_COLUMNS. */
  readonly cells: readonly Cell[];
  /** What selecting the row selects. */
  readonly partNumber: string | undefined;
  readonly unitId: number | undefined;
}

export interface TablePage {
  /** Rows that match, all of them. */
  readonly total: number;
  readonly rows: readonly TableRow[];
}

export interface TableGroup {
  /** As a filter by values takes it; "": those without a value. */
  readonly value: string;
  readonly rows: number;
}

export interface TableGroups {
  readonly total: number;
  /** Most rows first. */
  readonly groups: readonly TableGroup[];
  /** Groups beyond those answered. */
  readonly more: number;
}

/** Most rows that are sorted, filtered or grouped by a column whose values stand only in the rows: beyond it `limit`. */
export const MOST_ROWS_BY_TEXT = 50_000;

const offset = v.pipe(v.number(), v.integer(), v.minValue(0));

export const EXPORT_FORMATS = ["csv", "parquet"] as const;

export interface ExportPart {
  readonly bytes: Uint8Array;
  /** Rows so far. */
  readonly rows: number;
  /** The file is whole. */
  readonly done: boolean;
}

const exportId = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const tablesService = {
  /**
   * `limit` where the column's values stand only in the rows themselves and more than MOST_ROWS_BY_TEXT rows
   * would have to be read: narrow the subject, the window or another filter.
   */
  page: call<TablePage>()(
    v.object({
      ...querySchema,
      offset,
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    }),
  ),
  groups: call<TableGroups>()(
    v.object({
      ...querySchema,
      column: columnSchema,
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
    }),
  ),
  /**
   * Begins a file of all rows, as filtered and sorted now: rows that come later are not in it. CSV: RFC 4180, UTF-8,
   * texts that a spreadsheet would take for formulas begin with an apostrophe. Times in UTC, durations in seconds.
   */
  startExport: call<{ readonly exportId: number; readonly rows: number }>()(
    v.object({
      ...querySchema,
      format: v.picklist(EXPORT_FORMATS),
      /** In their order; the titles are the names in the file, each another. */
      columns: v.pipe(
        v.array(v.object({ id: columnSchema, title: v.pipe(v.string(), v.minLength(1), v.maxLength(100)) })),
        v.minLength(1),
        v.maxLength(60),
        v.check(
          (columns) => new Set(columns.map(({ title }) => title)).size === columns.length,
          "two columns have one title",
        ),
      ),
    }),
  ),
  exportPart: call<ExportPart>()(v.object({ exportId })),
  endExport: call<undefined>()(v.object({ exportId })),
} as const;
