/** What a person may make a shortcut, and what it would collide with. Pure. */
import type { Command } from "../state/commands.ts";
import { shortcutOf, type KeyPress } from "./shortcuts.ts";

/** Keys that move the focus, close things or type: they keep their meaning. */
const KEPT = new Set(["Tab", "Shift+Tab", "Esc", "Enter", "F6", "Shift+F6", "Space", "Delete", "Backspace"]);
const HELD = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Unidentified"]);

/** undefined while only Ctrl, Shift or Alt is down; `kept` for a key that can't be a shortcut. */
export function chosenShortcut(
  press: KeyPress,
): { readonly shortcut: string; readonly kept: boolean } | undefined {
  if (HELD.has(press.key)) return undefined;
  const shortcut = shortcutOf(press);
  return { shortcut, kept: KEPT.has(shortcut) || isArrow(shortcut) };
}

/** Arrows alone or with Shift move in every panel. */
function isArrow(shortcut: string): boolean {
  return /^(Shift\+)?(Left|Right|Up|Down|Home|End|PageUp|PageDown)$/.test(shortcut);
}

/** Other commands with the same shortcut; those that never show together still share the key. */
export function conflictsOf(
  id: string,
  shortcut: string | undefined,
  commands: Iterable<Command>,
): readonly Command[] {
  if (shortcut === undefined) return [];
  return [...commands].filter((command) => command.id !== id && command.shortcut === shortcut);
}
