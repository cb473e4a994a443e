/**
 * The first model is shown sooner where the graphics driver has drawn something like it before. Without a graphics card
 * that takes two frames as long as everything else at a start, so that where no model is to come it waits.
 */
import { useEffect } from "react";
import type { Scene } from "../../scene/scene-types.ts";
import { useCache } from "../../state/cache.ts";

/** ms after which what a start brings is on the screen. */
const REST = 2_000;

export function useWarmUp(scene: Scene | undefined): void {
  const isComing = useCache(
    ({ tree, about }) => about?.demo === "loading" || tree?.some(({ hasModel }) => hasModel) === true,
  );
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
