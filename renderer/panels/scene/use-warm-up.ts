/**
 * The first model is shown sooner where the graphics driver has drawn something like it before. Without a graphics card
 * that takes two frames as long as everything else at a start, so that where no model is to come it waits.
 */
import { useEffect } from "react";
import type { Scene } from "../../scene/scene-types.ts";
import { usePlannedModel } from "../../state/planned-model.ts";
import { useCache, type CacheState } from "../../state/cache.ts";

/** ms after which what a start brings is on the screen. */
const REST = 2_000;

/** A start brings a model: that of the demo, of a product that is in the cache, or of an import that is planned. */
export function isModelComing(
  { tree, about }: Pick<CacheState, "tree" | "about">,
  isPlanned: boolean,
): boolean {
  return isPlanned || about?.demo === "loading" || tree?.some(({ hasModel }) => hasModel) === true;
}

export function useWarmUp(scene: Scene | undefined): void {
  const isPlanned = usePlannedModel();
  const isComing = useCache((state) => isModelComing(state, isPlanned));
  useEffect(() => {
    if (scene === undefined) return undefined;
    if (isComing) {
      scene.warmUp();
      return undefined;
    }
    const rest = setTimeout(() => scene.warmUp(), REST);
    return () => clearTimeout(rest);
  }, [scene, isComing]);
}
