/** The comparison of two models, told to all that shows it. */
import type { Comparison } from "../../../shared/compare/comparison.ts";
import { compare, type ComparedNames, type CompareState } from "./compare-state.ts";
import { useCompareWork, type CompareInput, type CompareWork, type RunningWork } from "./use-compare-work.ts";

export type RunningComparison = RunningWork<Comparison>;

/** The marks stay where the same was compared again: the panel was behind another one. */
function doneWith(comparison: Comparison, names: ComparedNames, of: string): Partial<CompareState> {
  const { chosen, chosenOf } = compare.getState();
  return {
    comparison,
    names,
    active: undefined,
    chosen: chosenOf === of ? chosen : new Set(),
    chosenOf: of,
  };
}

const NOTHING: Partial<CompareState> = { comparison: undefined, names: undefined, active: undefined };

const COMPARING: CompareWork<Comparison> = {
  run: (host, asked, progress, done, options) =>
    host.run(
      asked,
      (event) => (event.type === "compared" ? done(event.comparison) : progress(event.share)),
      options,
    ),
  isKept: false,
  told: (state, input) =>
    compare.setState(
      state.state === "done"
        ? doneWith(state.result, input.names, JSON.stringify(input))
        : // A list that comes after a failure or a stop was not what one waited for.
          { ...NOTHING, ...(state.state === "running" ? {} : { takesFocus: false }) },
    ),
  left: () => compare.setState(NOTHING),
};

/** `input` undefined: nothing to compare. */
export function useComparison(input: CompareInput | undefined): RunningComparison {
  return useCompareWork(COMPARING, input);
}
