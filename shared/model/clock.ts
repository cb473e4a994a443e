/**
 * How far a source's clock is off from ours, and over which of its times. Nothing is corrected by it: times
 * stay as the source stated them, and who reads them is told.
 */

/** One look at a source's clock. */
export interface ClockReading {
  /** Our clock, µs UTC. */
  readonly at: number;
  /** Theirs less ours, µs: above 0 it is ahead. */
  readonly skew: number;
  /**
   * µs, to either side. Half of the time between question and answer: the source read its clock somewhere in between
   * (F. Cristian, "Probabilistic clock synchronization", 1989).
   */
  readonly uncertainty: number;
}

/** `stated`: the source's time in an answer that was asked for at `asked` and here at `answered`, ours; µs UTC. */
export function readClock(stated: number, asked: number, answered: number): ClockReading {
  return {
    at: answered,
    skew: Math.round(stated - (asked + answered) / 2),
    uncertainty: Math.ceil(Math.abs(answered - asked) / 2),
  };
}

/** plant: the time that a plant server states of itself; opcua: ServerStatus.CurrentTime (OPC 10000-5, 12.10). */
export const CLOCK_METHODS = ["plant", "opcua"] as const;
export type ClockMethod = (typeof CLOCK_METHODS)[number];

/** A source's clock as it was from one look on until one that found it otherwise. */
export interface SourceClock {
  readonly sourceId: string;
  readonly sourceName: string;
  /** By our clock, µs UTC. */
  readonly from: number;
  /** undefined: still. */
  readonly to: number | undefined;
  readonly skew: number;
  readonly uncertainty: number;
  readonly method: ClockMethod;
}

/** µs from which a clock is worth a word: below it are the ways of networks. */
export const CLOCK_OFF = 2_000_000;

/** Surely, whatever the look at it may have missed. */
export function isClockOff({ skew, uncertainty }: Pick<SourceClock, "skew" | "uncertainty">): boolean {
  return Math.abs(skew) - uncertainty > CLOCK_OFF;
}

/** The times that the source stated meanwhile, by its own clock; half-open, `to` may be Infinity. */
export function statedSpan({ from, to, skew }: Pick<SourceClock, "from" | "to" | "skew">): {
  readonly from: number;
  readonly to: number;
} {
  return { from: from + skew, to: to === undefined ? Infinity : to + skew };
}

/**
 * The clock by which a source stated `time`. A clock that was set back stated some times twice: the later one is
 * meant, unless the record was here before. undefined: nobody looked at it then.
 */
export function clockAt<Clock extends Pick<SourceClock, "from" | "to" | "skew">>(
  clocks: readonly Clock[],
  time: number,
  receivedAt: number,
): Clock | undefined {
  return clocks.findLast((clock) => {
    const stated = statedSpan(clock);
    return clock.from <= receivedAt && time >= stated.from && time < stated.to;
  });
}
