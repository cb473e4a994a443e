/** Long answers in slices: whoever else asks the same thread waits for one slice at most, and a cancel is heard. */
import { Failure } from "../../../../shared/rpc/failure.ts";

/** µs of work before others have their turn. */
const SLICE = 8_000;

export interface Slices {
  /** Where the slice is over, lets others go first. @throws Failure `cancelled` */
  readonly breathe: () => Promise<void>;
}

const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * @param now µs
 * @param rest between two slices
 */
export function createSlices(
  now: () => number,
  signal: AbortSignal,
  rest: () => Promise<unknown> = othersFirst,
): Slices {
  let since = now();
  return {
    breathe: async () => {
      if (now() - since < SLICE) return;
      await rest();
      if (signal.aborted) throw new Failure("cancelled", "cancelled");
      since = now();
    },
  };
}

/** Items of a loop between two looks at the clock. */
const STEP = 4_096;

/** Calls `each` with 0 … count - 1, and lets others go between. */
export async function eachInSlices(
  count: number,
  each: (at: number) => void,
  { breathe }: Slices,
): Promise<void> {
  for (let from = 0; from < count; from += STEP) {
    const until = Math.min(count, from + STEP);
    for (let at = from; at < until; at += 1) each(at);
    await breathe();
  }
}

/** The numbers of 0 … count - 1. */
export async function numbersInSlices(
  count: number,
  of: (at: number) => number,
  slices: Slices,
): Promise<Float64Array> {
  const made = new Float64Array(count);
  await eachInSlices(count, (at) => (made[at] = of(at)), slices);
  return made;
}

/** Items sorted by native sorts of this many. */
const RUN = 2_000;

/** A stable merge sort that breathes. @returns another array */
export async function sortInSlices<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  { breathe }: Slices,
): Promise<readonly T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare));
    await breathe();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? [], compare, breathe));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(
  left: readonly T[],
  right: readonly T[],
  compare: (a: T, b: T) => number,
  breathe: Slices["breathe"],
): Promise<T[]> {
  const merged: T[] = [];
  let [a, b] = [0, 0];
  while (a < left.length || b < right.length) {
    const [first, second] = [left[a], right[b]];
    const takesLeft = b >= right.length || (a < left.length && compare(first as T, second as T) <= 0);
    merged.push(takesLeft ? (first as T) : (second as T));
    if (takesLeft) a += 1;
    else b += 1;
    if (merged.length % RUN === 0) await breathe();
  }
  return merged;
}

/** One after another, so that two questions do not both read ten million rows at once. */
export function createTurns(): <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (signal, work) => {
    const turn = last.then(() => {
      if (signal.aborted) throw new Failure("cancelled", "cancelled");
      return work();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}
