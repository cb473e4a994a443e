/** What the 3D view shows: the panels beside it ask about its parts and faces. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { CadModel } from "../../shared/model/cad.ts";

export interface ShownModelState {
  readonly model: CadModel | undefined;
  /** Part numbers of the model, each once; none while there is none. */
  readonly partNumbers: readonly string[];
  /** Those that occur more than once in it. */
  readonly repeated: readonly string[];
}

export const shownModel = createStore<ShownModelState>(() => ({
  model: undefined,
  partNumbers: [],
  repeated: [],
}));

export function useShownModel<T>(pick: (state: ShownModelState) => T): T {
  return useStore(shownModel, pick);
}
