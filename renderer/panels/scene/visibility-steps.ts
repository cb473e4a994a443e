/** Changes of what is visible, each of which can be taken back, kept per model. */
import { undoStack, type UndoState } from "../../state/undo.ts";
import { ALL_VISIBLE, sameVisibility, visibility, type Visibility } from "../../state/visibility.ts";
import type { StoreApi } from "zustand/vanilla";

export interface VisibilitySteps {
  /**
   * The model that is shown now, by its hash: its own visibility comes back with it.
   * @param hidden nodes that its file hides: out of sight when it is shown first
   */
  readonly show: (model: string | undefined, hidden?: readonly number[]) => void;
  /** Changes the shown model's visibility; nothing happens, and nothing is to undo, where it stays the same. */
  readonly change: (title: string, next: (state: Visibility) => Visibility) => void;
}

/** Node numbers mean nothing in another model, so a step holds the model that it was made on. */
export function createVisibilitySteps(
  store: StoreApi<Visibility> = visibility,
  undo: StoreApi<UndoState> = undoStack,
): VisibilitySteps {
  const kept = new Map<string, Visibility>();
  let shown: string | undefined;
  const apply = (model: string, state: Visibility): void => {
    if (model === shown) store.setState(state);
    else kept.set(model, state);
  };
  return {
    show: (model, hidden = []) => {
      if (model === shown) return;
      if (shown !== undefined) kept.set(shown, store.getState());
      shown = model;
      const first = hidden.length === 0 ? ALL_VISIBLE : { ...ALL_VISIBLE, hidden: new Set(hidden) };
      store.setState((model === undefined ? undefined : kept.get(model)) ?? first);
    },
    change: (title, next) => {
      if (shown === undefined) return;
      const model = shown;
      const before = store.getState();
      const after = next(before);
      if (sameVisibility(before, after)) return;
      apply(model, after);
      undo.getState().push({
        title,
        undo: () => apply(model, before),
        redo: () => apply(model, after),
      });
    },
  };
}

/** The one of the page: the panel may be closed and opened again. */
export const visibilitySteps = createVisibilitySteps();
