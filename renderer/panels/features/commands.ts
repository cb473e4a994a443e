/** Deciding about the active feature from anywhere: the palette, the keys, the menus. */
import type { Command } from "../../state/commands.ts";
import { cache } from "../../state/cache.ts";
import { faceLinks } from "../../state/face-links.ts";
import { confirmFaces, currentDecision, rejectFace } from "./decide.ts";
import { featureRowsNow } from "./use-feature-rows.ts";

const canDecide = (): boolean =>
  faceLinks.getState().active !== undefined && cache.getState().about?.readOnly !== true;

export const FEATURE_COMMANDS: readonly Command[] = [
  {
    id: "features.confirm",
    titleKey: "command.confirm-face",
    shortcut: "L",
    enabled: canDecide,
    run: async () => {
      const { model, active, chosen } = featureRowsNow();
      const decision = currentDecision(active, chosen);
      if (model !== undefined && decision !== undefined) await confirmFaces(model, [decision]);
    },
  },
  {
    id: "features.reject",
    titleKey: "command.reject-face",
    shortcut: "Shift+L",
    enabled: canDecide,
    run: async () => {
      const { model, active, chosen } = featureRowsNow();
      const decision = currentDecision(active, chosen);
      if (model !== undefined && decision !== undefined) await rejectFace(model, decision);
    },
  },
];
