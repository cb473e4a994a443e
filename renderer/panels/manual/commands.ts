/** The manual from anywhere. */
import type { Command } from "../../state/commands.ts";
import { explanationHere } from "./explains.ts";
import { openManual } from "./opened.ts";

export const MANUAL_COMMANDS: readonly Command[] = [
  {
    id: "help.manual",
    titleKey: "command.manual",
    shortcut: "F1",
    run: () => openManual(explanationHere(document.activeElement)),
  },
];
