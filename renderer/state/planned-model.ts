/** Whether a plan of an import that is on the screen holds models: one is about to come into the 3D view. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export const plannedModel = createStore<{ readonly isPlanned: boolean }>(() => ({ isPlanned: false }));

export function usePlannedModel(): boolean {
  return useStore(plannedModel, ({ isPlanned }) => isPlanned);
}
