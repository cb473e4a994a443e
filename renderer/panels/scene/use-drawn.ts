/** What of the model is drawn, in numbers. */
import { useVisibility } from "../../state/visibility.ts";
import { drawnStates } from "./drawn-states.ts";
import type { ShownModel } from "./use-model.ts";

/** How many occurrences are drawn, and how many of them as ghosts. */
export function useDrawn(shown: ShownModel | undefined): { readonly drawn: number; readonly ghosts: number } {
  const visible = useVisibility((state) => state);
  if (shown === undefined) return { drawn: 0, ghosts: 0 };
  const { model } = shown;
  const { within, ends } = drawnStates(model, visible);
  let [drawn, ghosts] = [0, 0];
  for (let root = 0; root < model.nodes.length; root = ends[root] ?? model.nodes.length) {
    const counts = within(root);
    drawn += counts.solid + counts.ghosts;
    ghosts += counts.ghosts;
  }
  return { drawn, ghosts };
}
