/** What is compared, how it is looked at, and where one stands in the list. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Comparison, Difference, DifferenceKind } from "../../../shared/compare/comparison.ts";
import { selection } from "../../state/selection.ts";
import { cache } from "../../state/cache.ts";
import { showPanel } from "../../state/workspace.ts";

/** mm: below it the coordinates of most files are rounding. */
export const USUAL_TOLERANCE = 0.01;

export interface ComparedNames {
  readonly before: string;
  readonly after: string;
}

export interface CompareState {
  readonly partNumber: string | undefined;
  /** SHA-256 of the files that were chosen; undefined: the two newest of the part. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** mm. */
  readonly tolerance: number;
  readonly mode: "side" | "over";
  /** What differs, or how far bodies are off that are known by their triangles alone. */
  readonly colour: "changes" | "deviation";
  /** Share of the newer one in the overlay, 0…1. */
  readonly fade: number;
  readonly filter: DifferenceKind | "all";
  /** Index into the differences of the comparison; undefined: none is looked at. */
  readonly active: number | undefined;
  readonly comparison: Comparison | undefined;
  /** Indices of differences that were marked, for a change request. */
  readonly chosen: ReadonlySet<number>;
  /** What was compared when they were marked. */
  readonly chosenOf: string | undefined;
  /** The two that the comparison is of, in words. */
  readonly names: ComparedNames | undefined;
  /** Opened just now: the list takes the focus as soon as it is there. */
  readonly takesFocus: boolean;
}

export const compare = createStore<CompareState>(() => ({
  partNumber: undefined,
  before: undefined,
  after: undefined,
  tolerance: USUAL_TOLERANCE,
  mode: "side",
  colour: "changes",
  fade: 0.5,
  filter: "all",
  active: undefined,
  comparison: undefined,
  chosen: new Set(),
  chosenOf: undefined,
  names: undefined,
  takesFocus: false,
}));

export function useCompare<T>(pick: (state: CompareState) => T): T {
  return useStore(compare, pick);
}

/** Bodies are compared by their triangles: how far they are off can be shown. */
export function hasDeviations({ comparison }: Pick<CompareState, "comparison">): boolean {
  return comparison !== undefined && comparison.regions.before.length + comparison.regions.after.length > 0;
}

/** Opens the panel on a part; without one on what is selected, else on the first product. */
export function openCompare(partNumber?: string): void {
  const { tree } = cache.getState();
  const asked = partNumber ?? selection.getState().partNumber ?? tree?.[0]?.partNumber;
  // Models know it by the number that their files give it.
  const linked = tree?.find((node) => node.partNumber === asked && node.linked?.isThere === true)?.linked;
  const part = linked?.number ?? asked;
  if (part !== compare.getState().partNumber)
    compare.setState({
      partNumber: part,
      before: undefined,
      after: undefined,
      active: undefined,
      filter: "all",
    });
  compare.setState({ takesFocus: true });
  showPanel("compare");
}

/** Indices of the differences that the filter lets through. */
export function shownDifferences({
  comparison,
  filter,
}: Pick<CompareState, "comparison" | "filter">): readonly number[] {
  return (comparison?.differences ?? []).flatMap(({ kind }, index) =>
    filter === "all" || kind === filter ? [index] : [],
  );
}

/** Goes to the next difference of the list, or the one before; from its end to its beginning. */
export function stepDifference(by: 1 | -1): void {
  const state = compare.getState();
  const shown = shownDifferences(state);
  if (shown.length === 0) return;
  const at = state.active === undefined ? -1 : shown.indexOf(state.active);
  const next = at === -1 ? (by === 1 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length;
  compare.setState({ active: shown[next] });
}

/** Marks a difference, or takes its mark away. */
export function toggleChosen(index: number): void {
  compare.setState(({ chosen }) => {
    const next = new Set(chosen);
    if (!next.delete(index)) next.add(index);
    return { chosen: next };
  });
}

/** The marked ones, else the one that is looked at, else all that the filter lets through: in the order of the list. */
export function chosenDifferences(
  state: Pick<CompareState, "comparison" | "filter" | "active" | "chosen">,
): readonly Difference[] {
  const { comparison, active, chosen } = state;
  const at =
    chosen.size > 0
      ? [...chosen].toSorted((a, b) => a - b)
      : active !== undefined
        ? [active]
        : shownDifferences(state);
  return at.flatMap((index) => comparison?.differences[index] ?? []);
}
