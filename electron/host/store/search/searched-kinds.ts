/** What is shown of a row that was found, per kind, as SQL over its id. */
import type { TextKind } from "./text-tables.ts";

export interface SearchedKind {
  readonly kind: TextKind;
  /** SELECT of title, context, partNumber, unitId, position and the text that was searched, from `found (id)`. */
  readonly rows: string;
}

const date = (column: string): string => `strftime('%Y-%m-%d %H:%M', ${column} / 1e6, 'unixepoch')`;
const event = (from: string): string => `
  SELECT e.title AS title, coalesce(${date("e.started_us")}, '') || coalesce(' · ' || q.name, '') || coalesce(' · ' || p.number, '') AS context,
    p.number AS partNumber, e.unit_id AS unitId, e.position AS position, e.kind AS eventKind,
    e.title || ' ' || coalesce(e.order_number, '') || ' ' || coalesce(e.actor, '') AS text
  FROM ${from} LEFT JOIN part p ON p.part_id = e.part_id LEFT JOIN equipment q ON q.equipment_id = e.equipment_id`;

/** In the order in which they are listed. */
export const SEARCHED_KINDS: readonly SearchedKind[] = [
  {
    kind: "part",
    rows: `SELECT p.number AS title, p.title AS context, p.number AS partNumber, NULL AS unitId, NULL AS position,
        p.number || ' ' || coalesce(p.title, '') AS text
      FROM found f JOIN part p ON p.part_id = f.id`,
  },
  {
    kind: "unit",
    rows: `SELECT coalesce(u.serial, u.lot, u.label, '') AS title, p.number AS context, p.number AS partNumber,
        u.unit_id AS unitId, NULL AS position,
        coalesce(u.serial, '') || ' ' || coalesce(u.lot, '') || ' ' || coalesce(u.label, '') || ' ' || p.number AS text
      FROM found f JOIN unit u ON u.unit_id = f.id JOIN part p ON p.part_id = u.part_id`,
  },
  {
    kind: "characteristic",
    rows: `SELECT c.name AS title, p.number || ' · ' || s.name AS context, p.number AS partNumber, NULL AS unitId,
        NULL AS position, c.name || ' ' || p.number AS text
      FROM found f JOIN characteristic c ON c.characteristic_id = f.id JOIN part p ON p.part_id = c.part_id
        JOIN source s ON s.source_id = c.source_id`,
  },
  {
    kind: "event",
    // The text may be kept under an earlier revision that had the same: what holds now is shown.
    rows: event(`found f JOIN event r ON r.position = f.id
      JOIN event e ON e.source_id = r.source_id AND e.source_key = r.source_key AND e.superseded = 0`),
  },
  {
    kind: "note",
    rows: `SELECT n.text AS title, s.name || coalesce(' · ' || n.place, '') AS context, p.number AS partNumber,
        NULL AS unitId, NULL AS position, n.text AS text
      FROM found f JOIN note n ON n.note_id = f.id JOIN source s ON s.source_id = n.source_id
        LEFT JOIN part p ON p.part_id = n.part_id`,
  },
];

/** Events that a source knows by this id. */
export const EVENTS_BY_KEY = `${event(
  "source s JOIN event e ON e.source_id = s.source_id AND e.source_key = ? AND e.superseded = 0",
)} ORDER BY e.position DESC LIMIT ?`;

/** Events at positions, a list of JSON, in its order. */
export const EVENTS_AT = `${event("json_each(?) j JOIN event e ON e.position = j.value")} ORDER BY j.key`;
