/** Whether the next drag of the left button draws a box around parts, wherever it begins. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export const boxTool = createStore<{ readonly inHand: boolean }>(() => ({ inHand: false }));

export function useBoxTool(): boolean {
  return useStore(boxTool, ({ inHand }) => inHand);
}
