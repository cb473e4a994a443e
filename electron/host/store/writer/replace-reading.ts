/**
 * A table read again by another column mapping: what the first reading made of its columns was never
 * in the source's words, so it gives way whole. Units that nothing else knows go with it.
 */
import type { Connection } from "../open.ts";
import { createForgottenUnits } from "./forgotten-units.ts";
import type { TextIndex } from "../search/text-index.ts";

export interface ReplaceReading {
  /** Removes what was read from the source so far. Call within a transaction. */
  clear(sourceId: number): void;
  /** Removes the units of the cleared reading that no record names any more. */
  dropForgottenUnits(): void;
}

export function createReplaceReading(connection: Connection, texts: TextIndex): ReplaceReading {
  const named = connection.prepare(`
    SELECT unit_id FROM factor WHERE source_id = @source UNION
    SELECT unit_id FROM measurement WHERE source_id = @source UNION
    SELECT unit_id FROM event WHERE source_id = @source AND unit_id IS NOT NULL UNION
    SELECT unit_id FROM note_unit JOIN note USING (note_id) WHERE source_id = @source`);
  const forgotten = createForgottenUnits(connection, texts);
  const events = connection
    .prepare("SELECT position FROM event WHERE source_id = ? ORDER BY position DESC")
    .pluck();
  const entries = [
    ["note", connection.prepare("SELECT note_id FROM note WHERE source_id = ?").pluck()],
    [
      "characteristic",
      connection.prepare("SELECT characteristic_id FROM characteristic WHERE source_id = ?").pluck(),
    ],
  ] as const;
  const removals = [
    "UPDATE event SET corrects = NULL WHERE source_id = ?",
    "DELETE FROM event_subject WHERE position IN (SELECT position FROM event WHERE source_id = ?)",
    "DELETE FROM event WHERE source_id = ?",
    "DELETE FROM note_unit WHERE note_id IN (SELECT note_id FROM note WHERE source_id = ?)",
    "DELETE FROM note WHERE source_id = ?",
    "DELETE FROM factor WHERE source_id = ?",
    "DELETE FROM measurement WHERE source_id = ?",
    "DELETE FROM characteristic WHERE source_id = ?",
    "UPDATE import_file SET replaced = 1 WHERE source_id = ?",
  ].map((sql) => connection.prepare(sql));
  const candidates = new Set<number>();

  return {
    clear(sourceId) {
      for (const id of named.pluck().all({ source: sourceId }) as number[]) candidates.add(id);
      for (const position of events.all(sourceId) as number[]) texts.removeEvent(position);
      for (const [kind, ids] of entries)
        for (const id of ids.all(sourceId) as number[]) texts.remove(kind, id);
      for (const removal of removals) removal.run(sourceId);
    },
    dropForgottenUnits() {
      for (const id of candidates) forgotten.drop(id);
      candidates.clear();
    },
  };
}
