/**
 * Tells whoever watches the cache what has changed in it. What comes often is held back for a moment and told with
 * whatever is told before: nothing that changed is ever left out.
 */
import {
  EVERYTHING,
  joined,
  partOf,
  type CacheChange,
  type ChangeKind,
  type Changed,
} from "../../../../shared/contract/cache-change.ts";

/** µs after which a mere as-of mark is told: the age of sources is shown in minutes. */
export const AS_OF_INTERVAL = 60_000_000;
export const AS_OF: Changed = { kinds: ["as-of"] };

export interface Telling {
  /** Once it is committed: tells at once. */
  readonly tell: (changed: Changed) => void;
  /** Tells of each of its kinds once `interval` µs have passed since that was told last; at once where they have. */
  readonly tellWithin: (changed: Changed, interval: number) => void;
  /** From now on, and at once as a change of everything. Returns how to stop. */
  readonly watch: (emit: (change: CacheChange) => void, kinds?: readonly ChangeKind[]) => () => void;
  readonly stop: () => void;
}

export interface TellingOptions {
  /** µs since the epoch. */
  readonly now: () => number;
  /** Counts the change in the cache before it is told. */
  readonly onTelling: (changed: Changed) => void;
  /** Content revision of the cache. */
  readonly revision: () => number;
  /** A transaction is open: what is held back waits for its end, or the count would be a savepoint in it (see bulk.ts). */
  readonly isWriting: () => boolean;
}

/** µs between two looks whether a transaction has ended. */
const LOOK = 100_000;

interface Held {
  /** When it is told at the latest, µs. */
  readonly due: number;
  readonly changed: Changed;
}

export function createTelling({ now, onTelling, revision, isWriting }: TellingOptions): Telling {
  const watchers = new Set<(changed: Changed) => void>();
  /** When each kind was told last. */
  const told = new Map<ChangeKind, number>();
  const held = new Map<ChangeKind, Held>();
  let timer: NodeJS.Timeout | undefined;

  const schedule = (): void => {
    clearTimeout(timer);
    if (held.size === 0) return;
    const next = Math.min(...Array.from(held.values(), ({ due }) => due));
    // A clock that is set back meanwhile must not hold anything back for longer.
    fireAfter(Math.min(Math.max(0, next - now()), AS_OF_INTERVAL), next);
  };
  const fireAfter = (wait: number, next: number): void => {
    timer = setTimeout(
      () => {
        if (isWriting()) return fireAfter(LOOK, next);
        let all: Changed | undefined;
        for (const { due, changed } of held.values()) if (due <= next) all = joined(all, changed);
        if (all !== undefined) tell(all);
        return undefined;
      },
      Math.ceil(wait / 1_000),
    ).unref();
  };
  const tell = (changed: Changed): void => {
    let all = changed;
    const at = now();
    for (const kind of changed.kinds) {
      const before = held.get(kind);
      if (before !== undefined) all = joined(all, before.changed);
      held.delete(kind);
      told.set(kind, at);
    }
    schedule();
    onTelling(all);
    for (const watcher of watchers) watcher(all);
  };
  return {
    tell,
    tellWithin: (changed, interval) => {
      const at = now();
      let ready: Changed | undefined;
      for (const kind of changed.kinds) {
        const part = partOf(changed, [kind]) ?? changed;
        const since = Math.abs(at - (told.get(kind) ?? -Infinity));
        if (since >= interval) ready = joined(ready, part);
        else {
          const before = held.get(kind);
          const due = Math.min(before?.due ?? Infinity, at + interval - since);
          held.set(kind, { due, changed: joined(before?.changed, part) });
        }
      }
      if (ready === undefined) schedule();
      else tell(ready);
    },
    watch: (emit, kinds) => {
      let last: number | undefined;
      const watcher = (changed: Changed): void => {
        const wanted = kinds === undefined ? changed : partOf(changed, kinds);
        if (wanted === undefined) return;
        const next = revision();
        emit({ ...wanted, revision: next, after: last });
        last = next;
      };
      watchers.add(watcher);
      watcher(EVERYTHING);
      return () => void watchers.delete(watcher);
    },
    stop: () => clearTimeout(timer),
  };
}
