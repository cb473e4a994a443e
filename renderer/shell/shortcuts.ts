/** Matching keys to commands. Pure, so that the table of shortcuts can be tested without a page. */

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: "Left",
  ArrowRight: "Right",
  ArrowUp: "Up",
  ArrowDown: "Down",
  " ": "Space",
  Escape: "Esc",
};

/** The press as a shortcut is written: `Ctrl+Shift+Z`, `Alt+Left`, `F`, `?`. */
export function shortcutOf(press: KeyPress): string {
  const single = press.key.length === 1;
  const letter = single && press.key.toLowerCase() !== press.key.toUpperCase();
  const key = NAMES[press.key] ?? (single ? press.key.toUpperCase() : press.key);
  const parts: string[] = [];
  if (press.ctrlKey || press.metaKey) parts.push("Ctrl");
  if (press.altKey) parts.push("Alt");
  // `?` already says Shift on the keyboards that need it for that sign.
  if (press.shiftKey && (letter || !single)) parts.push("Shift");
  return [...parts, key].join("+");
}

/** Plain keys belong to the text while somebody types; those with Ctrl or Alt do not. */
export function worksWhileTyping(shortcut: string): boolean {
  return /^(Ctrl|Alt|F\d)/.test(shortcut);
}

/** What answers to Space and Enter by itself: buttons, tabs, lines of lists and menus. */
const CONTROLS =
  "a[href], button, summary, input, select, textarea, [contenteditable], [role=button], [role=tab], [role=checkbox], [role=switch], [role=slider], [role=menu], [role=listbox], [role=tree], [role=grid]";

/** Space presses the control that has the focus; only elsewhere it is a shortcut. */
export function belongsToControl(shortcut: string, target: Pick<Element, "closest"> | undefined): boolean {
  return (shortcut === "Space" || shortcut === "Enter") && (target?.closest(CONTROLS) ?? null) !== null;
}

/** The browser keeps undo and redo of typed text to itself. */
export function belongsToText(shortcut: string): boolean {
  return ["Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Alt+Left", "Alt+Right"].includes(shortcut);
}
