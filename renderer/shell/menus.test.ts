import { afterEach, beforeEach, expect, test } from "vitest";
import { MENUS, MOUSE_COMMANDS, VIEW_COMMANDS, WITHOUT_MENU } from "../../shared/commands/menus.ts";
import { PANELS } from "../../shared/commands/panels.ts";
import { sceneCommands } from "../panels/scene/commands.ts";
import { measureCommands } from "../panels/scene/measure/commands.ts";
import { sectionCommands } from "../panels/scene/section/commands.ts";
import { alignCommands } from "../panels/timeline/alignment.ts";
import { drawingCommands } from "../panels/timeline/drawing-commands.ts";
import { laneCommands } from "../panels/timeline/lane-commands.ts";
import { commandRegistry, registerCommand, type Command } from "../state/commands.ts";
import { registerBaseCommands } from "./base-commands.ts";

const LISTED = MENUS.flatMap(({ groups }) => groups.flatMap(({ commands }) => commands));

let removals: (() => void)[] = [];
beforeEach(() => {
  const nothing = { scene: undefined, shown: undefined };
  const panels = [
    ...sceneCommands(nothing),
    ...sectionCommands(nothing),
    ...measureCommands(nothing),
    ...laneCommands(),
    ...drawingCommands(() => undefined),
    ...alignCommands(),
  ];
  removals = [registerBaseCommands(), ...panels.map(registerCommand)];
});
afterEach(() => removals.forEach((remove) => remove()));
const registered = (): readonly Command[] => [...commandRegistry.getState().commands.values()];

test("every command stands in exactly one menu, or is named as one that needs none", () => {
  expect([...LISTED.map(({ id }) => id), ...WITHOUT_MENU].toSorted()).toEqual(
    registered()
      .map(({ id }) => id)
      .toSorted(),
  );
});

test("menus say what the registry says: the same title and the same key", () => {
  for (const { id, titleKey, shortcut } of LISTED) {
    const command = commandRegistry.getState().commands.get(id);
    expect([id, command?.titleKey, command?.shortcut]).toEqual([id, titleKey, shortcut]);
  }
});

test("lists that are shown elsewhere too are whole", () => {
  expect(LISTED.filter(({ id }) => id.startsWith("scene.view-"))).toEqual(VIEW_COMMANDS);
  expect(LISTED.filter(({ id }) => id.startsWith("mouse."))).toEqual(MOUSE_COMMANDS);
  const panels = LISTED.filter(({ id }) => id.startsWith("panel.") && id !== "panel.reset");
  expect(panels.map(({ id }) => id)).toEqual(PANELS.map((panel) => `panel.${panel}`));
});

test("no two commands have the same key", () => {
  const keys = registered().flatMap(({ shortcut }) => shortcut ?? []);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

test("a section across each axis has a key, the same for all but its letter", () => {
  const keys = ["x", "y", "z"].map(
    (axis) => commandRegistry.getState().commands.get(`section.add-${axis}`)?.shortcut,
  );
  expect(keys).toEqual(["Alt+Shift+X", "Alt+Shift+Y", "Alt+Shift+Z"]);
});
