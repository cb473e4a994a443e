/** The full text of everything, made anew from the rows. */
import type { Connection } from "../open.ts";
import { createTextIndex } from "./text-index.ts";
import { EVENT_HAS_TEXT, EVENT_TEXT, textTable, type TextKind } from "./text-tables.ts";

/** Row id and text, ascending in row id: what comes in descending order FTS5 writes out row by row. */
const ROWS: Readonly<Record<TextKind, string>> = {
  part: "SELECT part_id, number || ' ' || coalesce(title, '') FROM part ORDER BY part_id",
  unit: `SELECT unit_id, coalesce(serial, '') || ' ' || coalesce(lot, '') || ' ' || coalesce(label, '') || ' ' || number
    FROM unit JOIN part USING (part_id) WHERE coalesce(serial, lot, label) IS NOT NULL ORDER BY unit_id`,
  characteristic:
    "SELECT characteristic_id, name || ' ' || number FROM characteristic JOIN part USING (part_id) ORDER BY characteristic_id",
  event: `SELECT position, ${EVENT_TEXT} FROM event WHERE superseded = 0 AND ${EVENT_HAS_TEXT} ORDER BY position`,
  note: "SELECT note_id, text FROM note ORDER BY note_id",
};

/** Call within a transaction. */
export function fillTexts(connection: Connection): void {
  createTextIndex(connection).clear();
  for (const [kind, rows] of Object.entries(ROWS))
    connection.exec(`INSERT INTO ${textTable(kind as TextKind)} (rowid, text) ${rows}`);
}
