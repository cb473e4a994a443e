/** What was read from files that a plant handed out for its parts. */
import type { Connection } from "../../open.ts";
import { createUnusedParts } from "../unused-parts.ts";
import { createForgetSource } from "../forget-source.ts";

/** Source of what is read from such a file: below the source of the system that named it. */
export const modelSourceId = (systemSourceId: string, sha256: string): string =>
  `${systemSourceId}/model/${sha256}`;

/** Children first. Parts stay where other records name them. */
const MODEL_ROWS = [
  "UPDATE part_revision SET model_sha256 = NULL WHERE model_sha256 IN (SELECT sha256 FROM model WHERE source_id = ?)",
  "DELETE FROM model WHERE source_id = ?",
  "DELETE FROM import_message WHERE import_file_id IN (SELECT import_file_id FROM import_file WHERE source_id = ?)",
  "DELETE FROM import_file WHERE source_id = ?",
];

/** Call within a transaction, after the last feed of the plant. */
export function createForgetModels(cache: Connection): (plantId: string) => void {
  const sources = cache.prepare("SELECT source_id AS source, id FROM source WHERE id GLOB ? || '*'");
  const forgetSource = createForgetSource(cache);
  const rows = MODEL_ROWS.map((sql) => cache.prepare(sql));
  const parts = cache
    .prepare("SELECT DISTINCT n.part_id FROM model_node n JOIN model USING (model_id) WHERE source_id = ?")
    .pluck();
  const isStated = cache.prepare("SELECT 1 FROM feed_record WHERE kind = 0 AND ref = ? LIMIT 1");
  const unusedPart = createUnusedParts(cache);
  return (plantId) => {
    for (const { source, id } of sources.all(`plant:${plantId}/`) as { source: number; id: string }[]) {
      const named = parts.all(source) as number[];
      for (const statement of rows) statement.run(source);
      // What the file says of itself is an event.
      forgetSource(id);
      for (const part of named) if (isStated.get(part) === undefined) unusedPart.drop(part);
    }
  };
}
