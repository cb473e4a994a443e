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
