/** Keeps the full text beside the rows it is about. Written by code, not triggers: only free text is worth its cost. */
import type { Connection } from "../open.ts";
import { EVENT_TEXT, TEXT_KINDS, textTable, type TextKind } from "./text-tables.ts";

export interface TextIndex {
  /** Indexes `text` for row `id` of `kind`; again with other text replaces it. */
  put(kind: TextKind, id: number, text: string): void;
  /** As `put`, for a row that was never indexed. */
  add(kind: TextKind, id: number, text: string): void;
  /** Not of events: see `removeEvent`. */
  remove(kind: Exclude<TextKind, "event">, id: number): void;
  /**
   * A revision of an event. Taking a text out costs many times what it cost to put it in: one that stays the
   * same keeps the place of the first revision that had it.
   */
  addEvent(position: number, corrects: number | undefined): void;
  /** An event with all its revisions, by the position of the newest. */
  removeEvent(position: number): void;
  /** Events after this position, none of which corrects another. */
  addEventsAfter(position: number): void;
  /** Forgets everything. */
  clear(): void;
}

export function createTextIndex(connection: Connection): TextIndex {
  const perKind = <T>(make: (table: string) => T): Readonly<Record<TextKind, T>> =>
    Object.fromEntries(TEXT_KINDS.map((kind) => [kind, make(textTable(kind))])) as Record<TextKind, T>;
  const inserts = perKind((table) => connection.prepare(`INSERT INTO ${table} (rowid, text) VALUES (?, ?)`));
  const removals = perKind((table) => connection.prepare(`DELETE FROM ${table} WHERE rowid = ?`));
  const textOf = connection.prepare(`SELECT ${EVENT_TEXT} FROM event WHERE position = ?`).pluck();
  const after = connection.prepare(
    `INSERT INTO event_text (rowid, text) SELECT position, ${EVENT_TEXT} FROM event WHERE position > ? ORDER BY position`,
  );
  const isIndexed = connection.prepare("SELECT 1 FROM event_text WHERE rowid = ?").pluck();
  const correctedBy = connection.prepare("SELECT corrects FROM event WHERE position = ?").pluck();

  const removeEvent = (position: number): void => {
    for (let at: unknown = position; typeof at === "number"; at = correctedBy.get(at))
      if (isIndexed.get(at) !== undefined) {
        removals.event.run(at);
        return;
      }
  };
  return {
    put(kind, id, text) {
      removals[kind].run(id);
      inserts[kind].run(id, text);
    },
    add: (kind, id, text) => void inserts[kind].run(id, text),
    remove: (kind, id) => void removals[kind].run(id),
    addEvent(position, corrects) {
      const text = textOf.get(position) as string | undefined;
      if (corrects !== undefined) {
        if (text === textOf.get(corrects)) return;
        removeEvent(corrects);
      }
      if (text !== undefined) inserts.event.run(position, text);
    },
    removeEvent,
    addEventsAfter: (position) => void after.run(position),
    clear() {
      for (const table of TEXT_KINDS.map(textTable))
        connection.exec(`INSERT INTO ${table} (${table}) VALUES ('delete-all')`);
    },
  };
}
