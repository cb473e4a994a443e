/**
 * Mean and spread of values in the order in which they were taken, in one pass.
 * Sources: B. P. Welford, "Note on a method for calculating corrected sums of squares and products",
 * Technometrics 4 (1962) 419; moving ranges: ISO 7870-2:2023 (individuals chart), Montgomery,
 * "Introduction to Statistical Quality Control", 8th ed., section 6.4.
 */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Sample standard deviation of all values (divisor n − 1); undefined below two. */
  readonly deviation: number | undefined;
  /** Mean of the ranges between neighbours; undefined below two. */
  readonly movingRange: number | undefined;
}

export interface SpreadCounter {
  /** In the order of taking: moving ranges depend on it. */
  readonly add: (value: number) => void;
  /** Undefined where nothing was added. */
  readonly result: () => Spread | undefined;
}

export function createSpread(): SpreadCounter {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let ranges = 0;
  let last = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  return {
    add: (value) => {
      count += 1;
      const before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
      if (count > 1) ranges += Math.abs(value - last);
      last = value;
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    },
    result: () =>
      count === 0
        ? undefined
        : {
            count,
            mean,
            minimum,
            maximum,
            deviation: count < 2 ? undefined : Math.sqrt(squares / (count - 1)),
            movingRange: count < 2 ? undefined : ranges / (count - 1),
          },
  };
}

export function spreadOf(values: Iterable<number>): Spread | undefined {
  const spread = createSpread();
  for (const value of values) spread.add(value);
  return spread.result();
}
