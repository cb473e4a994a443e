/** Rows that tell what happened and when: maintenance orders, defects, shipments. One event per row. */
import { hash } from "node:crypto";
import { EVENT_KINDS, type EventKind } from "../../../../shared/model/event.ts";
import type { EventRecord, PartReference, UnitReference } from "../../../../shared/model/record.ts";
import { canonicalSerial } from "../../../../shared/model/serial.ts";
import type { ColumnRole } from "../../../../shared/model/table-mapping.ts";
import type { Instant } from "../../../../shared/time/iso.ts";
import { parseDecimal } from "../text/parse-number.ts";
import { cellText, placeOf, type Row } from "./cell.ts";
import type { LayoutColumn, TableLayout } from "./table-layout.ts";
import { looksLikeTime, parseTableTime } from "./table-time.ts";

export interface EventRows {
  read(row: Row): EventRecord;
  /** What the reader of the report should know, after all rows. */
  remarks(): readonly string[];
}

const PAYLOAD = 64 * 1024;

export function createEventRows(layout: TableLayout): EventRows {
  const { mapping } = layout;
  const kind = EVENT_KINDS.find((name) => name === mapping.eventKind) ?? "production";
  const starts = [layout.find("time"), layout.find("date")].filter((column) => column !== undefined);
  const keys = new Map<string, number>();
  const troubles = createTimeTroubles();

  const textOf = (row: Row, role: ColumnRole): string | undefined => {
    const column = layout.find(role);
    const text = column === undefined ? "" : cellText(row.cells[column.column]);
    return text === "" ? undefined : text;
  };
  const startOf = (row: Row): { instant: Instant; column: LayoutColumn } | undefined => {
    const unread: { column: LayoutColumn; text: string }[] = [];
    for (const column of starts) {
      const cell = row.cells[column.column];
      const instant = parseTableTime(cell, mapping.dateOrder);
      if (instant !== undefined) {
        for (const { column: other, text } of unread) troubles.substituted(other.title, text, column.title);
        return { instant, column };
      }
      const text = cellText(cell);
      if (text !== "") unread.push({ column, text });
    }
    troubles.undated(unread[0]?.text);
    return undefined;
  };
  const keyOf = (row: Row): string => {
    const stated = textOf(row, "key") ?? textOf(row, "order");
    const base = `${layout.keyPrefix}${stated ?? hash("sha256", JSON.stringify(row.cells.map(cellText))).slice(0, 16)}`;
    const count = (keys.get(base) ?? 0) + 1;
    keys.set(base, count);
    return count === 1 ? base : `${base}#${count}`;
  };

  return {
    read(row) {
      const start = startOf(row);
      const endColumn = layout.find("end-time");
      const end =
        endColumn === undefined ? undefined : parseTableTime(row.cells[endColumn.column], mapping.dateOrder);
      const endedAt =
        start !== undefined && end !== undefined && end.microseconds >= start.instant.microseconds
          ? end.microseconds
          : undefined;
      if (end !== undefined && endedAt === undefined && start !== undefined) troubles.reversed();
      const type = textOf(row, "event-type") ?? kind;
      const { part, unit } = subjectOf(row, textOf(row, "serial"), textOf(row, "lot"), layout);
      const optional = {
        equipment: textOf(row, "equipment"),
        order: textOf(row, "order"),
        operation: textOf(row, "operation"),
        actor: textOf(row, "actor"),
      };
      return {
        record: "event",
        key: keyOf(row),
        kind,
        type: type.slice(0, 100),
        title: titleOf(row, textOf(row, "event-title"), type, kind),
        ...(start === undefined ? {} : { startedAt: start.instant.microseconds }),
        ...(endedAt === undefined ? {} : { endedAt }),
        ...(start?.instant.offsetMinutes === undefined ? {} : { offsetMinutes: start.instant.offsetMinutes }),
        severity: "information",
        ...(part === undefined ? {} : { part }),
        ...(unit === undefined ? {} : { unit }),
        ...(part === undefined ? {} : { linkOrigin: part.strength === "stated" ? "source" : "name" }),
        ...(Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== undefined)) as Partial<
          Record<keyof typeof optional, string>
        >),
        details: detailsOf(row, layout, start?.column),
        payload: (row.text ?? JSON.stringify(row.cells.map(cellText))).slice(0, PAYLOAD / 4),
        at: placeOf(layout.table, row, starts[0]?.column ?? 0),
      };
    },
    remarks: () => troubles.remarks(mapping.dateOrder === undefined),
  };
}

