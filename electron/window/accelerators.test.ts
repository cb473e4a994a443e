import { expect, test } from "vitest";
import { MENUS } from "../../shared/commands/menus.ts";
import { acceleratorOf } from "./accelerators.ts";

test.each([
  ["Ctrl+Shift+E", "CmdOrCtrl+Shift+E"],
  ["f", "f"],
  ["?", "?"],
  ["F11", "F11"],
  ["Alt+ArrowUp", "Alt+Up"],
  ["Space", "Space"],
  ["+", "Plus"],
  ["Ctrl++", "CmdOrCtrl+Plus"],
  ["Meta+1", "Super+1"],
  ["", undefined],
  ["Hyper+A", undefined],
  ["MediaPlayPause", undefined],
  ["ö", undefined],
  ["toString", undefined],
])("%s is %s", (shortcut, accelerator) => {
  expect(acceleratorOf(shortcut)).toBe(accelerator);
});

test("every key of a menu has one", () => {
  for (const { shortcut } of MENUS.flatMap(({ groups }) => groups.flatMap(({ commands }) => commands)))
    if (shortcut !== undefined) expect(acceleratorOf(shortcut), shortcut).toBeDefined();
});
