/** What a person can do in the 3D view: menu, palette, shortcuts and toolbar run these. */
import { hasHiddenBodies } from "../../../shared/geometry/hidden-bodies.ts";
import type { MessageKey } from "../../messages/catalogue.ts";
import { message } from "../../messages/catalogue.ts";
import { STANDARD_VIEWS, type StandardView } from "../../scene/camera/camera-fit.ts";
import type { Scene } from "../../scene/scene-types.ts";
import type { Command } from "../../state/commands.ts";
import { explosion } from "../../state/explosion.ts";
import { selection } from "../../state/selection.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import {
  ALL_VISIBLE,
  hide,
  isAllVisible,
  toggleGhost,
  toggleIsolate,
  visibility,
  type Visibility,
} from "../../state/visibility.ts";
import { setOverlay } from "../../state/workspace.ts";
import { explosionSteps } from "./explosion-steps.ts";
import { selectedNodes } from "./scene-selection.ts";
import { selectionCommands } from "./selection-commands.ts";
import type { ShownModel } from "./use-model.ts";
import { visibilitySteps } from "./visibility-steps.ts";

export interface SceneContext {
  readonly scene: Scene | undefined;
  readonly shown: ShownModel | undefined;
}

/** The order that SolidWorks gives its numbers; plain keys, as browsers keep Ctrl with a number. */
const VIEW_KEYS: Readonly<Record<StandardView, string>> = {
  front: "1",
  back: "2",
  left: "3",
  right: "4",
  top: "5",
  bottom: "6",
  iso: "7",
};

/** Radians per press. */
const ROLL = Math.PI / 12;
const ROLLS = [
  { id: "roll-left", shortcut: "Q", by: -ROLL },
  { id: "roll-right", shortcut: "E", by: ROLL },
  { id: "upright", shortcut: "Shift+Q", by: undefined },
] as const;

export function sceneCommands({ scene, shown }: SceneContext): readonly Command[] {
  const ready = (): boolean => scene !== undefined && shown !== undefined;
  const targets = (): readonly number[] =>
    shown === undefined ? [] : selectedNodes(selection.getState(), shown.index);
  /** Some of the model, not all of it: hiding everything shows nothing. */
  const some = (): boolean => {
    const nodes = targets();
    return nodes.length > 0 && shown?.index.isWhole(nodes) === false;
  };
  const change = (
    id: "hide" | "isolate" | "ghost",
    shortcut: string,
    next: (state: Visibility, nodes: readonly number[]) => Visibility,
  ): Command => ({
    id: `scene.${id}`,
    titleKey: `command.${id}`,
    shortcut,
    enabled: some,
    run: () => {
      const nodes = targets();
      visibilitySteps.change(message(`command.${id}`), (state) => next(state, nodes));
    },
  });
  const fit = (id: string, titleKey: MessageKey, shortcut: string, selected: boolean): Command => ({
    id,
    titleKey,
    shortcut,
    enabled: () => ready() && (!selected || targets().length > 0),
    run: () => scene?.fit(selected ? targets() : undefined),
  });
  return [
    fit("scene.fit", "command.fit", "F", false),
    fit("scene.fit-selection", "command.fit-selection", "Shift+F", true),
    ...STANDARD_VIEWS.map((view): Command => ({
      id: `scene.view-${view}`,
      titleKey: `command.view-${view}`,
      shortcut: VIEW_KEYS[view],
      enabled: ready,
      run: () => scene?.view(view),
    })),
    {
      id: "scene.saved-views",
      titleKey: "command.saved-views",
      shortcut: "V",
      enabled: ready,
      run: () => setOverlay("views"),
    },
    {
      id: "scene.look-at-face",
      titleKey: "command.look-at-face",
      shortcut: "8",
      enabled: () => ready() && selection.getState().face !== undefined,
      run: () => {
        const { face } = selection.getState();
        if (face !== undefined) scene?.lookAt(face);
      },
    },
    ...ROLLS.map(({ id, shortcut, by }): Command => ({
      id: `scene.${id}`,
      titleKey: `command.${id}`,
      shortcut,
      enabled: ready,
      run: () => scene?.roll(by),
    })),
    change("isolate", "I", toggleIsolate),
    change("hide", "H", hide),
    change("ghost", "G", toggleGhost),
    {
      id: "scene.show-all",
      titleKey: "command.show-all",
      shortcut: "Shift+H",
      enabled: () => !isAllVisible(visibility.getState()),
      run: () =>
        visibilitySteps.change(message("command.show-all"), ({ hiddenBodies }) => ({
          ...ALL_VISIBLE,
          hiddenBodies,
        })),
    },
    {
      id: "scene.hidden-bodies",
      titleKey: "command.hidden-bodies",
      enabled: () => ready() && shown !== undefined && hasHiddenBodies(shown.model),
      checked: () => visibility.getState().hiddenBodies,
      run: () =>
        visibilitySteps.change(message("command.hidden-bodies"), (state) => ({
          ...state,
          hiddenBodies: !state.hiddenBodies,
        })),
    },
    {
      id: "scene.explode",
      titleKey: "command.explode",
      shortcut: "X",
      enabled: ready,
      checked: () => explosion.getState().open || explosion.getState().share > 0,
      run: () => explosion.setState(({ open }) => ({ open: !open })),
    },
    {
      id: "scene.explode-all",
      titleKey: "command.explode-all",
      shortcut: "Shift+X",
      enabled: ready,
      run: () => explosionSteps.change(explosion.getState().share === 0 ? 1 : 0),
    },
    {
      id: "scene.projection",
      titleKey: "command.projection",
      shortcut: "P",
      checked: () => settings.getState().values.projection === "orthographic",
      run: () => {
        const { projection } = settings.getState().values;
        changeSettings({ projection: projection === "orthographic" ? "perspective" : "orthographic" });
      },
    },
    {
      id: "scene.save-picture",
      titleKey: "command.export",
      shortcut: "Ctrl+Shift+S",
      enabled: ready,
      run: () => setOverlay("export"),
    },
    ...selectionCommands(shown),
  ];
}
