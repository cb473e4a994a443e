/** Times as a column: whole steps from an origin in two or four bytes where they fit, which most sources' do. */

/** Time i is origin + values[i] * step, µs UTC, exactly. */
export interface Times {
  readonly origin: number;
  /** µs: 1, 1,000 or 1,000,000. */
  readonly step: number;
  readonly values: Uint16Array | Uint32Array | Float64Array;
}

const STEPS = [1_000_000, 1_000, 1];
const LARGEST = 0xffff_ffff;
const NARROW = 0xffff;

/** @param times whole µs UTC */
export function timesOf(times: readonly number[]): Times {
  const origin = times.reduce((a, b) => Math.min(a, b), Infinity);
  if (times.length === 0) return { origin: 0, step: 1, values: new Uint16Array() };
  const latest = times.reduce((a, b) => Math.max(a, b), -Infinity);
  const step = STEPS.find((each) => times.every((time) => (time - origin) % each === 0)) ?? 1;
  if ((latest - origin) / step > LARGEST) return { origin: 0, step: 1, values: Float64Array.from(times) };
  return narrowed({ origin, step, values: Uint32Array.from(times, (time) => (time - origin) / step) });
}

/** The same in as few bytes as they take. */
export function narrowed({ origin, step, values }: Times): Times {
  const fits = values instanceof Uint32Array && values.every((value) => value <= NARROW);
  return { origin, step, values: fits ? Uint16Array.from(values) : values };
}

interface Place {
  readonly size: number;
  readonly start: number;
  readonly length: number;
}

/** @throws RangeError where there are no times at these places */
export function readTimes(buffer: ArrayBuffer, scale: Place, column: Place): Times {
  const [origin, step] = new Float64Array(buffer, scale.start, 2);
  if (origin === undefined || step === undefined || !STEPS.includes(step))
    throw new RangeError("a column of times without its scale");
  const Values = { 2: Uint16Array, 4: Uint32Array, 8: Float64Array }[column.size];
  if (Values === undefined)
    throw new RangeError(`a column of times can't have ${column.size} bytes for each`);
  return { origin, step, values: new Values(buffer, column.start, column.length) };
}
