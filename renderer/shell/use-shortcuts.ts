/** Listens for the keys of the command registry on the whole page. */
import { useEffect } from "react";
import { commandRegistry, runCommand, setShortcuts } from "../state/commands.ts";
import { useSettings } from "../state/settings.ts";
import { workspace } from "../state/workspace.ts";
import { cycleRegions } from "./cycle-regions.ts";
import { belongsToControl, belongsToText, shortcutOf, worksWhileTyping } from "./shortcuts.ts";

export function useShortcuts(): void {
  const own = useSettings((values) => values.shortcuts);
  useEffect(() => setShortcuts(own ?? {}), [own]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (event.key === "F6") {
        event.preventDefault();
        cycleRegions(event.shiftKey ? -1 : 1);
        return;
      }
      const shortcut = shortcutOf(event);
      const typing = isTextField(event.target);
      if (typing && (!worksWhileTyping(shortcut) || belongsToText(shortcut))) return;
      if (belongsToControl(shortcut, event.target instanceof Element ? event.target : undefined)) return;
      if (workspace.getState().overlay !== undefined && !worksWhileTyping(shortcut)) return;
      for (const command of commandRegistry.getState().commands.values()) {
        if (command.shortcut !== shortcut) continue;
        if (!runCommand(command.id)) continue;
        event.preventDefault();
        return;
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  ) {
    return true;
  }
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "file"].includes(target.type);
}
