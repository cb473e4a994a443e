/**
 * Fail rate against the baseline as a place on the rate ramp: 0 where nothing failed, 0.5 at the
 * baseline, 1 at four times the baseline (10 % at least). The legend of the 3D view has the same scale.
 */
import { poissonAtLeast, poissonAtMost } from "../../shared/stats/poisson.ts";
import { wilsonInterval } from "../../shared/stats/wilson.ts";
import { mix } from "./colour.ts";

export interface RateScale {
  /** Share of failed events over the subject's whole extent, 0…1. */
  readonly baseline: number;
  /** From here on the colour does not change any more. */
  readonly high: number;
}

export function rateScaleOf(counts: ArrayLike<number>, failed: ArrayLike<number>): RateScale {
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
  const all = sum(counts);
  return scaleAround(all === 0 ? 0 : sum(failed) / all);
}

function scaleAround(baseline: number): RateScale {
  return { baseline, high: Math.min(1, Math.max(0.1, baseline * 4)) };
}

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

/**
 * Of so many bars whose rate is the usual one about one has a colour by chance. A picture has a thousand bars and more:
 * at one in twenty, as a single figure is judged, dozens of them would call for a look that finds nothing.
 */
const ONE_OF = 1_000;

/** `perhaps`: a single figure would be out of its interval, but among so many bars chance does that too. */
export type BarVerdict = RateVerdict["verdict"] | "perhaps";

/** A bar held against what is usual of its kinds: by how often chance alone gives so many failures, or so few. */
export function judgeBar(failed: number, events: number, expected: number): BarVerdict {
  const sure = sureVerdict(failed, expected);
  if (sure !== undefined) return sure;
  const alone = judgeRate(failed, events, expected)?.verdict ?? "usual";
  return alone === "usual" ? "usual" : "perhaps";
}

function sureVerdict(failed: number, expected: number): "more" | "fewer" | undefined {
  const isFar = (tail: number): boolean => tail <= 1 / (2 * ONE_OF);
  if (mayBeMore(failed, expected) && isFar(poissonAtLeast(failed, expected))) return "more";
  return mayBeFewer(failed, expected) && isFar(poissonAtMost(failed, expected)) ? "fewer" : undefined;
}

/** The place of the rate of a bar that is surely not the usual one; undefined where it may be. */
export function surePlace(failed: number, events: number, expected: number): number | undefined {
  if (events <= 0 || sureVerdict(failed, expected) === undefined) return undefined;
  return placeOnRamp(failed / events, scaleAround(expected / events));
}

/** Neighbours that are judged together, and how much surer that has to be: there are about as many such spans as bars. */
const TOGETHER = [4, 8, 16, 32, 64];
const SURER = 4;

interface Buckets {
  readonly failed: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  /** Of all buckets before one: sums of spans are two looks. */
  readonly before: {
    readonly failed: Float64Array;
    readonly counts: Float64Array;
    readonly expected: Float64Array;
  };
}

function runningSum(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at += 1) sums[at + 1] = (sums[at] as number) + (values[at] as number);
  return sums;
}

/**
 * Places of buckets in their order, once for an answer and not for each frame of it; NaN: none. Seen from near a bar
 * holds too few events to be sure of anything. Where neighbours together have surely more failures than usual, those of
 * them that have any more are coloured by the rate of all: a bad shift stays one at every zoom.
 */
export function surePlaces(
  failed: ArrayLike<number>,
  counts: ArrayLike<number>,
  expected: ArrayLike<number>,
): Float32Array {
  const before = { failed: runningSum(failed), counts: runningSum(counts), expected: runningSum(expected) };
  const buckets = { failed, expected, before };
  const places = Float32Array.from(counts, (count, bucket) =>
    count === 0 ? NaN : (surePlace(failed[bucket] ?? 0, count, expected[bucket] ?? 0) ?? NaN),
  );
  for (const size of TOGETHER)
    for (let from = 0; from < places.length; from += size / 2) {
      const span = { from, to: Math.min(places.length, from + size) };
      if (isMoreTogether(buckets, span)) colour(places, buckets, trimmed(buckets, span));
    }
  return places;
}

