/** The native menu of the desktop window runs the same commands as everything else, and shows a person's own keys. */
import { useEffect } from "react";
import { desktopBridge } from "../host/bridge.ts";
import { useStore } from "zustand";
import { runCommand } from "../state/commands.ts";
import { settings, useSettings } from "../state/settings.ts";

const NONE = {};

export function useDesktopMenu(): void {
  useEffect(() => desktopBridge()?.onMenu?.((command) => void runCommand(command)), []);
  const loaded = useStore(settings, (state) => state.loaded);
  const shortcuts = useSettings((values) => values.shortcuts) ?? NONE;
  const spaceMouse = useSettings((values) => values.spaceMouse) === true;
  useEffect(() => {
    if (loaded) desktopBridge()?.setPreferences?.({ shortcuts, spaceMouse });
  }, [loaded, shortcuts, spaceMouse]);
}
