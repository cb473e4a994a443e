/** The demo steps aside: when a person opens files of their own, nothing of it may mix with them. */
import type { Connection } from "../open.ts";

/** Children before parents, so that every reference holds at each step. */
const TABLES = [
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

/** Empties a cache that holds the demo; says whether it did. The cache is disposable, user.db stays. */
export function clearDemo(cache: Connection): boolean {
  const isDemo = cache.prepare("SELECT 1 FROM source WHERE id LIKE 'demo:%' LIMIT 1").get() !== undefined;
  if (!isDemo) return false;
  cache.transaction(() => {
    // An event names the one it corrects and a unit its twin: both point into their own table.
    cache.exec("UPDATE event SET corrects = NULL; UPDATE unit SET same_as = NULL;");
    cache.exec("INSERT INTO search_text (search_text) VALUES ('delete-all')");
    for (const table of TABLES) cache.exec(`DELETE FROM ${table}`);
  })();
  return true;
}
