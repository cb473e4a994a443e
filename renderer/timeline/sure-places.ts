/**
 * Which bars of a lane are coloured by their fail rate: those that chance does not explain, alone or together with
 * their neighbours.
 */
import { CHANCE, chanceOfMore, totalOf } from "./chance.ts";
import { placeOnRamp, scaleAround } from "./rate-colour.ts";
import { sureVerdict } from "./rate-verdict.ts";

/** The place of the rate of a bar that is surely not the usual one; undefined where it may be. */
export function surePlace(
  failed: number,
  events: number,
  expected: number,
  total?: number,
): number | undefined {
  if (events <= 0 || sureVerdict(failed, expected, total) === undefined) return undefined;
  return placeOnRamp(failed / events, scaleAround(expected / events));
}

/** Fewest neighbours that are judged together; then twice as many and so on, up to all of them. */
const FEWEST = 4;
/**
 * Most of them where the history that is held against is not their own: a machine that fails more often than others do
 * says so by its name, and its bars say when.
 */
const MOST_OF_OTHERS = 64;
/** More than these are judged without those that have a colour already: a bad week must not speak for the two months around it. */
const NEAR = 4 * FEWEST;
/** How much surer that has to be: there are about as many such spans as bars. */
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
  /** See `chanceOfMore`. */
  readonly total: number | undefined;
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
 * @param total see `chanceOfMore`
 */
export function surePlaces(
  failed: ArrayLike<number>,
  counts: ArrayLike<number>,
  expected: ArrayLike<number>,
  total?: number,
): Float32Array {
  const all = bucketsOf(failed, counts, expected, total);
  const places = Float32Array.from(counts, (count, bucket) =>
    count === 0 ? NaN : (surePlace(failed[bucket] ?? 0, count, expected[bucket] ?? 0, total) ?? NaN),
  );
  const most = total === undefined ? MOST_OF_OTHERS : 2 * places.length;
  for (let size = FEWEST; size <= most && size / 2 < places.length; size *= 2) {
    const without = (values: ArrayLike<number>): Float64Array =>
      Float64Array.from(values, (value, bucket) => (Number.isNaN(places[bucket]) ? value : 0));
    const buckets =
      size <= NEAR ? all : bucketsOf(without(failed), without(counts), without(expected), total);
    for (let from = 0; from < places.length; from += size / 2) {
      const span = { from, to: Math.min(places.length, from + size) };
      if (!waits(places, buckets, span) || !isMoreTogether(buckets, span)) continue;
      colour(places, buckets, trimmed(buckets, span));
    }
  }
  return places;
}

function bucketsOf(
  failed: ArrayLike<number>,
  counts: ArrayLike<number>,
  expected: ArrayLike<number>,
  total: number | undefined,
): Buckets {
  const before = { failed: runningSum(failed), counts: runningSum(counts), expected: runningSum(expected) };
  return { failed, expected, before, total };
}

/** Those of buckets over a whole history. */
export function surePlacesOfAll(
  failed: ArrayLike<number>,
  counts: ArrayLike<number>,
  expected: ArrayLike<number>,
): Float32Array {
  const sum = (values: ArrayLike<number>): number => runningSum(values)[values.length] as number;
  return surePlaces(failed, counts, expected, totalOf({ failed: sum(failed), expected: sum(expected) }));
}

/** Whether any bar has more failures than usual and no colour yet. */
function waits(places: Float32Array, buckets: Buckets, { from, to }: Span): boolean {
  for (let at = from; at < to; at += 1) if (isBad(buckets, at) && Number.isNaN(places[at])) return true;
  return false;
}

const isBad = ({ failed, expected }: Buckets, at: number): boolean => (failed[at] ?? 0) > (expected[at] ?? 0);

/** Without the one that stands out most: a single bad bar must not speak for its neighbours. */
function isMoreTogether(buckets: Buckets, { from, to }: Span): boolean {
  const { failures, usual } = sumOf(buckets, { from, to });
  if (chanceOfMore(failures, usual, buckets.total) >= 1) return false;
  let worst = from;
  const excess = (at: number): number => (buckets.failed[at] ?? 0) - (buckets.expected[at] ?? 0);
  for (let at = from + 1; at < to; at += 1) if (excess(at) > excess(worst)) worst = at;
  const [others, usually] = [failures - (buckets.failed[worst] ?? 0), usual - (buckets.expected[worst] ?? 0)];
  return chanceOfMore(others, usually, buckets.total) <= CHANCE / (2 * SURER);
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
  const chance = (span: Span): number => {
    const { failures, usual } = sumOf(buckets, span);
    return chanceOfMore(failures, usual, buckets.total);
  };
  let best = whole;
  let least = chance(whole);
  // Ends one after the other: a maximum over both at once is not worth its time.
  for (const end of ["from", "to"] as const)
    for (let span = best; span.to - span.from > 1;) {
      span = end === "from" ? { ...span, from: span.from + 1 } : { ...span, to: span.to - 1 };
      // It ends best at a bad one.
      if (!isBad(buckets, end === "from" ? span.from : span.to - 1)) continue;
      const rest = chance(span);
      if (rest < least) [best, least] = [span, rest];
    }
  return best;
}

function colour(places: Float32Array, buckets: Buckets, span: Span): void {
  const { failures, events, usual } = sumOf(buckets, span);
  const place = placeOnRamp(failures / events, scaleAround(usual / events));
  for (let at = span.from; at < span.to; at += 1)
    if (Number.isNaN(places[at]) && isBad(buckets, at)) places[at] = place;
}
