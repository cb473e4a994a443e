/** The model in the 3D view, for panels that show or change what of it is seen. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Scene } from "../../scene/scene-types.ts";
import type { ShownModel } from "./use-model.ts";

export const shownModel = createStore<{
  readonly shown: ShownModel | undefined;
  readonly scene: Scene | undefined;
}>(() => ({ shown: undefined, scene: undefined }));

export function useShownScene(): Scene | undefined {
  return useStore(shownModel, ({ scene }) => scene);
}

export function useShownModel(): ShownModel | undefined {
  return useStore(shownModel, ({ shown }) => shown);
}
