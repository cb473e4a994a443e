/** Counts in the cache how often each kind of content changed, for readers of it and for another program that reads it. */
import { CHANGE_KINDS, type ChangeKind, type Changed } from "../../../shared/contract/cache-change.ts";
import type { Connection } from "./open.ts";

export interface ChangeCounts {
  /** Of a change that was committed. */
  readonly count: (changed: Changed) => void;
  /** How many changes were counted. */
  readonly revision: () => number;
}

const keyOf = (kind: ChangeKind): string => `revision of ${kind}`;

export function createChangeCounts(cache: Connection): ChangeCounts {
  const add = cache.prepare(
    "INSERT INTO content (key, value) VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1",
  );
  const revision = cache.prepare("SELECT value FROM content WHERE key = 'revision'").pluck();
  return {
    count: cache.transaction(({ kinds }: Changed) => {
      add.run("revision");
      for (const kind of kinds) add.run(keyOf(kind));
    }),
    revision: () => Number(revision.get()),
  };
}

/** Says how often content of these kinds was changed: one text, another one after each change of them. */
export function countsOf(connection: Connection, kinds: readonly ChangeKind[]): () => string {
  const values = connection
    .prepare(
      "SELECT coalesce((SELECT value FROM content WHERE key = 'revision of ' || j.value), 0) FROM json_each(?) j ORDER BY j.key",
    )
    .pluck();
  return () => values.all(JSON.stringify(kinds)).join(" ");
}

/** The kinds of which one count is another in `after` than in `before`, both of `countsOf` all kinds. */
export function changedKinds(before: string, after: string): readonly ChangeKind[] {
  const earlier = before.split(" ");
  return after.split(" ").flatMap((count, at) => (count === earlier[at] ? [] : (CHANGE_KINDS[at] ?? [])));
}
