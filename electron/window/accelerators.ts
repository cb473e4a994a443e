/** A shortcut as the page writes it, as Electron's menus want it; undefined where they have no word for the key. */

/** By the page's names: KeyboardEvent.key. Others have one character, or are F1 to F24. */
const KEYS: Readonly<Record<string, string>> = {
  Space: "Space",
  Tab: "Tab",
  Enter: "Return",
  Escape: "Esc",
  Backspace: "Backspace",
  Delete: "Delete",
  Insert: "Insert",
  Home: "Home",
  End: "End",
  PageUp: "PageUp",
  PageDown: "PageDown",
  Up: "Up",
  Down: "Down",
  Left: "Left",
  Right: "Right",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
};
const MODIFIERS: Readonly<Record<string, string>> = {
  Ctrl: "CmdOrCtrl",
  Alt: "Alt",
  Shift: "Shift",
  Meta: "Super",
};

/** An unknown word would end the building of the whole menu, so none gets there. */
export function acceleratorOf(shortcut: string): string | undefined {
  // The last one may be the plus itself.
  const at = shortcut.endsWith("+") ? shortcut.length - 1 : shortcut.lastIndexOf("+") + 1;
  const key = keyOf(shortcut.slice(at));
  const modifiers = shortcut
    .slice(0, at)
    .split("+")
    .filter((word) => word !== "")
    .map((word) => MODIFIERS[word]);
  return key === undefined || modifiers.includes(undefined) ? undefined : [...modifiers, key].join("+");
}

function keyOf(key: string): string | undefined {
  if (key === "+") return "Plus";
  if (/^[!-~]$/.test(key) || /^F([1-9]|1\d|2[0-4])$/.test(key)) return key;
  return Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
}
