/**
 * Upper tail of the binomial distribution: how often chance alone puts so many of `trials` into a part that takes each
 * of them with probability `share`. Summed term by term from the one that is asked for (Johnson, Kemp, Kotz, "Univariate
 * Discrete Distributions", 3rd ed., 3.4), so that small tails keep their digits.
 */
import { logFactorial } from "./log-factorial.ts";

/** P(X ≥ count) */
export function binomialAtLeast(count: number, trials: number, share: number): number {
  if (count <= 0) return 1;
  if (count > trials || share <= 0) return 0;
  if (share >= 1) return 1;
  // From the mean on terms only fall; below it the other tail is the shorter one.
  if (count <= trials * share) return 1 - binomialAtLeast(trials - count + 1, trials, 1 - share);
  let term = Math.exp(
    logFactorial(trials) -
      logFactorial(count) -
      logFactorial(trials - count) +
      count * Math.log(share) +
      (trials - count) * Math.log1p(-share),
  );
  const odds = share / (1 - share);
  let sum = 0;
  for (let next = count; next <= trials && term > sum * Number.EPSILON; next += 1) {
    sum += term;
    term *= ((trials - next) / (next + 1)) * odds;
  }
  return sum;
}
