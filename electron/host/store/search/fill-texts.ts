/** The full text of everything, made anew from the rows. */
import type { Connection } from "../open.ts";
import { createTextIndex } from "./text-index.ts";
import { EVENT_TEXT, textTable, type TextKind } from "./text-tables.ts";

/** Row id and text of units; more conditions may follow. */
export const UNIT_TEXTS = `SELECT unit_id, coalesce(serial, '') || ' ' || coalesce(lot, '') || ' ' || coalesce(label, '') || ' ' || number
  FROM unit JOIN part USING (part_id) WHERE coalesce(serial, lot, label) IS NOT NULL`;
export const CHARACTERISTIC_TEXTS =
  "SELECT characteristic_id, name || ' ' || number FROM characteristic JOIN part USING (part_id) WHERE true";

/** Row id and text, ascending in row id: what comes in descending order FTS5 writes out row by row. */
export const TEXT_ROWS: Readonly<Record<TextKind, string>> = {
  part: "SELECT part_id, number || ' ' || coalesce(title, '') FROM part ORDER BY part_id",
  unit: `${UNIT_TEXTS} ORDER BY unit_id`,
  characteristic: `${CHARACTERISTIC_TEXTS} ORDER BY characteristic_id`,
  event: `SELECT position, ${EVENT_TEXT} FROM event WHERE superseded = 0 ORDER BY position`,
  note: "SELECT note_id, text FROM note ORDER BY note_id",
};

/** Call within a transaction. */
export function fillTexts(connection: Connection): void {
  createTextIndex(connection).clear();
  for (const [kind, rows] of Object.entries(TEXT_ROWS))
    connection.exec(`INSERT INTO ${textTable(kind as TextKind)} (rowid, text) ${rows}`);
}
