/** Comparing from anywhere: the palette, the keys, the menus. */
import type { Command } from "../../state/commands.ts";
import { workspace } from "../../state/workspace.ts";
import { saveFile } from "../../state/save-file.ts";
import { message } from "../../messages/catalogue.ts";
import { selection } from "../../state/selection.ts";
import { addAbout } from "../changes/change-state.ts";
import {
  chosenDifferences,
  compare,
  hasDeviations,
  openCompare,
  shownDifferences,
  stepDifference,
} from "./compare-state.ts";
import { evidenceOfDifferences } from "./difference-evidence.ts";
import { differencesCsv } from "./difference-text.ts";

const hasDifferences = (): boolean => shownDifferences(compare.getState()).length > 0;

export const COMPARE_COMMANDS: readonly Command[] = [
  { id: "compare.open", titleKey: "command.compare", shortcut: "K", run: () => openCompare() },
  {
    id: "compare.next",
    titleKey: "command.compare-next",
    shortcut: "N",
    enabled: hasDifferences,
    run: () => stepDifference(1),
  },
  {
    id: "compare.previous",
    titleKey: "command.compare-previous",
    shortcut: "Shift+N",
    enabled: hasDifferences,
    run: () => stepDifference(-1),
  },
  {
    id: "compare.overlay",
    titleKey: "command.compare-overlay",
    shortcut: "O",
    enabled: () => workspace.getState().open.includes("compare"),
    checked: () => compare.getState().mode === "over",
    run: () => compare.setState(({ mode }) => ({ mode: mode === "over" ? "side" : "over" })),
  },
  {
    id: "compare.deviation",
    titleKey: "command.compare-deviation",
    enabled: () => workspace.getState().open.includes("compare") && hasDeviations(compare.getState()),
    checked: () => compare.getState().colour === "deviation",
    run: () =>
      compare.setState(({ colour }) => ({ colour: colour === "deviation" ? "changes" : "deviation" })),
  },
  {
    id: "compare.change-request",
    titleKey: "command.compare-change-request",
    enabled: hasDifferences,
    run: async () => {
      const state = compare.getState();
      const { names, partNumber = selection.getState().partNumber } = state;
      if (names === undefined) return;
      await addAbout(evidenceOfDifferences(chosenDifferences(state), names), {
        title: message("compare.change-title", { part: partNumber ?? "", ...names }),
        ...(partNumber === undefined ? {} : { partNumber }),
      });
    },
  },
  {
    id: "compare.export",
    titleKey: "command.compare-export",
    enabled: hasDifferences,
    run: () => {
      const { comparison, partNumber = "" } = compare.getState();
      if (comparison === undefined) return;
      const table = differencesCsv(comparison.differences);
      saveFile(new Blob([table], { type: "text/csv" }), `differences ${partNumber}`.trim(), "csv");
    },
  },
];
