/**
 * Tails of the Poisson distribution: how often chance alone gives so many, or so few, of what happens `mean` times on
 * average. Summed term by term from the one that is asked for (Johnson, Kemp, Kotz, "Univariate Discrete
 * Distributions", 3rd ed., 4.3), so that small tails keep their digits. Of failures among events it is never too small:
 * a binomial count of the same mean varies less.
 */

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

const EXACT = Array.from({ length: 21 }, (_, n) =>
  Math.log(Array.from({ length: n }, (__, i) => i + 1).reduce((product, i) => product * i, 1)),
);

/** Above 20 by Stirling's series, whose next term is below 1e-12 there. */
function logFactorial(n: number): number {
  const known = EXACT[n];
  if (known !== undefined) return known;
  const square = n * n;
  return (
    n * Math.log(n) -
    n +
    Math.log(2 * Math.PI * n) / 2 +
    (1 - (1 - 2 / (7 * square)) / (30 * square)) / (12 * n)
  );
}
