/**
 * Confidence interval of a share. Wilson, "Probable inference, the law of succession, and statistical inference",
 * J. Am. Stat. Assoc. 22 (1927) 209–212; recommended for few events by Brown, Cai, DasGupta, Statistical Science
 * 16 (2001) 101–133.
 */

/** Two-sided 95 % of the normal distribution. */
export const Z_95 = 1.959963984540054;

/** @returns lower and upper end, 0…1, without continuity correction; 0 and 1 of no events */
export function wilsonInterval(failed: number, events: number, z = Z_95): readonly [number, number] {
  if (events <= 0) return [0, 1];
  const share = failed / events;
  const square = (z * z) / events;
  const centre = (share + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / events + square / (4 * events));
  // At the ends rounding would leave the last digit beside 0 and 1.
  return [failed === 0 ? 0 : centre - half, failed === events ? 1 : centre + half];
}
