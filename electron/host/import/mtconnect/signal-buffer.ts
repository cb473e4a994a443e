import type { SamplesRecord, UnitReference } from "../../../../shared/model/record.ts";

/** Samples per record: what the store keeps as one columnar chunk. */
export const CHUNK_SAMPLES = 4096;

/** A span of time and the unit that was on the machine; spans ascend and do not overlap. */
export interface UnitSpan {
  readonly from: number;
  readonly to: number;
  readonly unit: UnitReference;
}

/** All samples of one signal of a file, 16 bytes each: a log of 25 million lines holds 400 MB here. */
export class SignalBuffer {
  readonly signal: string;
  readonly uom: string | undefined;
  #times = new Float64Array(256);
  #values = new Float64Array(256);
  #length = 0;
  #ascending = true;

  constructor(signal: string, uom: string | undefined) {
    this.signal = signal;
    this.uom = uom;
  }

  get length(): number {
    return this.#length;
  }

  /** @param time µs since the epoch; @param value NaN where the source says UNAVAILABLE */
  add(time: number, value: number): void {
    const at = this.#length;
    if (at === this.#times.length) this.#grow();
    if (at > 0 && time < (this.#times[at - 1] ?? 0)) this.#ascending = false;
    this.#times[at] = time;
    this.#values[at] = value;
    this.#length = at + 1;
  }

  /** Largest value with from <= time <= to, or undefined where nothing was sampled. */
  maximum(from: number, to: number): number | undefined {
    this.#sort();
    let best: number | undefined;
    for (let at = this.#lowerBound(from); at < this.#length && (this.#times[at] ?? 0) <= to; at += 1) {
      const value = this.#values[at] ?? Number.NaN;
      if (best === undefined ? !Number.isNaN(value) : value > best) best = value;
    }
    return best;
  }

  /** The samples in ascending chunks, cut where the unit on the machine changes. */
  *chunks(equipment: string, units: readonly UnitSpan[]): Generator<SamplesRecord> {
    this.#sort();
    let at = 0;
    for (const span of units) {
      const first = Math.max(at, this.#lowerBound(span.from));
      const end = Math.max(first, this.#upperBound(span.to));
      yield* this.#slice(equipment, at, first, undefined);
      yield* this.#slice(equipment, first, end, span.unit);
      at = end;
    }
    yield* this.#slice(equipment, at, this.#length, undefined);
  }

  *#slice(
    equipment: string,
    from: number,
    to: number,
    unit: UnitReference | undefined,
  ): Generator<SamplesRecord> {
    for (let at = from; at < to; at += CHUNK_SAMPLES) {
      const end = Math.min(to, at + CHUNK_SAMPLES);
      yield {
        record: "samples",
        equipment,
        signal: this.signal,
        ...(this.uom !== undefined && { uom: this.uom }),
        ...(unit !== undefined && { unit }),
        times: this.#times.slice(at, end),
        values: this.#values.slice(at, end),
      };
    }
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    const values = new Float64Array(this.#values.length * 2);
    times.set(this.#times);
    values.set(this.#values);
    this.#times = times;
    this.#values = values;
  }

  /** Stable: samples of the same time keep the order of the file. */
  #sort(): void {
    if (this.#ascending) return;
    const times = this.#times;
    const values = this.#values;
    const order = Uint32Array.from({ length: this.#length }, (_, index) => index);
    order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
    this.#times = Float64Array.from(order, (index) => times[index] ?? 0);
    this.#values = Float64Array.from(order, (index) => values[index] ?? Number.NaN);
    this.#ascending = true;
  }

  /** First index whose time is not before `time`. */
  #lowerBound(time: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** First index whose time is after `time`. */
  #upperBound(time: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#times[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
