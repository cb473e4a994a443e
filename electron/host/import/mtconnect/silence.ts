/** A span in which a source recorded nothing at all, µs since the epoch. */
export interface Silence {
  readonly from: number;
  readonly to: number;
}

/** Shorter pauses are ordinary: adapters report only what changes. */
export const LONG_SILENCE_MICROSECONDS = 10 * 60 * 1_000_000;

const BUCKET_MICROSECONDS = 60 * 1_000_000;

/**
 * Finds long silences among observations that come in any order: first and last time per minute are enough, so a
 * month of log costs 43,200 entries however many lines it has.
 */
export class SilenceTracker {
  readonly #buckets = new Map<number, { first: number; last: number }>();
  #bucket = Number.NaN;
  #current: { first: number; last: number } = { first: 0, last: 0 };

  observe(time: number): void {
    const bucket = Math.floor(time / BUCKET_MICROSECONDS);
    if (bucket !== this.#bucket) {
      this.#bucket = bucket;
      const known = this.#buckets.get(bucket);
      if (known === undefined) {
        this.#current = { first: time, last: time };
        this.#buckets.set(bucket, this.#current);
        return;
      }
      this.#current = known;
    }
    if (time < this.#current.first) this.#current.first = time;
    else if (time > this.#current.last) this.#current.last = time;
  }

  /** Ascending. */
  silences(): Silence[] {
    const buckets = [...this.#buckets.values()].sort((a, b) => a.first - b.first);
    const found: Silence[] = [];
    for (let index = 1; index < buckets.length; index += 1) {
      const from = buckets[index - 1]?.last ?? 0;
      const to = buckets[index]?.first ?? 0;
      if (to - from > LONG_SILENCE_MICROSECONDS) found.push({ from, to });
    }
    return found;
  }
}
