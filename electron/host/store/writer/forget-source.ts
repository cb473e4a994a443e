/** Everything that one source delivered, where it is no feed: samples, events and gaps of machines, for example. */
import type { Connection } from "../open.ts";
import { SOURCE_ROWS } from "./feeds/unfollow.ts";
import { createTextIndex } from "../search/text-index.ts";

/** Call within a transaction. Takes the public id; parts and units stay. */
export function createForgetSource(cache: Connection): (id: string) => void {
  const texts = createTextIndex(cache);
  const find = cache.prepare("SELECT source_id FROM source WHERE id = ?").pluck();
  const events = cache
    .prepare("SELECT position FROM event WHERE source_id = ? ORDER BY position DESC")
    .pluck();
  const removeSubjects = cache.prepare("DELETE FROM event_subject WHERE position = ?");
  // A revision that came late stands behind those that correct it.
  const letGo = cache.prepare("UPDATE event SET corrects = NULL WHERE corrects = ?");
  const removeEvent = cache.prepare("DELETE FROM event WHERE position = ?");
  const rows = [...SOURCE_ROWS, "DELETE FROM source WHERE source_id = ?"].map((sql) => cache.prepare(sql));
  return (id) => {
    const source = find.get(id) as number | undefined;
    if (source === undefined) return;
    for (const position of events.all(source) as number[]) {
      texts.removeEvent(position);
      removeSubjects.run(position);
      letGo.run(position);
      removeEvent.run(position);
    }
    for (const statement of rows) statement.run(source);
  };
}
