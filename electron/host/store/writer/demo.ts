/** The demo steps aside: when a person opens files of their own, nothing of it may mix with them. */
import type { Connection } from "../open.ts";

/** Children before parents, so that every reference holds at each step. */
const TABLES = [
  "feed_staged",
  "feed_parked",
  "feed_segment",
  "feed_reading",
  "feed_record",
  "feed",
  "part_file",
  "import_message",
  "import_file",
  "import_run",
  "search_entry",
  "note_unit",
  "note",
  "factor",
  "gap",
  "sample_chunk",
  "signal",
  "event_subject",
  "event",
  "equipment",
  "measurement",
  "characteristic",
  "unit_component",
  "unit",
  "model_node",
  "model",
  "bom_closure",
  "bom_line",
  "part_alias",
  "part_revision",
  "part",
  "source",
];

const holdsDemo = (cache: Connection): boolean =>
  cache.prepare("SELECT 1 FROM source WHERE id LIKE 'demo:%' LIMIT 1").get() !== undefined;

/** Notes that the demo was written to its end: after a kill half of it must not pass for the whole. */
export function noteDemoWritten(cache: Connection): void {
  cache.exec("INSERT OR REPLACE INTO content VALUES ('demo written', 1)");
}

/** Clears a demo that was cut off while it was written; says whether there was one. */
export function clearUnfinishedDemo(cache: Connection): boolean {
  const whole = cache.prepare("SELECT 1 FROM content WHERE key = 'demo written'").get() !== undefined;
  return !whole && clearDemo(cache);
}

/** Empties a cache that holds the demo; says whether it did. The cache is disposable, user.db stays. */
export function clearDemo(cache: Connection): boolean {
  if (!holdsDemo(cache)) return false;
  cache.transaction(() => {
    // An event names the one it corrects and a unit its twin: both point into their own table.
    cache.exec("UPDATE event SET corrects = NULL; UPDATE unit SET same_as = NULL;");
    cache.exec("INSERT INTO search_text (search_text) VALUES ('delete-all')");
    for (const table of TABLES) cache.exec(`DELETE FROM ${table}`);
    cache.exec("DELETE FROM content WHERE key = 'demo written'");
  })();
  return true;
}
