/** Whether the form for another plant is open: commands open it too. */
import { createStore } from "zustand/vanilla";
import { showPanel } from "../../state/workspace.ts";

export const adding = createStore<{ readonly open: boolean }>(() => ({ open: false }));

export function addPlant(): void {
  adding.setState({ open: true });
  showPanel("sources");
}
