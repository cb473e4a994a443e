/** Pulling the demo plant's cable and plugging it in again. */
import { currentHost } from "../host/host.ts";
import type { Command } from "../state/commands.ts";
import { demo } from "../state/demo.ts";

export const DEMO_COMMANDS: readonly Command[] = [
  {
    id: "demo.stop-plant",
    titleKey: "command.stop-demo",
    enabled: () => demo.getState().plant === "running",
    run: () => currentHost().demo.stopPlant({}),
  },
  {
    id: "demo.start-plant",
    titleKey: "command.start-demo",
    enabled: () => demo.getState().plant === "stopped",
    run: () => currentHost().demo.startPlant({}),
  },
];
