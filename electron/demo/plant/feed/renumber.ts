/** What a restored backup does to a feed: the same records under a new epoch and new positions. */
import { changeHead, recordText } from "./scope-feed.ts";
import { createSystemFeed, type SystemFeed } from "./system-feed.ts";

export function renumbered(
  feed: SystemFeed,
  epoch: string,
  onCommit: (feed: SystemFeed) => void,
): SystemFeed {
  const { id, kind, name, tellsDeletes, accepts } = feed;
  const fresh = createSystemFeed({ id, kind, name, tellsDeletes, accepts }, epoch, onCommit);
  for (const scope of feed.scopes.values()) {
    fresh.scope({
      id: scope.id,
      name: scope.name,
      ...(scope.products === undefined ? {} : { products: scope.products }),
    });
    const { log } = scope;
    const seen = new Set<string>();
    for (let at = 0; at < log.count; at += 1) {
      if (scope.isOutdated(at)) continue;
      const { id: record, revision, text } = recordText(log.line(at));
      fresh.putLine(
        scope.id,
        (position) => `${changeHead(position, record, revision)}${text}}\n`,
        !seen.has(record),
      );
      seen.add(record);
    }
  }
  fresh.commit();
  return fresh;
}
