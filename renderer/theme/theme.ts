/** Dark, light or as the system says: sets the CSS variables and tells those who draw without CSS. */
import { settings } from "../state/settings.ts";
import { currentTokens, setTokens, type ThemeName, type Tokens } from "./tokens.ts";

/** Follows the person's choice and the system's; returns what ends it. */
export function followTheme(): () => void {
  const system = window.matchMedia("(prefers-color-scheme: light)");
  const apply = (): void => {
    const choice = settings.getState().values.theme ?? "system";
    const name: ThemeName = choice === "system" ? (system.matches ? "light" : "dark") : choice;
    setTokens(name);
    const root = document.documentElement;
    root.dataset["theme"] = name;
    root.style.colorScheme = name;
    for (const [variable, value] of cssVariables(currentTokens())) root.style.setProperty(variable, value);
  };
  apply();
  system.addEventListener("change", apply);
  const stop = settings.subscribe(apply);
  return () => {
    stop();
    system.removeEventListener("change", apply);
  };
}

/** The tokens as CSS variables: `--panel`, `--rate-0`, `--kind-machine`. */
export function cssVariables(tokens: Tokens): [string, string][] {
  const { kinds, rate, viewport, name: _name, fontFamily, monoFamily, ...colours } = tokens;
  return [
    ...Object.entries(colours).map(([key, value]): [string, string] => [`--${dashed(key)}`, value]),
    ...Object.entries(kinds).map(([kind, value]): [string, string] => [`--kind-${kind}`, value]),
    ...rate.map((value, index): [string, string] => [`--rate-${index}`, value]),
    ["--viewport-top", viewport[0]],
    ["--viewport-bottom", viewport[1]],
    ["--font", fontFamily],
    ["--mono", monoFamily],
  ];
}

const dashed = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
