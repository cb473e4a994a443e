/** Numbers of events per part or per unit, from the columns of all events. Both are row ids. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import { FAIL } from "../queries/severity.ts";
import type { ChosenChunk } from "./chosen-rows.ts";
import { isUndated, kindOf, severityOf } from "./event-chunk.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";
import { spansBefore } from "./spans-before.ts";

export interface EventFilter {
  /** Whole or in part in it; undefined: at any time, and without one. */
  readonly window?: TimeWindow | undefined;
  /** Index into EVENT_KINDS; undefined: all. */
  readonly kind?: number | undefined;
}

/** What the events are told of. */
export type By = "parts" | "units";

/** Events of each. */
export function countEvents(
  chosen: readonly ChosenChunk[],
  filter: EventFilter,
  by: By = "parts",
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  eachEvent(chosen, filter, ({ [by]: keys }, row) => {
    const key = keys[row] ?? 0;
    if (key !== 0) counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return counts;
}

export interface LastEvent {
  /** µs UTC. */
  last: number;
  events: number;
}

/** The latest start of the events of each before a moment. */
export function lastEvents(
  chosen: readonly ChosenChunk[],
  { before, kind }: { readonly before: number; readonly kind?: number | undefined },
  by: By = "parts",
): ReadonlyMap<number, LastEvent> {
  const found = new Map<number, LastEvent>();
  eachEvent(chosen, { kind }, ({ [by]: keys, codes, starts }, row) => {
    const key = keys[row] ?? 0;
    const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
    if (key === 0 || start >= before || isUndated(codes[row] ?? 0)) return;
    const known = found.get(key);
    if (known === undefined) found.set(key, { last: start, events: 1 });
    else {
      known.last = Math.max(known.last, start);
      known.events += 1;
    }
  });
  return found;
}

/** Per unit row id the earliest start of an event that names it, µs UTC; Infinity without one. */
export function firstEvents(chosen: readonly ChosenChunk[], largest: number): Float64Array {
  const found = new Float64Array(largest + 1).fill(Infinity);
  eachEvent(chosen, {}, ({ units, codes, starts }, row) => {
    const unit = units[row] ?? 0;
    if (unit === 0 || isUndated(codes[row] ?? 0)) return;
    const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
    if (start < (found[unit] ?? -Infinity)) found[unit] = start;
  });
  return found;
}

/** 1 per unit row id that an event names: one of the window, or any. */
export function unitsOfEvents(
  chosen: readonly ChosenChunk[],
  window: TimeWindow | undefined,
  largest: number,
): Uint8Array {
  const seen = new Uint8Array(largest + 1);
  eachEvent(chosen, { window }, ({ units }, row) => {
    seen[units[row] ?? 0] = 1;
  });
  return seen;
}

export interface Faults {
  /** Events that tell of a unit's outcome, and those of them that say it failed. */
  looked: number;
  failed: number;
}

/**
 * Outcomes of units as events tell them, per part or per unit.
 * @param kinds bit per kind that tells an outcome
 * @param counted 1 per row id of a unit that counts
 * @param isCounted false for a failure that is counted elsewhere
 */
export function countFaults(
  chosen: readonly ChosenChunk[],
  window: TimeWindow | undefined,
  kinds: number,
  counted: Uint8Array | undefined,
  isCounted: (unit: number, source: number) => boolean,
  by: By = "parts",
): ReadonlyMap<number, Faults> {
  const found = new Map<number, Faults>();
  eachEvent(chosen, { window }, ({ parts, units, sources, codes }, row) => {
    const [code = 0, part = 0, unit = 0] = [codes[row], parts[row], units[row]];
    if (
      part === 0 ||
      unit === 0 ||
      (counted !== undefined && counted[unit] !== 1) ||
      ((kinds >> kindOf(code)) & 1) === 0
    )
      return;
    const key = by === "parts" ? part : unit;
    const known = found.get(key) ?? { looked: 0, failed: 0 };
    known.looked += 1;
    if (severityOf(code) >= FAIL && isCounted(unit, sources[row] ?? 0)) known.failed += 1;
    found.set(key, known);
  });
  return found;
}

function eachEvent(
  chosen: readonly ChosenChunk[],
  { window, kind }: EventFilter,
  visit: (chunk: LoadedChunk, row: number) => void,
): void {
  for (const { chunk, rows } of chosen) {
    const { codes, starts } = chunk;
    if (window !== undefined && (chunk.first >= window.to || chunk.last < window.from)) continue;
    if (kind !== undefined && (chunk.counts[kind] ?? 0) === 0) continue;
    const { spanRows, spanEnds } = spansBefore(chunk, window?.from);
    let span = 0;
    const length = rows?.length ?? codes.length;
    for (let at = 0; at < length; at += 1) {
      const row = rows === undefined ? at : (rows[at] ?? 0);
      const code = codes[row] ?? 0;
      if (kind !== undefined && kindOf(code) !== kind) continue;
      if (window !== undefined) {
        const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
        if (start >= window.to || isUndated(code)) continue;
        while ((spanRows[span] ?? codes.length) < row) span += 1;
        const end =
          spanRows[span] === row ? spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step : start;
        if (end < window.from) continue;
      }
      visit(chunk, row);
    }
  }
}
