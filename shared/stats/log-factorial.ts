/** ln n! for whole n from 0 on. */
export function logFactorial(n: number): number {
  const known = EXACT[n];
  if (known !== undefined) return known;
  // Stirling's series, whose next term is below 1e-12 from here on.
  const square = n * n;
  return (
    n * Math.log(n) -
    n +
    Math.log(2 * Math.PI * n) / 2 +
    (1 - (1 - 2 / (7 * square)) / (30 * square)) / (12 * n)
  );
}

const EXACT = Array.from({ length: 21 }, (_, n) =>
  Math.log(Array.from({ length: n }, (__, i) => i + 1).reduce((product, i) => product * i, 1)),
);
