import type { Observation } from "./observation.ts";

export interface UnavailableSpan {
  readonly from: number;
  /** Absent where the machine did not come back in this file. */
  readonly to?: number;
}

/**
 * Spans in which the machine's data source itself was away (MTConnect part 2.0, AVAILABILITY): nobody observed the
 * machine then, which is not the same as a machine at rest.
 *
 * @param observations of one equipment, ascending in time
 */
export function unavailableSpans(observations: readonly Observation[]): UnavailableSpan[] {
  const spans: UnavailableSpan[] = [];
  let from: number | undefined;
  for (const { itemClass, value, time } of observations) {
    if (itemClass.role !== "availability") continue;
    if (value === "UNAVAILABLE") from ??= time;
    else if (from !== undefined) {
      if (time > from) spans.push({ from, to: time });
      from = undefined;
    }
  }
  if (from !== undefined) spans.push({ from });
  return spans;
}
