/** Cells as people read them, and filters as they are named on a chip. */
import type { Cell, TableFilter } from "../../../shared/contract/tables.ts";
import type { TableColumn } from "../../../shared/model/table-columns.ts";
import { message, messageOr } from "../../messages/catalogue.ts";
import { formatDuration } from "../../state/format-time.ts";
import { formatValue } from "../../state/format-number.ts";
import { timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";

export const columnName = (id: string): string => messageOr(`tables.column.${id}`, id);

/** "" without a value. */
export function cellText(column: TableColumn, cell: Cell, zone: TimeZone): string {
  if (cell === undefined) return "";
  if (typeof cell === "string") return choiceText(column, cell);
  if (column.kind === "time") return timeText(cell, zone, cell % 1_000_000 === 0 ? "second" : "millisecond");
  if (column.kind === "span") return formatDuration(cell);
  return formatValue(cell);
}

export function choiceText({ id, kind }: TableColumn, value: string): string {
  if (kind !== "choice") return value;
  switch (id) {
    case "kind":
      return messageOr(`timeline.kind.${value}`, value);
    case "severity":
      return value === "none"
        ? message("tables.severity.none")
        : messageOr(`timeline.severity.${value}`, value);
    case "verdict":
      return messageOr(`verdict.${value}`, value);
    case "status":
      return messageOr(`tables.status.${value}`, value);
    default:
      return value;
  }
}

/** What a chip says: `Machine: VMC-1`, `Duration: ≥ 5 min 00 s`. */
export function filterText(column: TableColumn, filter: TableFilter, zone: TimeZone): string {
  const text = (value: number): string => cellText(column, value, zone);
  const said = (): string => {
    if (filter.by === "text") return message("tables.chip-contains", { text: filter.text });
    if (filter.by === "values") {
      const [first = "", ...more] = filter.values.map((value) =>
        value === "" ? message("tables.group-without") : choiceText(column, value),
      );
      return more.length === 0 ? first : message("tables.chip-several", { first, more: more.length });
    }
    const { from, to } = filter;
    if (from === undefined) return message("tables.chip-to", { to: text(to ?? 0) });
    if (to === undefined) return message("tables.chip-from", { from: text(from) });
    return message("tables.chip-range", { from: text(from), to: text(to) });
  };
  return message("tables.chip", { column: columnName(column.id), filter: said() });
}
