/**
 * Many deliveries in one transaction: while much is taken in, committing each of them writes the same
 * index pages again and again (measured: a third of the time). What is open is committed soon, and before
 * anything else is written. A kill, or a delivery that fails, loses what is open: only what can be asked
 * for again is delivered this way. (No savepoint per delivery: at each the full text would write out all
 * it has pending.)
 */
import type { Connection } from "../open.ts";

export interface Bulk {
  /** Runs `work` as a delivery of `rows` rows. Where it throws, nothing of what was open is there. */
  deliver<T>(rows: number, work: () => T): T;
  /** Commits what is open. Throws what SQLite says, a full disk for example; then nothing of it is there. */
  flush(): void;
}

export interface BulkOptions {
  readonly cache: Connection;
  /** µs */
  readonly now: () => number;
  /** It was committed, and readers see it. */
  readonly onCommitted: () => void;
  /** Nothing of what was open is there. */
  readonly onLost: () => void;
}

/** Rows and µs after which it is committed at the latest, and ms without a further delivery. */
const ROWS = 50_000;
const AGE = 1_000_000;
const IDLE = 150;

export function createBulk({ cache, now, onCommitted, onLost }: BulkOptions): Bulk {
  let open: { rows: number; readonly since: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    if (open === undefined) return;
    open = undefined;
    try {
      // Some errors (a full disk) have ended the transaction already.
      if (!cache.inTransaction) throw new Error("the transaction was lost");
      cache.exec("COMMIT");
    } catch (thrown) {
      if (cache.inTransaction) cache.exec("ROLLBACK");
      onLost();
      throw thrown;
    }
    onCommitted();
  };
  const flushLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      try {
        flush();
      } catch {
        // Whoever delivers next finds that the last deliveries are not there, and asks for them again.
      }
    }, IDLE);
  };

  return {
    flush,
    deliver(rows, work) {
      if (open === undefined) {
        cache.exec("BEGIN IMMEDIATE");
        open = { rows: 0, since: now() };
      }
      let result;
      try {
        result = work();
      } catch (thrown) {
        open = undefined;
        clearTimeout(timer);
        if (cache.inTransaction) cache.exec("ROLLBACK");
        onLost();
        throw thrown;
      }
      open.rows += rows;
      if (open.rows >= ROWS || Math.abs(now() - open.since) >= AGE) flush();
      else flushLater();
      return result;
    },
  };
}
