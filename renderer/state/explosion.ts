/** How far the shown assembly has come apart. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export interface ExplosionState {
  /** 0…1: as assembled … every level apart. */
  readonly share: number;
  /** The slider is on the screen. */
  readonly open: boolean;
}

export const explosion = createStore<ExplosionState>(() => ({ share: 0, open: false }));

export function useExplosion<T>(pick: (state: ExplosionState) => T): T {
  return useStore(explosion, pick);
}
