/** Failures held against what is usual: of some events by themselves, and of one bar among a thousand. */
import { poissonAtMost } from "../../shared/stats/poisson.ts";
import { wilsonInterval } from "../../shared/stats/wilson.ts";
import { chanceOfMore, CHANCE } from "./chance.ts";

/** Some events held against what is usual of their kinds. */
export interface RateVerdict {
  readonly rate: number;
  /** What events of the same kinds have over the whole history. */
  readonly baseline: number;
  /** Wilson's interval of the rate, 95 %. */
  readonly low: number;
  readonly high: number;
  /** usual: the interval holds the baseline, so that chance alone explains what is seen. */
  readonly verdict: "fewer" | "usual" | "more";
}

/** @param expected failures that as many events of the same kinds have on average; undefined of no events */
export function judgeRate(failed: number, events: number, expected: number): RateVerdict | undefined {
  if (events <= 0) return undefined;
  const baseline = expected / events;
  const [low, high] = wilsonInterval(failed, events);
  // What float32 rounded off the baseline must not decide.
  const air = 1e-6;
  const verdict = low > baseline + air ? "more" : high < baseline - air ? "fewer" : "usual";
  return { rate: failed / events, baseline, low, high, verdict };
}

/** `perhaps`: a single figure would be out of its interval, but among so many bars chance does that too. */
export type BarVerdict = RateVerdict["verdict"] | "perhaps";

/** A bar held against what is usual of its kinds: by how often chance alone gives so many failures, or so few. */
export function judgeBar(failed: number, events: number, expected: number, total?: number): BarVerdict {
  const sure = sureVerdict(failed, expected, total);
  if (sure !== undefined) return sure;
  const alone = judgeRate(failed, events, expected)?.verdict ?? "usual";
  return alone === "usual" ? "usual" : "perhaps";
}

/**
 * Undefined: chance may do it.
 * @param total see `chanceOfMore`
 */
export function sureVerdict(
  failed: number,
  expected: number,
  total: number | undefined,
): "more" | "fewer" | undefined {
  if (chanceOfMore(failed, expected, total) <= CHANCE / 2) return "more";
  return mayBeFewer(failed, expected) && poissonAtMost(failed, expected) <= CHANCE / 2 ? "fewer" : undefined;
}

/** The tail below is shorter than the normal distribution's. */
const mayBeFewer = (failed: number, expected: number): boolean =>
  failed < expected - 2.5 * Math.sqrt(expected);
