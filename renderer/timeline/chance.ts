/** How often chance alone gives so many failures in a part of a history. */
import { binomialAtLeast } from "../../shared/stats/binomial.ts";
import { poissonAtLeast } from "../../shared/stats/poisson.ts";

/**
 * Of so many bars whose rate is the usual one about one has a colour by chance. A picture has a thousand bars and more:
 * at one in twenty, as a single figure is judged, dozens of them would call for a look that finds nothing.
 */
export const CHANCE = 1 / 1_000;

/**
 * A trouble is part of the history that it is held against: of thirty failures that fell into half of a year fifteen
 * were "usual" there. Where it is known how many failures the whole history has, all of them are dealt out by chance,
 * and the part is so held against the rest without it: the exact conditional test of two Poisson rates (Przyborowski,
 * Wilenski, Biometrika 31, 1940). Else the usual rate is taken as it is.
 * @param expected failures that the part has on average, of those of the whole history
 * @param total failures of the whole history that is held against; undefined: the part is not of it
 * @returns 1 where it is surely no less than one in a thousand: most bars are, and a tail takes its time
 */
export function chanceOfMore(failed: number, expected: number, total: number | undefined): number {
  const share = total === undefined || total <= 0 ? 0 : Math.min(1, expected / total);
  // Three standard deviations: the tail above is longer than the normal distribution's.
  if (failed <= expected + 3 * Math.sqrt(expected * (1 - share))) return 1;
  if (total === undefined || failed > total) return poissonAtLeast(failed, expected);
  return binomialAtLeast(failed, total, share);
}

/** Failures of the whole history, where those that are usual in it are its own; see `chanceOfMore`. */
export function totalOf(history: { readonly failed: number; readonly expected: number }): number | undefined {
  // The shares were rounded.
  const isOwn = Math.abs(history.failed - history.expected) <= 0.01 + history.failed / 1_000;
  return isOwn ? history.failed : undefined;
}
