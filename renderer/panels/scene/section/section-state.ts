/** The section of the shown model: kept per model, each change can be taken back. */
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { undoStack, type UndoState } from "../../../state/undo.ts";
import type { Cut } from "./cuts.ts";

export interface SectionState {
  readonly cuts: readonly Cut[];
  /** The planes are in hand: their list and their arrows are shown. */
  readonly open: boolean;
}

export interface SectionSteps {
  readonly store: StoreApi<SectionState>;
  /** The model that is shown now, by its hash: its own section comes back with it. */
  readonly show: (model: string | undefined) => void;
  readonly setOpen: (open: boolean) => void;
  /** Changes the cuts as one step; none where they stay the same. */
  readonly change: (title: string, next: (cuts: readonly Cut[]) => readonly Cut[]) => void;
  /** Changes them while a hand moves a plane; `settle` makes one step of all of it. */
  readonly preview: (next: (cuts: readonly Cut[]) => readonly Cut[]) => void;
  readonly settle: (title: string) => void;
  /** Shows these as part of a saved view, which is a step of its own. */
  readonly restore: (cuts: readonly Cut[]) => void;
}

const NOTHING: readonly Cut[] = [];

export function createSectionSteps(undo: StoreApi<UndoState> = undoStack): SectionSteps {
  const store = createStore<SectionState>(() => ({ cuts: NOTHING, open: false }));
  const kept = new Map<string, readonly Cut[]>();
  let shown: string | undefined;
  let before: readonly Cut[] | undefined;
  const apply = (model: string, cuts: readonly Cut[]): void => {
    if (model === shown) store.setState({ cuts });
    else kept.set(model, cuts);
  };
  const push = (title: string, from: readonly Cut[], to: readonly Cut[]): void => {
    if (shown === undefined || JSON.stringify(from) === JSON.stringify(to)) return;
    const model = shown;
    undo.getState().push({ title, undo: () => apply(model, from), redo: () => apply(model, to) });
  };
  return {
    store,
    show: (model) => {
      if (model === shown) return;
      if (shown !== undefined) kept.set(shown, before ?? store.getState().cuts);
      before = undefined;
      shown = model;
      store.setState({ cuts: (model === undefined ? undefined : kept.get(model)) ?? NOTHING, open: false });
    },
    setOpen: (open) => store.setState({ open }),
    change: (title, next) => {
      if (shown === undefined) return;
      const from = before ?? store.getState().cuts;
      before = undefined;
      const to = next(store.getState().cuts);
      store.setState({ cuts: to });
      push(title, from, to);
    },
    preview: (next) => {
      if (shown === undefined) return;
      const from = store.getState().cuts;
      before ??= from;
      store.setState({ cuts: next(from) });
    },
    restore: (cuts) => {
      before = undefined;
      if (shown !== undefined) store.setState({ cuts, open: false });
    },
    settle: (title) => {
      if (before === undefined) return;
      const from = before;
      before = undefined;
      push(title, from, store.getState().cuts);
    },
  };
}

/** The one of the page: the panel may be closed and opened again. */
export const sectionSteps = createSectionSteps();

export function useSection<T>(pick: (state: SectionState) => T): T {
  return useStore(sectionSteps.store, pick);
}
