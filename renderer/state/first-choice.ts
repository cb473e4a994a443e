/** The product that was shown because a screen about nothing tells no story: nobody asked for it. */
import { createStore } from "zustand/vanilla";

export const firstChoice = createStore<{ readonly partNumber: string | undefined }>(() => ({
  partNumber: undefined,
}));
