/** Whether an import of models was planned since the start: one is about to come into the 3D view, or was there. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export const plannedModel = createStore<{ readonly isPlanned: boolean }>(() => ({ isPlanned: false }));

export function usePlannedModel(): boolean {
  return useStore(plannedModel, ({ isPlanned }) => isPlanned);
}
