/** The tokens for React; CSS variables do for everything that CSS can say. */
import { useSyncExternalStore } from "react";
import { currentTokens, onThemeChange, type Tokens } from "./tokens.ts";

export function useTokens(): Tokens {
  return useSyncExternalStore(onThemeChange, currentTokens);
}
