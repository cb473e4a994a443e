/** How far a check has come: it says so after every few milliseconds of work, and can be left there. */
export interface Share {
  readonly done: number;
  /** In the same unit: bytes, rows. */
  readonly total: number;
}

/** Runs a check to its end without telling anybody. */
export function finish<T>(check: Generator<Share, T>): T {
  for (;;) {
    const { done, value } = check.next();
    if (done === true) return value;
  }
}

/** A check as one part of a longer one, from one share of that to another. */
export function* within<T>(from: number, to: number, check: Generator<Share, T>): Generator<Share, T> {
  for (;;) {
    const { done, value } = check.next();
    if (done === true) return value;
    yield { done: from + (to - from) * (value.done / Math.max(1, value.total)), total: 1 };
  }
}
