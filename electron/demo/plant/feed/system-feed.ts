/**
 * The feed of one plant system: positions count its commits, over all of its scopes. An epoch names one
 * numbering; a feed that is built anew has another one, and cursors of the old one lead nowhere.
 */
import type { SYSTEM_KINDS } from "../../../../shared/contract/plant/protocol.ts";
import { createScopeFeed, type OutgoingRecord, type ScopeFeed, type ScopeName } from "./scope-feed.ts";

export interface SystemName {
  readonly id: string;
  readonly kind: (typeof SYSTEM_KINDS)[number];
  readonly name: string;
  readonly tellsDeletes: boolean;
  readonly accepts: readonly "change-request"[];
}

export interface SystemFeed extends SystemName {
  readonly epoch: string;
  /** The last position; 0 while there is none. */
  readonly head: number;
  readonly scopes: ReadonlyMap<string, ScopeFeed>;
  /** Founds the scope where it is new. */
  scope(name: ScopeName, spillFile?: string): ScopeFeed;
  /** Returns the revision. Readers are told with the next `commit`. */
  put(scope: string, id: string, record: OutgoingRecord): number;
  /** `line` makes the text of a change from its position: see `ScopeFeed.putLine`. */
  putLine(scope: string, line: (position: number) => string, isNew?: boolean): void;
  /**
   * False where the id is not there. Systems that tell no deletes lose it in silence. Events stay:
   * RangeError; a further revision corrects them.
   */
  remove(scope: string, id: string): boolean;
  /** What was put is there for readers: wakes them. */
  commit(): void;
}

export function createSystemFeed(
  name: SystemName,
  epoch: string,
  onCommit: (feed: SystemFeed) => void,
): SystemFeed {
  const scopes = new Map<string, ScopeFeed>();
  let head = 0;
  let told = 0;
  const known = (id: string): ScopeFeed => {
    const scope = scopes.get(id);
    if (scope === undefined) throw new RangeError(`${name.id} has no scope ${id}`);
    return scope;
  };
  const feed: SystemFeed = {
    ...name,
    epoch,
    get head() {
      return head;
    },
    scopes,
    scope(scopeName, spillFile) {
      let scope = scopes.get(scopeName.id);
      if (scope === undefined) {
        scope = createScopeFeed(scopeName, spillFile);
        scopes.set(scopeName.id, scope);
      }
      return scope;
    },
    put(scope, id, record) {
      const target = known(scope);
      head += 1;
      return target.put(head, id, record);
    },
    putLine(scope, line, isNew = true) {
      const target = known(scope);
      head += 1;
      target.putLine(head, line(head), isNew);
    },
    remove(scope, id) {
      const target = known(scope);
      if (target.holdsEvent(id)) throw new RangeError(`${id} is an event: it can be corrected, not deleted`);
      if (!name.tellsDeletes) return target.erase(id);
      if (target.revisionOf(id) === undefined) return false;
      head += 1;
      target.remove(head, id);
      return true;
    },
    commit() {
      if (head === told) return;
      told = head;
      onCommit(feed);
    },
  };
  return feed;
}
