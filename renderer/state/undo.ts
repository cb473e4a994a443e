/** What can be taken back: hiding parts, claiming serials, … Selection has its own history (Alt+Left). */
import { createStore, type StoreApi } from "zustand/vanilla";

export interface UndoStep {
  /** What was done, in words for "Undo …". */
  readonly title: string;
  readonly undo: () => void | Promise<void>;
  readonly redo: () => void | Promise<void>;
}

export interface UndoState {
  readonly done: readonly UndoStep[];
  readonly undone: readonly UndoStep[];
  /** Remembers a step that was just carried out. */
  readonly push: (step: UndoStep) => void;
  readonly undo: () => Promise<boolean>;
  readonly redo: () => Promise<boolean>;
}

const MAXIMUM_STEPS = 100;

export function createUndo(): StoreApi<UndoState> {
  let busy = false;
  let pushes = 0;
  return createStore<UndoState>((set, get) => {
    const move = async (from: "done" | "undone"): Promise<boolean> => {
      const step = get()[from].at(-1);
      if (step === undefined || busy) return false;
      busy = true;
      const before = pushes;
      try {
        // Moved only once it has worked: a step that failed can be tried again.
        await (from === "done" ? step.undo() : step.redo());
      } finally {
        busy = false;
      }
      const to = from === "done" ? "undone" : "done";
      set((state) => {
        const rest = { [from]: state[from].filter((other) => other !== step) };
        // Something new was done while this was taken back: it can't be done again after that.
        const overtaken = to === "undone" && pushes !== before;
        return overtaken ? rest : { ...rest, [to]: [...state[to], step] };
      });
      return true;
    };
    return {
      done: [],
      undone: [],
      push: (step) => {
        pushes += 1;
        set(({ done }) => ({ done: [...done, step].slice(-MAXIMUM_STEPS), undone: [] }));
      },
      undo: () => move("done"),
      redo: () => move("undone"),
    };
  });
}

export const undoStack = createUndo();

/**
 * Takes some things away and adds others, as one step that can be taken back. Rejects where `apply` does: then
 * nothing has changed.
 */
export async function exchange<Draft>(
  title: string,
  apply: (remove: readonly Draft[], add: readonly Draft[]) => Promise<void>,
  remove: readonly Draft[],
  add: readonly Draft[],
): Promise<void> {
  await apply(remove, add);
  undoStack.getState().push({
    title,
    undo: () => apply(add, remove),
    redo: () => apply(remove, add),
  });
}
