/** Parts that no record names any more. */
import type { Connection } from "../open.ts";
import { createTextIndex } from "../search/text-index.ts";

export interface UnusedParts {
  /** Drops the part where nothing names it; says whether it did. */
  drop(partId: number): boolean;
  isUsed(partId: number): boolean;
}

/** Where a part may be named besides its own rows. */
const USES = [
  "SELECT 1 FROM bom_line WHERE parent_id = @part OR child_id = @part",
  "SELECT 1 FROM model WHERE part_id = @part",
  "SELECT 1 FROM model_node WHERE part_id = @part",
  "SELECT 1 FROM unit WHERE part_id = @part",
  "SELECT 1 FROM characteristic WHERE part_id = @part",
  "SELECT 1 FROM event WHERE part_id = @part",
  "SELECT 1 FROM note WHERE part_id = @part",
  "SELECT 1 FROM part_file WHERE part_id = @part",
];

export function createUnusedParts(cache: Connection): UnusedParts {
  const texts = createTextIndex(cache);
  const isUsed = cache.prepare(USES.join(" UNION ALL "));
  const removals = [
    "DELETE FROM bom_closure WHERE ancestor_id = @part OR descendant_id = @part",
    "DELETE FROM part_revision WHERE part_id = @part",
    "DELETE FROM part_alias WHERE part_id = @part",
    "DELETE FROM part WHERE part_id = @part",
  ].map((sql) => cache.prepare(sql));
  return {
    isUsed: (part) => isUsed.get({ part }) !== undefined,
    drop(part) {
      if (isUsed.get({ part }) !== undefined) return false;
      texts.remove("part", part);
      for (const statement of removals) statement.run({ part });
      return true;
    },
  };
}
