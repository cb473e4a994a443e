/** Every shortcut there is now, from the registry. */
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { message } from "../messages/catalogue.ts";
import { commandRegistry } from "../state/commands.ts";
import { Sheet } from "./sheet.tsx";

export function ShortcutSheet(): ReactNode {
  const commands = useStore(commandRegistry, (state) => state.commands);
  const rows = [...commands.values()].flatMap(({ id, titleKey, shortcut }) =>
    shortcut === undefined ? [] : [{ id, title: message(titleKey), shortcut }],
  );
  rows.push(
    { id: "f6", title: message("shortcuts.regions"), shortcut: "F6" },
    { id: "shift-f6", title: message("shortcuts.regions-back"), shortcut: "Shift+F6" },
  );
  return (
    <Sheet name={message("shortcuts.title")}>
      <h2 className="sheet-title">{message("shortcuts.title")}</h2>
      <dl className="shortcut-list">
        {rows.map(({ id, title, shortcut }) => (
          <div key={id}>
            <dt>{title}</dt>
            <dd>
              <kbd className="key">{shortcut}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
