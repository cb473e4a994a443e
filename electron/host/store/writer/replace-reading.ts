/**
 * A table read again by another column mapping: what the first reading made of its columns was never
 * in the source's words, so it gives way whole. Units that nothing else knows go with it.
 */
import type { Connection } from "../open.ts";
import type { SearchIndex } from "./search-index.ts";

export interface ReplaceReading {
  /** Removes what was read from the source so far. Call within a transaction. */
  clear(sourceId: number): void;
  /** Removes the units of the cleared reading that no record names any more. */
  dropForgottenUnits(): void;
}

/** Where a unit may be named; a unit of a claim or a twin is never dropped. */
const USES = [
  "SELECT 1 FROM event WHERE unit_id = u.unit_id",
  "SELECT 1 FROM measurement WHERE unit_id = u.unit_id",
  "SELECT 1 FROM factor WHERE unit_id = u.unit_id",
  "SELECT 1 FROM note_unit WHERE unit_id = u.unit_id",
  "SELECT 1 FROM sample_chunk WHERE unit_id = u.unit_id",
  "SELECT 1 FROM unit_component WHERE parent_id = u.unit_id OR child_id = u.unit_id",
  "SELECT 1 FROM unit other WHERE other.same_as = u.unit_id",
];

export function createReplaceReading(connection: Connection, search: SearchIndex): ReplaceReading {
  const named = connection.prepare(`
    SELECT unit_id FROM factor WHERE source_id = @source UNION
    SELECT unit_id FROM measurement WHERE source_id = @source UNION
    SELECT unit_id FROM event WHERE source_id = @source AND unit_id IS NOT NULL UNION
    SELECT unit_id FROM note_unit JOIN note USING (note_id) WHERE source_id = @source`);
  const forgotten = connection.prepare(
    `SELECT 1 FROM unit u WHERE unit_id = ? AND same_as IS NULL AND claimed_serial IS NULL AND NOT EXISTS (${USES.join(" UNION ALL ")})`,
  );
  const removeUnit = connection.prepare("DELETE FROM unit WHERE unit_id = ?");
  const entries = [
    ["event", connection.prepare("SELECT position FROM event WHERE source_id = ?").pluck()],
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
      for (const [kind, ids] of entries)
        for (const id of ids.all(sourceId) as number[]) search.remove(kind, id);
      for (const removal of removals) removal.run(sourceId);
    },
    dropForgottenUnits() {
      for (const id of candidates) {
        if (forgotten.get(id) === undefined) continue;
        search.remove("unit", id);
        removeUnit.run(id);
      }
      candidates.clear();
    },
  };
}