function titleOf(row: Row, written: string | undefined, type: string, kind: EventKind): string {
  const title = written ?? (type === kind ? `Row ${row.number}` : type);
  return title.replace(/\s+/g, " ").slice(0, 500);
}

/** A guessed part counts only where the row names a unit: a list of work orders is about no part. */
function subjectOf(
  row: Row,
  serial: string | undefined,
  lot: string | undefined,
  layout: TableLayout,
): { part: PartReference | undefined; unit: UnitReference | undefined } {
  const part = layout.partOf(row);
  if (part === undefined) return { part: undefined, unit: undefined };
  const lotOf = lot === undefined ? {} : { lot };
  if (serial !== undefined) {
    const named = {
      part,
      serial: canonicalSerial(serial),
      serialStatus: "proven",
      origin: "source",
    } as const;
    return { part, unit: { ...named, ...lotOf } };
  }
  if (lot !== undefined) return { part, unit: { part, lot, serialStatus: "missing", origin: "source" } };
  return { part: part.strength === "stated" ? part : undefined, unit: undefined };
}

function detailsOf(
  row: Row,
  layout: TableLayout,
  timeFrom: LayoutColumn | undefined,
): Readonly<Record<string, string | number | boolean>> {
  const shown: readonly ColumnRole[] = ["factor", "measurement", "note", "cost", "time", "date", "end-time"];
  const pairs = layout.columns.flatMap(({ column, role, title }): [string, string | number | boolean][] => {
    const cell = row.cells[column];
    const text = cellText(cell);
    if (text === "" || !shown.includes(role)) return [];
    if (role === "cost") return [[title, parseDecimal(text, layout.mapping.decimalComma) ?? text]];
    return [[title, typeof cell === "number" || typeof cell === "boolean" ? cell : text]];
  });
  // fromEntries defines properties, so that a header "__proto__" is a name like any other.
  return Object.fromEntries([...pairs, ["time from", timeFrom?.title ?? "none"]]);
}

interface TimeTroubles {
  substituted(column: string, text: string, instead: string): void;
  undated(text: string | undefined): void;
  reversed(): void;
  remarks(orderUnknown: boolean): readonly string[];
}

/** Counts what was wrong with times: one remark per kind of trouble, never one per row. */
function createTimeTroubles(): TimeTroubles {
  const substituted = new Map<string, { count: number; text: string; column: string; instead: string }>();
  let undated = 0;
  let undatedText: string | undefined;
  let ambiguous = false;
  let reversed = 0;
  const look = (text: string | undefined): void => {
    if (text !== undefined && looksLikeTime(text)) ambiguous = true;
  };
  return {
    substituted(column, text, instead) {
      look(text);
      const key = `${column}\n${instead}`;
      const known = substituted.get(key);
      if (known === undefined) substituted.set(key, { count: 1, text, column, instead });
      else known.count += 1;
    },
    undated(text) {
      look(text);
      undated += 1;
      undatedText ??= text;
    },
    reversed() {
      reversed += 1;
    },
    remarks(orderUnknown) {
      const texts = [...substituted.values()].map(
        ({ count, text, column, instead }) =>
          `${count} rows hold no date in "${column}" (for example "${text.slice(0, 40)}"): "${instead}" is used for them.`,
      );
      if (undated > 0) {
        const example = undatedText === undefined ? "" : ` (for example "${undatedText.slice(0, 40)}")`;
        texts.push(`${undated} rows have no time that can be read${example}: their events are undated.`);
      }
      if (ambiguous && orderUnknown)
        texts.push("The dates don't tell day from month: choose their order in the column mapping.");
      if (reversed > 0)
        texts.push(`${reversed} rows end before they start: their end is only in the details.`);
      return texts;
    },
  };
}
