/** Whether the rules of what is kept are unfolded: a command unfolds them too. */
import { createStore } from "zustand/vanilla";
import { showPanel } from "../../../state/workspace.ts";

export const opened = createStore<{ readonly open: boolean; readonly times: number }>(() => ({
  open: false,
  times: 0,
}));

/** `times`: counts up, so that the focus goes there each time. */
export function openRetention(): void {
  opened.setState(({ times }) => ({ open: true, times: times + 1 }));
  showPanel("sources");
}
