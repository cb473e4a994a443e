/**
 * The gaps of an endpoint as rows of the store. While nobody observes, each equipment has one that is
 * open. Once it is known what was lost, it is closed: filled, or lost as a whole, or filled with a row of
 * its own for each signal that was not.
 */
import type { StoredGap } from "../../store/writer/opcua/opcua-contract.ts";

export interface LostSignal {
  readonly equipment: string;
  readonly signal: string;
  /** Span of which nothing is known, µs UTC; `to` is absent where it still lasts. */
  readonly from: number;
  readonly to: number | undefined;
  readonly cause: string;
}

export interface Outcome {
  readonly equipment: string;
  /** Signals of it that were looked at. */
  readonly signals: readonly string[];
  readonly lost: readonly LostSignal[];
  /** When it was observed again, µs UTC. */
  readonly to: number;
}

const KEPT = 100;

export class GapBook {
  /** Newest first. */
  #gaps: StoredGap[];

  constructor(known: readonly StoredGap[]) {
    this.#gaps = [...known];
  }

  get newest(): readonly StoredGap[] {
    return this.#gaps;
  }

  openOf(stream: string): StoredGap | undefined {
    return this.#gaps.find((gap) => gap.stream === stream && gap.to === undefined);
  }

  /** Opens a gap for each stream that has none open; returns the rows to be stored. */
  open(streams: readonly string[], from: number, cause: string): StoredGap[] {
    return streams
      .filter((stream) => this.openOf(stream) === undefined)
      .map((stream) => this.#put({ ...row(stream, from), to: undefined, cause, backfilled: false }));
  }

  /** A gap that is over already and can't be filled; returns the row to be stored. */
  add(stream: string, from: number, to: number, cause: string): StoredGap {
    return this.#put({ ...row(stream, from), to, cause, backfilled: false });
  }

  /** Closes open gaps of what nobody wants to observe any more; returns the rows to be stored. */
  abandon(isWanted: (stream: string) => boolean, at: number): StoredGap[] {
    return this.#gaps
      .filter((gap) => gap.to === undefined && !isWanted(gap.stream))
      .map((gap) => this.#put({ ...gap, to: Math.max(gap.from, at) }));
  }

  /** Closes the open gaps of each equipment by what became of its signals; returns the rows to be stored. */
  settle(outcomes: readonly Outcome[]): StoredGap[] {
    return outcomes.flatMap((outcome) => (isWhollyLost(outcome) ? this.#lose(outcome) : this.#fill(outcome)));
  }

  /** One row over all that was lost. */
  #lose({ equipment, lost, to }: Outcome): StoredGap[] {
    const open = this.openOf(equipment);
    const from = Math.min(...lost.map((each) => each.from));
    const end = Math.max(from, ...lost.map((each) => each.to ?? to));
    const gap = open ?? { ...row(equipment, from), cause: "" };
    const cause = joined(open?.cause, lost);
    return [this.#put({ ...gap, from, to: end, cause, backfilled: false })];
  }

  /** The equipment's row is filled; each signal that was lost has one of its own. */
  #fill({ equipment, signals, lost, to }: Outcome): StoredGap[] {
    const filled = [equipment, ...signals.map((signal) => streamOf(equipment, signal))].flatMap((stream) => {
      const open = this.openOf(stream);
      const isLost = lost.some((each) => streamOf(equipment, each.signal) === stream);
      return open === undefined || isLost
        ? []
        : [this.#put({ ...open, to: Math.max(open.from, to), backfilled: true })];
    });
    const own = lost.map(({ signal, from, to: end, cause }) => {
      const stream = streamOf(equipment, signal);
      return this.#put({ ...(this.openOf(stream) ?? row(stream, from)), to: end, cause, backfilled: false });
    });
    return [...filled, ...own];
  }

  #put(gap: StoredGap): StoredGap {
    this.#gaps = [gap, ...this.#gaps.filter(({ key }) => key !== gap.key)]
      .sort((a, b) => b.from - a.from)
      .slice(0, KEPT);
    return gap;
  }
}

function isWhollyLost({ signals, lost }: Outcome): boolean {
  return lost.length > 0 && lost.length === signals.length && lost.every(({ to }) => to !== undefined);
}

/** Stream of one signal's own gap. */
export function streamOf(equipment: string, signal: string): string {
  return `${equipment} · ${signal}`;
}

function row(stream: string, from: number): { key: string; stream: string; from: number } {
  return { key: `${stream}/${from}`, stream, from };
}

/** Why nobody observed, and why it could not be read back. */
function joined(cause: string | undefined, lost: readonly LostSignal[]): string {
  const reasons = [...new Set(lost.map((each) => each.cause))];
  return [cause, ...reasons.slice(0, 3)].filter((each) => each !== undefined && each !== "").join(" ");
}