/** Without the one that stands out most: a single bad bar must not speak for its neighbours. */
function isMoreTogether(buckets: Buckets, { from, to }: Span): boolean {
  const { failures, usual } = sumOf(buckets, { from, to });
  if (!mayBeMore(failures, usual)) return false;
  let worst = from;
  const excess = (at: number): number => (buckets.failed[at] ?? 0) - (buckets.expected[at] ?? 0);
  for (let at = from + 1; at < to; at += 1) if (excess(at) > excess(worst)) worst = at;
  const [others, usually] = [failures - (buckets.failed[worst] ?? 0), usual - (buckets.expected[worst] ?? 0)];
  return mayBeMore(others, usually) && poissonAtLeast(others, usually) <= 1 / (2 * ONE_OF * SURER);
}

interface Span {
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}

function sumOf(
  { before }: Buckets,
  { from, to }: Span,
): { readonly failures: number; readonly events: number; readonly usual: number } {
  const within = (sums: Float64Array): number => (sums[to] as number) - (sums[from] as number);
  return {
    failures: within(before.failed),
    events: within(before.counts),
    // What rounding leaves of nothing must not be divided by.
    usual: Math.max(0, within(before.expected)),
  };
}

/** The part of it that is least like chance: what lies beside a bad shift is not of it. */
function trimmed(buckets: Buckets, whole: Span): Span {
  const tail = (span: Span): number => {
    const { failures, usual } = sumOf(buckets, span);
    return poissonAtLeast(failures, usual);
  };
  let best = whole;
  let least = tail(whole);
  // Ends one after the other: a maximum over both at once is not worth its time.
  for (const end of ["from", "to"] as const)
    for (let span = best; span.to - span.from > 1;) {
      span = end === "from" ? { ...span, from: span.from + 1 } : { ...span, to: span.to - 1 };
      const rest = tail(span);
      if (rest < least) [best, least] = [span, rest];
    }
  return best;
}

function colour(places: Float32Array, buckets: Buckets, span: Span): void {
  const { failures, events, usual } = sumOf(buckets, span);
  const place = placeOnRamp(failures / events, scaleAround(usual / events));
  for (let at = span.from; at < span.to; at += 1)
    if (Number.isNaN(places[at]) && (buckets.failed[at] ?? 0) > (buckets.expected[at] ?? 0))
      places[at] = place;
}

/** Three standard deviations off at least: the tail above is longer than the normal distribution's, that below shorter. */
const mayBeMore = (failed: number, expected: number): boolean => failed > expected + 3 * Math.sqrt(expected);
const mayBeFewer = (failed: number, expected: number): boolean =>
  failed < expected - 2.5 * Math.sqrt(expected);

export function placeOnRamp(rate: number, { baseline, high }: RateScale): number {
  if (rate >= high) return 1;
  if (rate <= baseline) return baseline === 0 ? 0 : (0.5 * rate) / baseline;
  return 0.5 + (0.5 * (rate - baseline)) / (high - baseline);
}

/** Steps between two colours of the ramp: bars of one colour are drawn together. */
const STEPS = 16;

/** The ramp as `2 * STEPS + 1` colours. */
export function rampOf([low, middle, high]: readonly [string, string, string]): readonly string[] {
  return Array.from({ length: 2 * STEPS + 1 }, (_, index) =>
    index <= STEPS ? mix(low, middle, index / STEPS) : mix(middle, high, (index - STEPS) / STEPS),
  );
}

/** Index into `rampOf`'s colours for a place 0…1. */
export function rampIndex(place: number): number {
  return Math.round(Math.min(1, Math.max(0, place)) * 2 * STEPS);
}
