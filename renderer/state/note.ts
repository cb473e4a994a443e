/** What was just done, in a few words on the status bar: for what leaves no trace on the screen. */
import { createStore } from "zustand/vanilla";

/** ms */
const SHOWN = 6_000;

export const notes = createStore<{ readonly text: string | undefined }>(() => ({ text: undefined }));

let timer: ReturnType<typeof setTimeout> | undefined;

export function note(text: string): void {
  clearTimeout(timer);
  notes.setState({ text });
  timer = setTimeout(() => notes.setState({ text: undefined }), SHOWN);
}
