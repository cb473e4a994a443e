/**
 * Tails of the Poisson distribution: how often chance alone gives so many, or so few, of what happens `mean` times on
 * average. Summed term by term from the one that is asked for (Johnson, Kemp, Kotz, "Univariate Discrete
 * Distributions", 3rd ed., 4.3), so that small tails keep their digits. Of failures among events it is never too small:
 * a binomial count of the same mean varies less.
 */
import { logFactorial } from "./log-factorial.ts";

/** P(X ≥ count) */
export function poissonAtLeast(count: number, mean: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  if (count <= mean) return 1 - poissonAtMost(count - 1, mean);
  let term = probability(count, mean);
  let sum = 0;
  for (let next = count + 1; term > sum * Number.EPSILON; next += 1) {
    sum += term;
    term *= mean / next;
  }
  return sum;
}

/** P(X ≤ count) */
export function poissonAtMost(count: number, mean: number): number {
  if (count < 0) return 0;
  if (mean <= 0) return 1;
  if (count >= mean) return 1 - poissonAtLeast(count + 1, mean);
  let term = probability(count, mean);
  let sum = 0;
  for (let at = count; term > sum * Number.EPSILON; at -= 1) {
    sum += term;
    term *= at / mean;
  }
  return sum;
}

function probability(count: number, mean: number): number {
  return Math.exp(count * Math.log(mean) - mean - logFactorial(count));
}
