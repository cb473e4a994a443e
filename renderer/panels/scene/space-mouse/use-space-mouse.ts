/** The 3D mouse of this page, while its switch is on, moves the view. */
import { useEffect } from "react";
import type { Scene } from "../../../scene/scene-types.ts";
import { runCommand } from "../../../state/commands.ts";
import { useSettings } from "../../../state/settings.ts";
import { hidOf } from "./hid.ts";
import { createSpaceMouse, type SpaceMouse } from "./space-mouse.ts";

const hid = typeof navigator === "undefined" ? undefined : hidOf(navigator);
/** Undefined where the browser has no WebHID. */
export const spaceMouse: SpaceMouse | undefined = hid === undefined ? undefined : createSpaceMouse(hid);

/** What the two buttons that every model has do. */
const COMMANDS: Readonly<Record<number, string>> = { 1: "scene.fit", 2: "help.search" };

export function useSpaceMouse(scene: Scene | undefined): void {
  const on = useSettings((values) => values.spaceMouse) === true;
  useEffect(() => {
    if (!on || spaceMouse === undefined) return undefined;
    void spaceMouse.start();
    return () => void spaceMouse.stop();
  }, [on]);
  useEffect(() => {
    if (scene === undefined) return undefined;
    const stopCap = spaceMouse?.onCap(scene.setCap);
    const stopButton = spaceMouse?.onButton((button) => {
      const command = COMMANDS[button];
      if (command !== undefined) runCommand(command);
    });
    return () => {
      stopCap?.();
      stopButton?.();
    };
  }, [scene]);
}
