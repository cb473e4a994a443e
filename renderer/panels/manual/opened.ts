/** Which place of the manual is read; commands open it too. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { ManualPlace } from "../../../shared/manual/manual.ts";
import { showPanel } from "../../state/workspace.ts";

interface Opened {
  /** undefined: the contents. */
  readonly place: ManualPlace | undefined;
  /** What was read before, the last one at the end. */
  readonly before: readonly (ManualPlace | undefined)[];
  /** Counts what was opened, so that the same place opened again is gone to again. */
  readonly times: number;
}

export const opened = createStore<Opened>(() => ({ place: undefined, before: [], times: 0 }));

export function useOpened<T>(pick: (state: Opened) => T): T {
  return useStore(opened, pick);
}

/** How many places back lead to. */
const MOST_BEFORE = 50;

export function read(place: ManualPlace | undefined): void {
  opened.setState(({ place: last, before, times }) => ({
    place,
    before: [...before, last].slice(-MOST_BEFORE),
    times: times + 1,
  }));
}

export function readBefore(): void {
  opened.setState(({ before, times }) => ({
    place: before.at(-1),
    before: before.slice(0, -1),
    times: times + 1,
  }));
}

/** With the panel, at what explains where the person is; undefined: where it was left. */
export function openManual(place: ManualPlace | undefined): void {
  if (place !== undefined) read(place);
  showPanel("manual");
}
