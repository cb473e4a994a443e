/** The native menu of the desktop window runs the same commands as everything else. */
import { useEffect } from "react";
import { desktopBridge } from "../host/bridge.ts";
import { runCommand } from "../state/commands.ts";

export function useDesktopMenu(): void {
  useEffect(() => desktopBridge()?.onMenu?.((command) => void runCommand(command)), []);
}
