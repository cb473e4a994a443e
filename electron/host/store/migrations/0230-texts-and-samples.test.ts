import { expect, test } from "vitest";
import { examineWords } from "../../diagnostics/text-words.ts";
import { finish } from "../../diagnostics/share.ts";
import { migrate } from "../migrate.ts";
import { openMemory } from "../open.ts";
import { CACHE_MIGRATIONS } from "../stores.ts";

test("an alarm of before is found by its words afterwards, what was corrected is not", () => {
  const cache = openMemory();
  migrate(
    cache,
    CACHE_MIGRATIONS.filter(({ version }) => version < 230),
    () => 0,
  );
  cache.exec(`
    INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 0);
    INSERT INTO event (position, kind, type, severity, title, order_number, source_id, source_key, source_revision, superseded, details, payload, sha256, received_us)
      VALUES (1, 2, 'alarm', 2, 'Way lube pressure low', NULL, 1, 'a', 1, 1, '{}', '', '', 0),
        (2, 3, 'inspection', 0, 'Bore in limits', 'WO-1', 1, 'b', 1, 0, '{}', '', '', 0),
        (3, 2, 'alarm', 2, 'Air pressure low', 'WO-2', 1, 'a', 2, 0, '{}', '', '', 0);
    INSERT INTO event_text (rowid, text) VALUES (2, 'Bore in limits WO-1');`);
  const found = cache.prepare("SELECT rowid FROM event_text WHERE event_text MATCH ? ORDER BY 1").pluck();
  expect(found.all("pressure")).toEqual([]);
  migrate(cache, CACHE_MIGRATIONS, () => 0);
  expect(found.all("pressure")).toEqual([3]);
  expect(found.all("wo")).toEqual([2, 3]);
  expect(finish(examineWords(cache))).toEqual([]);
  cache.close();
});
