/** How far bodies are off where the comparison goes by their triangles: measured once it is asked for. */
import type { Deviations } from "../../../shared/compare/deviations.ts";
import { useCompareWork, type CompareInput, type CompareWork, type RunningWork } from "./use-compare-work.ts";

export type RunningDeviations = RunningWork<Deviations>;

const MEASURING: CompareWork<Deviations> = {
  run: (host, asked, progress, done, options) =>
    host.deviations(
      asked,
      (event) => (event.type === "measured" ? done(event.deviations) : progress(event.share)),
      options,
    ),
  isKept: true,
};

/** `input` undefined: nobody looks at them. What was measured last stays for who looks again. */
export function useDeviations(input: CompareInput | undefined): RunningDeviations {
  return useCompareWork(MEASURING, input);
}
