/** What of the model is drawn, in numbers. */
import { useMemo } from "react";
import { drawingStates, GHOST, SOLID } from "../../scene/node-states.ts";
import { subtreeEnds } from "../../scene/transforms.ts";
import { useVisibility } from "../../state/visibility.ts";
import type { ShownModel } from "./use-model.ts";

/** How many occurrences are drawn, and how many of them as ghosts. */
export function useDrawn(shown: ShownModel | undefined): { readonly drawn: number; readonly ghosts: number } {
  const visible = useVisibility((state) => state);
  const model = shown?.model;
  return useMemo(() => {
    if (model === undefined) return { drawn: 0, ghosts: 0 };
    const states = drawingStates(subtreeEnds(model.nodes), visible);
    const of = (state: number): number =>
      model.nodes.filter(({ part }, node) => states[node] === state && model.parts[part]?.mesh !== undefined)
        .length;
    const ghosts = of(GHOST);
    return { drawn: of(SOLID) + ghosts, ghosts };
  }, [model, visible]);
}
