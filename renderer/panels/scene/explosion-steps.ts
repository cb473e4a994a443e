/** Taking the assembly apart step by step, each of which can be taken back, kept per model. */
import type { StoreApi } from "zustand/vanilla";
import { message } from "../../messages/catalogue.ts";
import { explosion, type ExplosionState } from "../../state/explosion.ts";
import { undoStack, type UndoState } from "../../state/undo.ts";

export interface ExplosionSteps {
  /** The model that is shown now, by its hash: what came apart of it comes back with it. */
  readonly show: (model: string | undefined) => void;
  /** While a slider moves: shown at once, one step to take back once it is let go. */
  readonly preview: (share: number) => void;
  readonly commit: () => void;
  readonly change: (share: number) => void;
}

export function createExplosionSteps(
  store: StoreApi<ExplosionState> = explosion,
  undo: StoreApi<UndoState> = undoStack,
): ExplosionSteps {
  const kept = new Map<string, number>();
  let shown: string | undefined;
  let before: number | undefined;
  const apply = (model: string, share: number): void => {
    if (model === shown) store.setState({ share });
    else kept.set(model, share);
  };
  const preview = (share: number): void => {
    if (shown === undefined) return;
    before ??= store.getState().share;
    store.setState({ share: Math.min(1, Math.max(0, share)) });
  };
  const commit = (): void => {
    const from = before;
    const to = store.getState().share;
    before = undefined;
    if (shown === undefined || from === undefined || from === to) return;
    const model = shown;
    undo.getState().push({
      title: message("command.explode"),
      undo: () => apply(model, from),
      redo: () => apply(model, to),
    });
  };
  return {
    show: (model) => {
      if (model === shown) return;
      commit();
      if (shown !== undefined) kept.set(shown, store.getState().share);
      shown = model;
      store.setState({ share: (model === undefined ? undefined : kept.get(model)) ?? 0 });
    },
    preview,
    commit,
    change: (share) => {
      preview(share);
      commit();
    },
  };
}

/** The one of the page: the panel may be closed and opened again. */
export const explosionSteps = createExplosionSteps();
