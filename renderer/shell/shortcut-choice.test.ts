import { expect, test } from "vitest";
import { chosenShortcut, conflictsOf } from "./shortcut-choice.ts";

const press = (key: string, more: object = {}): Parameters<typeof chosenShortcut>[0] => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test("a key with what is held is a shortcut, held keys alone are none yet", () => {
  expect(chosenShortcut(press("k", { ctrlKey: true, shiftKey: true }))).toEqual({
    shortcut: "Ctrl+Shift+K",
    kept: false,
  });
  expect(chosenShortcut(press("Control", { ctrlKey: true }))).toBeUndefined();
});

test("keys that move the focus, close or type keep their meaning", () => {
  for (const key of ["Tab", "Escape", "Enter", " ", "ArrowLeft", "F6", "Delete"])
    expect(chosenShortcut(press(key))?.kept).toBe(true);
  expect(chosenShortcut(press("ArrowLeft", { altKey: true }))?.kept).toBe(false);
});

test("two commands with one key are told apart by name", () => {
  const command = (id: string, shortcut: string) => ({
    id,
    titleKey: "command.undo" as const,
    shortcut,
    run: () => undefined,
  });
  const commands = [command("a", "F"), command("b", "F"), command("c", "G")];
  expect(conflictsOf("a", "F", commands).map(({ id }) => id)).toEqual(["b"]);
  expect(conflictsOf("a", "H", commands)).toEqual([]);
  expect(conflictsOf("a", undefined, commands)).toEqual([]);
});
