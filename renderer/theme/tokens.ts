/**
 * Colours of both themes. CSS reads them as variables (`--panel`), the scene and the timeline,
 * which draw without CSS, read the same table through `currentTokens`.
 */
import type { EventKind } from "../../shared/model/event.ts";

export type ThemeName = "dark" | "light";

export interface Tokens {
  readonly name: ThemeName;
  readonly background: string;
  readonly panel: string;
  readonly sunken: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly second: string;
  readonly muted: string;
  readonly accent: string;
  /** Text on the accent. */
  readonly onAccent: string;
  /** Accent as text on its own tint: darker or lighter where 4.5:1 asks. */
  readonly accentText: string;
  /** Accent as a tint behind a selected row. */
  readonly accentTint: string;
  readonly good: string;
  readonly warn: string;
  readonly fail: string;
  /** Tint behind a value out of its limits. */
  readonly failTint: string;
  readonly warnTint: string;
  /** Rate ramp: 0, middle, high. */
  readonly rate: readonly [string, string, string];
  /** Parts without data while the model is coloured. */
  readonly noData: string;
  /** Lane colour of every kind of event. */
  readonly kinds: Readonly<Record<EventKind, string>>;
  readonly viewport: readonly [top: string, bottom: string];
  readonly fontFamily: string;
  readonly monoFamily: string;
}

const FONTS = {
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  monoFamily: '"JetBrains Mono", ui-monospace, monospace',
} as const;

export const DARK: Tokens = {
  name: "dark",
  background: "#0d1117",
  panel: "#12181f",
  sunken: "#0b1016",
  raised: "#1a222c",
  line: "#232d38",
  text: "#e6edf3",
  second: "#b9c4cf",
  // Raised from #7d8a97 to reach 4.5:1 on every surface, that of a selected row included.
  muted: "#8795a3",
  accent: "#3fb6c6",
  onAccent: "#06181b",
  accentText: "#4fc0cf",
  accentTint: "#14303a",
  good: "#56b4e9",
  warn: "#e69f00",
  fail: "#ff6b57",
  failTint: "#3a1d1c",
  warnTint: "#33270d",
  rate: ["#4d7ea8", "#e6b54a", "#f0543c"],
  noData: "#3a4552",
  kinds: {
    design: "#9c8cff",
    production: "#5aa9e6",
    machine: "#6f8598",
    inspection: "#e6b54a",
    logistics: "#8aa0a8",
    maintenance: "#c58ad6",
    field: "#ff6b57",
    change: "#3fb6c6",
    gap: "#7d8a97",
  },
  viewport: ["#1a222c", "#0b1016"],
  ...FONTS,
};

export const LIGHT: Tokens = {
  name: "light",
  background: "#eef1f4",
  panel: "#fbfcfd",
  sunken: "#f0f3f6",
  raised: "#ffffff",
  line: "#dde3e9",
  text: "#16202a",
  second: "#37444f",
  // Lowered from #697683 to reach 4.5:1 on the sunken surface too.
  muted: "#5f6c79",
  accent: "#0b7c8c",
  onAccent: "#ffffff",
  accentText: "#08626f",
  // Light enough for 4.5:1 of every text colour on it.
  accentTint: "#e2f0f2",
  good: "#1f6fb2",
  warn: "#946000",
  fail: "#c8321e",
  failTint: "#fce8e5",
  warnTint: "#f7ecd6",
  rate: ["#6c9cc4", "#d9a12b", "#cf3a22"],
  noData: "#c9d1d8",
  kinds: {
    design: "#6a55d9",
    production: "#2f7fc1",
    machine: "#7b8b99",
    inspection: "#b98510",
    logistics: "#6d858d",
    maintenance: "#9a55b0",
    field: "#c8321e",
    change: "#0b7c8c",
    gap: "#697683",
  },
  viewport: ["#ffffff", "#e9edf1"],
  ...FONTS,
};

export const THEMES: Readonly<Record<ThemeName, Tokens>> = { dark: DARK, light: LIGHT };

let current: Tokens = DARK;
const listeners = new Set<(tokens: Tokens) => void>();

/** The tokens of the theme on the screen now. */
export function currentTokens(): Tokens {
  return current;
}

/** Called with the new tokens after every change of theme; returns what ends it. */
export function onThemeChange(listener: (tokens: Tokens) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function setTokens(name: ThemeName): void {
  if (current.name === name) return;
  current = THEMES[name];
  for (const listener of listeners) listener(current);
}
