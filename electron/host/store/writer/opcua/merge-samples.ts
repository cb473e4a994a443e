/**
 * Samples of one signal as two columns, ascending in time. The same time and value twice is one sample
 * (a repeated notification or history read again); the same time with two values is two.
 */
export interface Samples {
  /** µs UTC */
  readonly times: Float64Array;
  /** NaN: the source had no good value. */
  readonly values: Float64Array;
}

export interface MergedSamples extends Samples {
  /** Samples of `added` that were there already, or twice in it. */
  readonly repeated: number;
}

/** `kept` must ascend; `added` may come in any order. What is kept goes before what is added at the same time. */
export function mergeSamples(kept: Samples, added: Samples): MergedSamples {
  const sorted = ascending(added);
  const length = kept.times.length + sorted.times.length;
  const times = new Float64Array(length);
  const values = new Float64Array(length);
  let [k, a, count, repeated] = [0, 0, 0, 0];
  while (k < kept.times.length || a < sorted.times.length) {
    const isKept = a >= sorted.times.length || (kept.times[k] ?? Infinity) <= (sorted.times[a] ?? Infinity);
    const from = isKept ? kept : sorted;
    const index = isKept ? k++ : a++;
    const time = from.times[index] as number;
    const value = from.values[index] as number;
    if (holds(times, values, count, time, value)) {
      repeated += 1;
      continue;
    }
    times[count] = time;
    values[count] = value;
    count += 1;
  }
  return { times: times.slice(0, count), values: values.slice(0, count), repeated };
}

/** Whether the samples at `time` at the end of the columns have `value`; NaN is like NaN. */
function holds(
  times: Float64Array,
  values: Float64Array,
  count: number,
  time: number,
  value: number,
): boolean {
  for (let at = count - 1; at >= 0 && times[at] === time; at -= 1)
    if (Object.is(values[at], value) || values[at] === value) return true;
  return false;
}

function ascending({ times, values }: Samples): Samples {
  let sorted = true;
  for (let i = 1; i < times.length && sorted; i += 1)
    sorted = (times[i] as number) >= (times[i - 1] as number);
  if (sorted) return { times, values };
  const order = Uint32Array.from(times, (_, index) => index);
  // Stable: samples of the same time keep the order in which they came.
  order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  return {
    times: Float64Array.from(order, (index) => times[index] as number),
    values: Float64Array.from(order, (index) => values[index] as number),
  };
}
