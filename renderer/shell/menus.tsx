/** The menu buttons of the top bar, filled from the command registry. */
import type { ReactNode } from "react";
import { MOUSE_PRESETS } from "../../shared/contract/settings.ts";
import { message, type MessageKey } from "../messages/catalogue.ts";
import { PANELS } from "../state/workspace.ts";
import { CommandMenu, type MenuGroup } from "./command-menu.tsx";

export const VIEW_COMMANDS = ["iso", "front", "back", "left", "right", "top", "bottom"].map(
  (view) => `scene.view-${view}`,
);
export const MOUSE_COMMANDS = MOUSE_PRESETS.map((preset) => `mouse.${preset}`);

const MENUS: readonly { readonly titleKey: MessageKey; readonly groups: readonly MenuGroup[] }[] = [
  {
    titleKey: "menu.file",
    groups: [
      { ids: ["file.open-files", "file.open-folder"] },
      { ids: ["source.add", "source.sync", "change.new", "change.add-evidence"] },
      { ids: ["file.imports", "scene.save-picture"] },
    ],
  },
  {
    titleKey: "menu.edit",
    groups: [
      { ids: ["edit.undo", "edit.redo"] },
      { ids: ["select.all-occurrences", "select.parent", "select.nothing"] },
      { ids: ["selection.back", "selection.forward", "selection.clear-brush", "selection.scope"] },
    ],
  },
  {
    titleKey: "menu.view",
    groups: [
      { ids: ["scene.fit", "scene.fit-selection", "scene.projection", "colour.fail-rate"] },
      { ids: ["scene.isolate", "scene.hide", "scene.ghost", "scene.show-all"] },
      { titleKey: "menu.views", ids: VIEW_COMMANDS },
      { titleKey: "menu.mouse", ids: MOUSE_COMMANDS },
    ],
  },
  {
    titleKey: "menu.window",
    groups: [
      { titleKey: "menu.panels", ids: PANELS.map((panel) => `panel.${panel}`) },
      { ids: ["panel.reset"] },
      { titleKey: "menu.theme", ids: ["theme.system", "theme.dark", "theme.light"] },
    ],
  },
  { titleKey: "menu.help", groups: [{ ids: ["help.shortcuts", "help.about"] }] },
];

export function Menus(): ReactNode {
  return (
    <nav className="menus" aria-label={message("menu.name")}>
      {MENUS.map(({ titleKey, groups }) => (
        <CommandMenu key={titleKey} label={message(titleKey)} groups={groups} />
      ))}
    </nav>
  );
}
