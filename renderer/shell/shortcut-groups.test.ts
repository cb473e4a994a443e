import { expect, test } from "vitest";
import { MENUS } from "../../shared/commands/menus.ts";
import { grouped, groupOf } from "./shortcut-groups.ts";

const command = (id: string, shortcut?: string) => ({
  id,
  titleKey: "command.undo" as const,
  run: () => undefined,
  ...(shortcut === undefined ? {} : { shortcut }),
});

test("commands stand in the groups of what they are about, those with a key first", () => {
  const found = grouped([
    command("timeline.fit"),
    command("scene.fit", "F"),
    command("timeline.brush", "B"),
    command("edit.undo", "Ctrl+Z"),
  ]);
  expect(found.map(({ group, commands }) => [group, commands.map(({ id }) => id)])).toEqual([
    ["general", ["edit.undo"]],
    ["scene", ["scene.fit"]],
    ["timeline", ["timeline.brush", "timeline.fit"]],
  ]);
});

test("no command of the menus is general only because nobody gave it a group", () => {
  const general = ["file", "edit", "selection", "link", "theme", "help"];
  const ids = MENUS.flatMap(({ groups }) => groups.flatMap(({ commands }) => commands.map(({ id }) => id)));
  expect(ids.length).toBeGreaterThan(50);
  for (const id of ids)
    if (groupOf(id) === "general") expect(general, id).toContain(id.slice(0, id.indexOf(".")));
});
