/** Keeps the full text beside the rows it is about. Written by code, not triggers: only free text is worth its cost. */
import type { Connection } from "../open.ts";

export type SearchKind = "part" | "unit" | "event" | "note" | "characteristic" | "source";

/** What of an event is searched, as SQL over its columns. */
export const EVENT_TEXT = "title || ' ' || coalesce(order_number, '') || ' ' || coalesce(actor, '')";

export interface SearchIndex {
  /** Indexes `text` for row `ref` of `kind`; again with other text replaces it. */
  put(kind: SearchKind, ref: number, text: string): void;
  /** As `put`, for a row that was never indexed. */
  add(kind: SearchKind, ref: number, text: string): void;
  remove(kind: SearchKind, ref: number): void;
  /** The same text is another row's from now on. */
  move(kind: SearchKind, from: number, to: number): void;
}

export function createSearchIndex(connection: Connection): SearchIndex {
  const find = connection.prepare("SELECT entry_id AS id FROM search_entry WHERE kind = ? AND ref = ?");
  const insert = connection.prepare("INSERT INTO search_entry (kind, ref) VALUES (?, ?)");
  const insertText = connection.prepare("INSERT INTO search_text (rowid, text) VALUES (?, ?)");
  const removeText = connection.prepare("DELETE FROM search_text WHERE rowid = ?");
  const removeEntry = connection.prepare("DELETE FROM search_entry WHERE entry_id = ?");
  const moveEntry = connection.prepare("UPDATE search_entry SET ref = ? WHERE kind = ? AND ref = ?");
  return {
    move: (kind, from, to) => void moveEntry.run(to, kind, from),
    put(kind, ref, text) {
      const known = find.get(kind, ref) as { id: number } | undefined;
      if (known !== undefined) removeText.run(known.id);
      const id = known?.id ?? Number(insert.run(kind, ref).lastInsertRowid);
      insertText.run(id, text);
    },
    add(kind, ref, text) {
      insertText.run(Number(insert.run(kind, ref).lastInsertRowid), text);
    },
    remove(kind, ref) {
      const known = find.get(kind, ref) as { id: number } | undefined;
      if (known === undefined) return;
      removeText.run(known.id);
      removeEntry.run(known.id);
    },
  };
}
