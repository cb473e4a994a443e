/** How the columns of a table (sheet or CSV) become records. Saved by header fingerprint. */

/** What a column holds. */
export const COLUMN_ROLES = [
  "ignore",
  "serial",
  "lot",
  "part",
  "factor",
  "measurement",
  "note",
  "time",
  "end-time",
  "date",
  "event-title",
  "event-type",
  "equipment",
  "order",
  "operation",
  "actor",
  "cost",
  "key",
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

export interface ColumnMapping {
  /** 0-based column. */
  readonly column: number;
  readonly header: string;
  readonly role: ColumnRole;
  /** Name of the factor or characteristic where it differs from the header. */
  readonly name?: string;
  readonly uom?: string;
}

export interface TableMapping {
  readonly name: string;
  /** Sheet name; absent for CSV. */
  readonly sheet?: string;
  /** 1-based row of the headers; data start below. */
  readonly headerRow: number;
  /** Part that all rows are about; absent where a column says it, or the file's name is the only hint. */
  readonly part?: string;
  /** Kind of the events that rows become where a time column is mapped. */
  readonly eventKind?: string;
  /** `dmy` for 13/09/2001, `mdy` for 09/13/2001. ISO dates need none. */
  readonly dateOrder?: "dmy" | "mdy";
  readonly decimalComma?: boolean;
  readonly columns: readonly ColumnMapping[];
}
