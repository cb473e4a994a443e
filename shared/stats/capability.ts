/**
 * How well a process keeps its limits.
 * Sources: ISO 22514-2:2017 (Pp and Ppk from the overall spread, Cp and Cpk from the spread of a process
 * under control); Montgomery, "Introduction to Statistical Quality Control", 8th ed., sections 6.4 and 8.3;
 * interval: A. F. Bissell, "How reliable is your capability index?", Applied Statistics 39 (1990) 331.
 */
import type { Spread } from "./spread.ts";

export interface Limits {
  readonly nominal?: number | undefined;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

/** Expected range of two normal values in standard deviations: 2/√π. */
export const D2_OF_TWO = 2 / Math.sqrt(Math.PI);
/** 97.5 % quantile of the normal distribution: two-sided 95 %. */
const Z_95 = 1.959963984540054;

/**
 * The limits that a process can run over. A zone begins at 0 (flatness, position): nothing can be below
 * it, so 0 is no limit there.
 */
export function effectiveLimits({ nominal, lower, upper }: Limits): Limits {
  const isZone = lower === 0 && upper !== undefined && (nominal === undefined || nominal === 0);
  return isZone ? { nominal, upper } : { nominal, lower, upper };
}

/**
 * Distance of the mean to the nearer limit in units of three standard deviations: Cpk where `sigma` is the
 * short-term one, Ppk where it is the overall one. Undefined without a limit or without any spread.
 */
export function capabilityIndex(mean: number, sigma: number | undefined, limits: Limits): number | undefined {
  if (sigma === undefined || !(sigma > 0)) return undefined;
  const { lower, upper } = effectiveLimits(limits);
  const sides = [
    ...(lower === undefined ? [] : [(mean - lower) / (3 * sigma)]),
    ...(upper === undefined ? [] : [(upper - mean) / (3 * sigma)]),
  ];
  return sides.length === 0 ? undefined : Math.min(...sides);
}

/** Short-term standard deviation of single values: mean moving range / d2. */
export function shortTermSigma({ movingRange }: Spread): number | undefined {
  return movingRange === undefined ? undefined : movingRange / D2_OF_TWO;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % interval of an index from `count` values (Montgomery 8.21); undefined below two. */
export function capabilityInterval(index: number, count: number): Interval | undefined {
  if (count < 2) return undefined;
  // Multiplied out, so that an index of 0 has an interval too.
  const half = Z_95 * Math.sqrt(1 / (9 * count) + (index * index) / (2 * (count - 1)));
  return { low: index - half, high: index + half };
}

export interface Capability {
  /** Short-term: from the mean moving range. */
  readonly cpk: number | undefined;
  /** Overall: from the standard deviation of all values. */
  readonly ppk: number | undefined;
}

export function capabilityOf(spread: Spread, limits: Limits): Capability {
  return {
    cpk: capabilityIndex(spread.mean, shortTermSigma(spread), limits),
    ppk: capabilityIndex(spread.mean, spread.deviation, limits),
  };
}
