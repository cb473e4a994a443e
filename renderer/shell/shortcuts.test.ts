import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandRegistry, type Command } from "../state/commands.ts";
import { registerBaseCommands } from "./base-commands.ts";
import { belongsToControl, belongsToText, shortcutOf, worksWhileTyping, type KeyPress } from "./shortcuts.ts";

const press = (key: string, held = ""): KeyPress => ({
  key,
  ctrlKey: held.includes("ctrl"),
  metaKey: held.includes("meta"),
  altKey: held.includes("alt"),
  shiftKey: held.includes("shift"),
});

describe("a key press as a shortcut is written", () => {
  test.each([
    ["f", "", "F"],
    // Caps lock is no Shift.
    ["F", "", "F"],
    ["F", "shift", "Shift+F"],
    ["o", "ctrl", "Ctrl+O"],
    ["o", "meta", "Ctrl+O"],
    ["Z", "ctrl shift", "Ctrl+Shift+Z"],
    ["z", "ctrl shift", "Ctrl+Shift+Z"],
    ["ArrowLeft", "alt", "Alt+Left"],
    ["ArrowUp", "shift", "Shift+Up"],
    ["F6", "shift", "Shift+F6"],
    ["Delete", "ctrl alt", "Ctrl+Alt+Delete"],
    ["?", "shift", "?"],
    // On keyboards where the sign has a key of its own.
    ["?", "", "?"],
    ["1", "", "1"],
    [" ", "", "Space"],
    ["Escape", "", "Esc"],
    ["ü", "shift", "Shift+Ü"],
  ])("%j with %j is %s", (key, held, shortcut) => expect(shortcutOf(press(key, held))).toBe(shortcut));
});

describe("while somebody types", () => {
  test.each([
    ["F", false],
    ["Shift+F", false],
    ["?", false],
    ["Space", false],
    ["1", false],
    ["Ctrl+O", true],
    ["Alt+Left", true],
    ["F6", true],
  ])("%s works: %s", (shortcut, works) => expect(worksWhileTyping(shortcut)).toBe(works));

  test("undo, redo and moving by words stay with the text", () => {
    for (const shortcut of ["Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Alt+Left", "Alt+Right"])
      expect(belongsToText(shortcut)).toBe(true);
    expect(["Ctrl+K", "Ctrl+O", "F"].some(belongsToText)).toBe(false);
  });
});

describe("the commands of the frame", () => {
  let remove = (): void => undefined;
  const commands = (): readonly Command[] => [...commandRegistry.getState().commands.values()];
  beforeEach(() => (remove = registerBaseCommands()));
  afterEach(() => remove());

  test("no two have the same shortcut, and every shortcut can be pressed", () => {
    const shortcuts = commands().flatMap(({ shortcut }) => shortcut ?? []);
    expect(shortcuts.length).toBeGreaterThan(8);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
    const names: Readonly<Record<string, string>> = {
      Left: "ArrowLeft",
      Right: "ArrowRight",
      Esc: "Escape",
      Space: " ",
    };
    for (const shortcut of shortcuts) {
      const parts = shortcut.split("+");
      const key = parts.at(-1) ?? "";
      const held = parts.slice(0, -1).join(" ").toLowerCase();
      expect(shortcutOf(press(names[key] ?? key, held))).toBe(shortcut);
    }
  });

  test("all of them go when they are removed", () => {
    remove();
    expect(commands()).toEqual([]);
  });

  test("a redo has as many keys as people know", () => {
    const redo = commands().filter(({ titleKey }) => titleKey === "command.redo");
    expect(redo.map(({ shortcut, hidden }) => [shortcut, hidden === true])).toEqual([
      ["Ctrl+Y", false],
      ["Ctrl+Shift+Z", true],
    ]);
  });
});

test("Space presses the control that has the focus, and is a shortcut elsewhere", () => {
  const control = { closest: () => ({}) } as unknown as Element;
  const view = { closest: () => null } as unknown as Element;
  expect(belongsToControl("Space", control)).toBe(true);
  expect(belongsToControl("F", control)).toBe(false);
  expect(belongsToControl("Space", view)).toBe(false);
  expect(belongsToControl("Space", undefined)).toBe(false);
});
