/** Samples of all signals of an endpoint between two deliveries to the store. */
import type { SampleColumns } from "../../store/writer/opcua/opcua-contract.ts";

interface Run {
  times: Float64Array;
  values: Float64Array;
  length: number;
}

export class SampleBuffer {
  readonly #runs = new Map<number, Run>();
  #length = 0;

  /** Samples waiting, over all signals. */
  get length(): number {
    return this.#length;
  }

  /** @param time µs UTC */
  add(index: number, time: number, value: number): void {
    let run = this.#runs.get(index);
    if (run === undefined) {
      run = { times: new Float64Array(32), values: new Float64Array(32), length: 0 };
      this.#runs.set(index, run);
    }
    if (run.length === run.times.length) {
      run.times = grown(run.times);
      run.values = grown(run.values);
    }
    run.times[run.length] = time;
    run.values[run.length] = value;
    run.length += 1;
    this.#length += 1;
  }

  /** Everything that waits, and empties; undefined where nothing does. The runs keep their room. */
  take(): SampleColumns | undefined {
    if (this.#length === 0) return undefined;
    const filled = [...this.#runs].filter(([, run]) => run.length > 0);
    const times = new Float64Array(this.#length);
    const values = new Float64Array(this.#length);
    let at = 0;
    for (const [, run] of filled) {
      times.set(run.times.subarray(0, run.length), at);
      values.set(run.values.subarray(0, run.length), at);
      at += run.length;
    }
    const columns = {
      indexes: Uint32Array.from(filled, ([index]) => index),
      counts: Uint32Array.from(filled, ([, run]) => run.length),
      times,
      values,
    };
    for (const [index, run] of filled) {
      if (run.times.length > KEPT_ROOM) this.#runs.delete(index);
      else run.length = 0;
    }
    this.#length = 0;
    return columns;
  }
}

/** Room of a run that is kept after an outage was caught up with. */
const KEPT_ROOM = 4096;

function grown(array: Float64Array): Float64Array<ArrayBuffer> {
  const next = new Float64Array(array.length * 2);
  next.set(array);
  return next;
}
