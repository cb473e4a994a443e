/** What of many runs is drawn where there is no time for all of them. */
import type { InstanceRuns } from "./instance-runs.ts";

/** Of it, what goes to the largest parts, whole. */
const LARGEST = 0.5;

/**
 * Instances of each run: in each cell the first runs, those of the largest parts, whole for half of the share, and for
 * the rest the same part of every other one; of the first one always something.
 * @param elements of one instance, per run @param share of all elements, 0…1
 */
export function someOfRuns(
  { counts, cellRuns }: Pick<InstanceRuns, "counts" | "cellRuns">,
  elements: Int32Array,
  share: number,
): Int32Array {
  if (share >= 1) return counts;
  const some = new Int32Array(counts.length);
  const of = (run: number): number => (elements[run] as number) * (counts[run] as number);
  for (let cell = 0; cell + 1 < cellRuns.length; cell++) {
    const [first, end] = [cellRuns[cell] as number, cellRuns[cell + 1] as number];
    let all = 0;
    for (let run = first; run < end; run++) all += of(run);
    let budget = all * share * LARGEST;
    let [run, taken] = [first, 0];
    for (; run < end && of(run) <= budget; run++) {
      some[run] = counts[run] as number;
      budget -= of(run);
      taken += of(run);
    }
    const part = Math.min(1, (all * share - taken) / Math.max(1, all - taken));
    // What is less than one instance is carried over to the next run.
    for (let carried = 0; run < end; run++) {
      carried += (counts[run] as number) * part;
      some[run] = Math.min(counts[run] as number, Math.floor(carried));
      carried -= some[run] as number;
    }
    // A neighbourhood is never empty, however large its parts.
    const largest = counts.findIndex((count, at) => at >= first && at < end && count > 0);
    if (largest >= 0 && share > 0) some[largest] = Math.max(1, some[largest] as number);
  }
  return some;
}
