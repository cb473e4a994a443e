/** What a machine server remembers of one variable: a bounded list in memory, asked by HistoryRead (OPC 10000-11). */
import { DataValue, type ReadRawModifiedDetails, type StatusCode, type Variant } from "node-opcua-client";

interface Remembered {
  /** ms UTC, ascending */
  readonly time: number;
  readonly variant: Variant;
  readonly status: StatusCode;
}

export class SignalHistory {
  readonly #capacity: number;
  #values: Remembered[] = [];
  #hiddenBefore = -Infinity;
  #heldAfter = Infinity;
  /** True: HistoryRead finds nothing, as if no history had ever been kept. */
  isSilent = false;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param at µs UTC */
  push(variant: Variant, status: StatusCode, at: number): void {
    this.#values.push({ time: at / 1000, variant, status });
    // In blocks, so that a full list costs nothing per value.
    if (this.#values.length > this.#capacity * 1.25) this.#values = this.#values.slice(-this.#capacity);
  }

  /** HistoryRead tells nothing older than `at` (µs UTC): the server's memory was too short. */
  hideBefore(at: number): void {
    this.#hiddenBefore = at / 1000;
  }

  /** HistoryRead tells nothing newer than `at` (µs UTC) yet: it is written with a delay. */
  holdAfter(at: number): void {
    this.#heldAfter = at / 1000;
  }

  /** Everything that is remembered, for comparison: times in µs. */
  recorded(): readonly { readonly at: number; readonly value: unknown; readonly isGood: boolean }[] {
    return this.#values.map(({ time, variant, status }) => ({
      at: time * 1000,
      value: variant.value as unknown,
      isGood: status.isGood(),
    }));
  }

  /** Answers the server's historian interface; start and end are included. */
  extractDataValues(
    details: ReadRawModifiedDetails,
    maximum: number,
    isReversed: boolean,
    reverseDataValue: boolean,
    done: (error: Error | null, values?: DataValue[]) => void,
  ): void {
    const from = Math.max(this.#hiddenBefore, limit(details.startTime, -Infinity));
    const to = Math.min(this.#heldAfter, limit(details.endTime, Infinity));
    const told = this.isSilent ? [] : this.#values.filter(({ time }) => time >= from && time <= to);
    const ordered = isReversed ? told.toReversed() : told;
    const values = (maximum > 0 ? ordered.slice(0, maximum) : ordered).map(
      ({ time, variant, status }) =>
        new DataValue({ value: variant, statusCode: status, sourceTimestamp: new Date(time) }),
    );
    done(null, reverseDataValue ? values.toReversed() : values);
  }
}

/** OPC 10000-11, 6.4.3.2: a start or end that is not given is the earliest DateTime, of 1601. */
function limit(date: Date | null, open: number): number {
  return date === null || date.getUTCFullYear() <= 1601 ? open : date.getTime();
}
