/**
 * Whether messages of a subscription are missing: their numbers follow each other (OPC 10000-4, 7.8:
 * 1 … 2³² − 1, then 1). After a cut a new message may overtake those that are sent again.
 */
import type { Notified } from "./subscription.ts";

const LAST = 0xffff_ffff;
/** More than this at once are not sent again one by one. */
const REMEMBERED = 1_000;

export class Sequence {
  #next: number | undefined;
  readonly #missing = new Set<number>();

  /** Messages between those that came have not come. */
  get isMissing(): boolean {
    return this.#missing.size > 0;
  }

  /** A new subscription counts from the start. */
  reset(): void {
    this.#next = undefined;
    this.#missing.clear();
  }

  /** What is missing is not waited for any more. */
  giveUp(): void {
    this.#missing.clear();
  }

  follow({ sequence, isSignOfLife }: Pick<Notified, "sequence" | "isSignOfLife">): void {
    const expected = this.#next ?? sequence;
    const ahead = distance(expected, sequence);
    if (ahead < 0) {
      if (!isSignOfLife) this.#missing.delete(sequence);
      return;
    }
    for (let step = 0; step < Math.min(ahead, REMEMBERED); step += 1)
      this.#missing.add(((expected - 1 + step) % LAST) + 1);
    this.#next = isSignOfLife ? sequence : (sequence % LAST) + 1;
  }
}

/** Steps from `from` forward to `to`; negative where `to` lies behind. */
function distance(from: number, to: number): number {
  const steps = (to - from + LAST) % LAST;
  return steps > LAST / 2 ? steps - LAST : steps;
}
