/** The scene and the indexed model in it, for panels that show or change what of it is seen (state/shown-model.ts: the model alone). */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Scene } from "../../scene/scene-types.ts";
import type { ShownModel } from "./use-model.ts";

export const sceneInUse = createStore<{
  readonly shown: ShownModel | undefined;
  readonly scene: Scene | undefined;
}>(() => ({ shown: undefined, scene: undefined }));

export function useShownScene(): Scene | undefined {
  return useStore(sceneInUse, ({ scene }) => scene);
}

export function useIndexedModel(): ShownModel | undefined {
  return useStore(sceneInUse, ({ shown }) => shown);
}
