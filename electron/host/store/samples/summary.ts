/** What is said of a chunk of samples as a whole. */

export interface SampleSummary {
  /** null: no sample has a value. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly mean: number | null;
  /** Samples with a value. */
  readonly known: number;
}

/** @param values NaN: none */
export function summaryOf(values: Float64Array): SampleSummary {
  let [minimum, maximum, sum, known] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value;
    known += 1;
  }
  return known === 0
    ? { minimum: null, maximum: null, mean: null, known }
    : { minimum, maximum, mean: sum / known, known };
}
