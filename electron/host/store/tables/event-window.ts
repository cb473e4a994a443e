/** Which events a span of time has. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import { isUndated } from "../columns/event-chunk.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import type { Test } from "./table.ts";

/** Whole or in part in it, as everywhere. */
export function inWindow({ from, to }: TimeWindow): Test<LoadedChunk> {
  return (chunk, keep) => {
    if (chunk.first >= to || chunk.last < from) return void keep.fill(0);
    const { starts, codes, spanRows, spanEnds } = chunk;
    const { origin, step, values } = starts;
    let span = 0;
    for (let row = 0; row < keep.length; row += 1) {
      const start = origin + (values[row] ?? 0) * step;
      if (start >= to || isUndated(codes[row] ?? 0)) {
        keep[row] = 0;
        continue;
      }
      if (start >= from) continue;
      while ((spanRows[span] ?? codes.length) < row) span += 1;
      const end =
        spanRows[span] === row ? spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step : start;
      if (end < from) keep[row] = 0;
    }
  };
}
