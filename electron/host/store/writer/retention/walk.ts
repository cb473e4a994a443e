/** What the walks of a run have in common: each removes what is over, a small transaction at a time. */
import type { Kept } from "../../retention/kept.ts";

/** Where a source is going, µs UTC; absent: nothing of the kind goes. By row id. */
export type Goals = ReadonlyMap<number, number>;

export interface Walk {
  /** Within a transaction, looking at about so many rows. True: there is nothing more. */
  step(kept: Kept, rows: number): boolean;
  /** 0 … 1 */
  readonly share: number;
}

export interface Tally {
  events: number;
  measurements: number;
  samples: number;
  reduced: number;
}
