/** What a person can do with the section: menus, palette, shortcuts and its own card run these. */
import { message, type MessageKey } from "../../../messages/catalogue.ts";
import { dot } from "../../../scene/camera/orbit.ts";
import { centreOfBounds } from "../../../../shared/geometry/bounds.ts";
import type { Command } from "../../../state/commands.ts";
import { selection } from "../../../state/selection.ts";
import type { SceneContext } from "../commands.ts";
import { axisCut, canAdd, withCut, type Cut, type CutKind } from "./cuts.ts";
import { faceCut } from "./face-plane.ts";
import { sectionSteps } from "./section-state.ts";

/** With Shift alone two of the letters do other things. */
const KEYS: Readonly<Partial<Record<CutKind, string>>> = {
  x: "Alt+Shift+X",
  y: "Alt+Shift+Y",
  z: "Alt+Shift+Z",
};

export function sectionCommands({ scene, shown }: SceneContext): readonly Command[] {
  const { store, change, setOpen } = sectionSteps;
  const cuts = (): readonly Cut[] => store.getState().cuts;
  const ready = (): boolean => scene !== undefined && shown !== undefined;
  const isOn = (): boolean => cuts().some(({ on }) => on);
  const made = (kind: CutKind): Omit<Cut, "id"> | undefined => {
    if (scene === undefined || shown === undefined) return undefined;
    const towardsEye = scene.tools.towardsEye();
    // What is hidden may lie far away: a plane through the middle of all would cut away what is seen.
    const box = scene.tools.drawnBox();
    if (kind === "face") return faceCut(shown.model, selection.getState().face);
    if (kind !== "view") return axisCut(kind, box, towardsEye);
    const zero = dot(centreOfBounds(box), towardsEye);
    return { kind, direction: towardsEye, zero, offset: 0, flipped: false, on: true };
  };
  const add = (kind: CutKind): void => {
    const cut = made(kind);
    if (cut === undefined) return;
    setOpen(true);
    change(message("section.step.add"), (before) => withCut(before, cut));
  };
  const adding = (kind: CutKind): Command => {
    const titleKey: MessageKey = `command.section-${kind}`;
    const shortcut = KEYS[kind];
    return {
      id: `section.add-${kind}`,
      titleKey,
      ...(shortcut === undefined ? {} : { shortcut }),
      enabled: () => ready() && canAdd(cuts()) && (kind !== "face" || made("face") !== undefined),
      run: () => add(kind),
    };
  };
  return [
    {
      id: "section.toggle",
      titleKey: "command.section",
      shortcut: "S",
      enabled: ready,
      checked: isOn,
      run: () => {
        if (isOn()) {
          setOpen(false);
          change(message("section.step.off"), (before) => before.map((cut) => ({ ...cut, on: false })));
        } else if (cuts().length > 0) {
          setOpen(true);
          change(message("section.step.on"), (before) => before.map((cut) => ({ ...cut, on: true })));
        } else add(facing(scene?.tools.towardsEye() ?? [0, -1, 0]));
      },
    },
    ...(["x", "y", "z", "face", "view"] as const).map(adding),
    {
      id: "section.flip",
      titleKey: "command.section-flip",
      enabled: () => ready() && isOn(),
      run: () =>
        change(message("section.step.flip"), (before) =>
          before.map((cut) => (cut.on ? { ...cut, flipped: !cut.flipped } : cut)),
        ),
    },
    {
      id: "section.clear",
      titleKey: "command.section-clear",
      shortcut: "Shift+S",
      enabled: () => cuts().length > 0,
      run: () => {
        setOpen(false);
        change(message("section.step.clear"), () => []);
      },
    },
  ];
}

/** The axis that looks most at the eye: its cut face is seen best. Of equal ones the front. */
function facing(towardsEye: readonly [number, number, number]): "x" | "y" | "z" {
  const [x, y, z] = towardsEye.map(Math.abs) as [number, number, number];
  if (y >= x - 1e-9 && y >= z - 1e-9) return "y";
  return x >= z ? "x" : "z";
}
