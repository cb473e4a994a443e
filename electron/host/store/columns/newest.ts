/** The newest events of a subject, a page at a time, without sorting all of them. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import { isUndated, KINDS, kindOf } from "./event-chunk.ts";
import type { ChosenChunk } from "./chosen-rows.ts";
import { spansBefore } from "./spans-before.ts";

export interface NewestOptions {
  readonly window?: TimeWindow | undefined;
  /** Indices into EVENT_KINDS. */
  readonly kinds?: readonly number[] | undefined;
  readonly undatedOnly?: boolean | undefined;
  readonly offset: number;
  readonly limit: number;
  /** How many match, where that is known without counting them here: then only the newest chunks are read. */
  readonly total?: number | undefined;
}

interface Candidate {
  readonly position: number;
  /** -Infinity without a time: those come last. */
  readonly start: number;
}

/**
 * Newest first, those of one time by position, undated ones last.
 * @returns positions of the page, and the number of all that match
 */
export function newestEvents(
  chosen: readonly ChosenChunk[],
  options: NewestOptions,
): { readonly positions: readonly number[]; readonly total: number } {
  const wanted = options.offset + options.limit;
  const { window, undatedOnly = false } = options;
  const kinds =
    options.kinds === undefined ? -1 : options.kinds.reduce((mask, kind) => mask | (1 << kind), 0);
  const kept = keepNewest(wanted);
  let total = 0;
  // Latest chunks first: soon what is left is older than what is kept, and only counted.
  for (const { chunk, rows } of chosen.toSorted((a, b) => b.chunk.lastStart - a.chunk.lastStart)) {
    const { base, offsets, starts, codes } = chunk;
    if (window !== undefined && (chunk.first >= window.to || chunk.last < window.from)) continue;
    const candidates = chunk.lastStart >= kept.floor();
    if (!candidates && options.total !== undefined) break;
    if (undatedOnly && chunk.undated.every((n) => n === 0)) continue;
    const isInside = window !== undefined && chunk.first >= window.from && chunk.lastStart < window.to;
    if (isInside && !candidates && rows === undefined && !undatedOnly) {
      // None of it is among the newest: it only counts.
      for (let kind = 0; kind < KINDS; kind += 1)
        if (((kinds >> kind) & 1) === 1) total += (chunk.counts[kind] ?? 0) - (chunk.undated[kind] ?? 0);
      continue;
    }
    const { spanRows, spanEnds } = spansBefore(chunk, window?.from);
    let span = 0;
    const length = rows?.length ?? codes.length;
    for (let at = 0; at < length; at += 1) {
      const row = rows === undefined ? at : (rows[at] ?? 0);
      const code = codes[row] ?? 0;
      if (((kinds >> kindOf(code)) & 1) === 0) continue;
      const undated = isUndated(code);
      if (undatedOnly && !undated) continue;
      const start = undated ? -Infinity : starts.origin + (starts.values[row] ?? 0) * starts.step;
      if (window !== undefined) {
        if (undated || start >= window.to) continue;
        while ((spanRows[span] ?? codes.length) < row) span += 1;
        const end =
          spanRows[span] === row ? spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step : start;
        if (end < window.from) continue;
      }
      total += 1;
      if (candidates || undated) kept.offer({ position: base + (offsets[row] ?? 0), start });
    }
  }
  const positions = kept
    .best()
    .slice(options.offset)
    .map(({ position }) => position);
  return { positions, total: options.total ?? total };
}

function keepNewest(wanted: number): {
  /** Whatever starts before it is not among the newest. */
  readonly floor: () => number;
  readonly offer: (candidate: Candidate) => void;
  readonly best: () => readonly Candidate[];
} {
  let kept: Candidate[] = [];
  let floor = -Infinity;
  const prune = (): void => {
    kept = kept.sort(newestFirst).slice(0, wanted);
    if (kept.length === wanted) floor = kept.at(-1)?.start ?? -Infinity;
  };
  return {
    floor: () => floor,
    offer: (candidate) => {
      if (candidate.start < floor) return;
      kept.push(candidate);
      if (kept.length >= wanted * 2 + 64) prune();
    },
    best: () => {
      prune();
      return kept;
    },
  };
}

const newestFirst = (a: Candidate, b: Candidate): number =>
  (a.start === b.start ? 0 : b.start - a.start) || b.position - a.position;
