/** What is derived from all records of the cache, and is brought up to date when a source is level. */
import type { Connection } from "../open.ts";
import { applyClaims } from "./claims.ts";
import { createLinkedParts, type LinkedParts } from "./linked-parts.ts";
import { rebuildClosure } from "./models.ts";

export interface Settling {
  /** The structure of products changed. Kept in the database: a kill must not leave it out of date for good. */
  unsettle(): void;
  /** Returns whether anything of it may be other than before. */
  settle(changed: boolean): boolean;
}

export function createSettling(
  cache: Connection,
  user: Connection,
  linked: LinkedParts = createLinkedParts(cache, user),
): Settling {
  const mark = cache.prepare("INSERT OR REPLACE INTO content VALUES ('structure unsettled', 1)");
  const isMarked = cache.prepare("SELECT 1 FROM content WHERE key = 'structure unsettled'");
  const unmark = cache.prepare("DELETE FROM content WHERE key = 'structure unsettled'");
  const hasClaims = user.prepare("SELECT 1 FROM serial_claim WHERE withdrawn_us IS NULL LIMIT 1");
  return {
    unsettle: () => void mark.run(),
    settle(changed) {
      const isUnsettled = isMarked.get() !== undefined;
      // A part that came may be one that a product was said to be.
      const isDone = (isUnsettled || changed) && linked.take(isUnsettled);
      const hasToClaim = changed && hasClaims.get() !== undefined;
      if (isUnsettled) {
        if (!isDone) rebuildClosure(cache);
        unmark.run();
      }
      if (hasToClaim) applyClaims(cache, user);
      return isUnsettled || isDone || hasToClaim;
    },
  };
}
