/** What the columns of events say of every unit. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { ChosenChunk } from "../columns/chosen-rows.ts";
import { isUndated, severityOf } from "../columns/event-chunk.ts";
import { FAIL } from "../queries/severity.ts";
import type { Slices } from "./slices.ts";

/** By the unit's row id. */
export interface UnitCounts {
  readonly events: Uint32Array;
  /** Events of severity fail or worse. */
  readonly failures: Uint32Array;
  /** Earliest start and latest start or end, µs UTC; NaN without any. */
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** @param window events whole or in part in it; undefined: all, also those without a time */
export async function countUnits(
  chosen: readonly ChosenChunk[],
  window: TimeWindow | undefined,
  largest: number,
  { breathe }: Slices,
): Promise<UnitCounts> {
  const events = new Uint32Array(largest + 1);
  const failures = new Uint32Array(largest + 1);
  const first = new Float64Array(largest + 1).fill(NaN);
  const last = new Float64Array(largest + 1).fill(NaN);
  for (const { chunk, rows } of chosen) {
    if (window !== undefined && (chunk.first >= window.to || chunk.last < window.from)) continue;
    const { units, codes, starts, spanRows, spanEnds } = chunk;
    let span = 0;
    const length = rows?.length ?? codes.length;
    for (let at = 0; at < length; at += 1) {
      const row = rows === undefined ? at : (rows[at] ?? 0);
      const unit = units[row] ?? 0;
      if (unit === 0 || unit > largest) continue;
      const code = codes[row] ?? 0;
      const undated = isUndated(code);
      const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
      while ((spanRows[span] ?? codes.length) < row) span += 1;
      const end =
        spanRows[span] === row ? spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step : start;
      if (window !== undefined && (undated || start >= window.to || end < window.from)) continue;
      events[unit] = (events[unit] ?? 0) + 1;
      if (severityOf(code) >= FAIL) failures[unit] = (failures[unit] ?? 0) + 1;
      if (undated) continue;
      // Comparisons with NaN are false.
      if (!((first[unit] ?? NaN) <= start)) first[unit] = start;
      if (!((last[unit] ?? NaN) >= end)) last[unit] = end;
    }
    await breathe();
  }
  return { events, failures, first, last };
}
