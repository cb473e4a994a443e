/** What a person can do with the measuring tool: menus, palette, shortcuts and its card run these. */
import { message } from "../../../messages/catalogue.ts";
import type { Target } from "../../../scene/measure/entity.ts";
import type { Vector } from "../../../scene/camera/orbit.ts";
import type { Command } from "../../../state/commands.ts";
import { selection } from "../../../state/selection.ts";
import type { SceneContext } from "../commands.ts";
import { selectedNodes } from "../scene-selection.ts";
import type { ShownModel } from "../use-model.ts";
import { copyMeasurements } from "./copy.ts";
import { measureSteps } from "./measure-state.ts";
import { deflectionOf } from "./measurer.ts";

export function measureCommands({ scene, shown }: SceneContext): readonly Command[] {
  const { store, setActive, pick, remove } = measureSteps;
  const ready = (): boolean => scene !== undefined && shown !== undefined;
  const hasKept = (): boolean => store.getState().kept.length > 0;
  return [
    {
      id: "measure.toggle",
      titleKey: "command.measure",
      shortcut: "M",
      enabled: ready,
      checked: () => store.getState().active,
      run: () => setActive(!store.getState().active),
    },
    {
      id: "measure.selection",
      titleKey: "command.measure-selection",
      shortcut: "Shift+M",
      enabled: () => shown !== undefined && selectedTargets(shown).length > 0,
      run: () => {
        if (shown === undefined) return;
        const targets = selectedTargets(shown);
        const { active, picks } = store.getState();
        if (!active) setActive(true);
        // One selected after the other: the second joins the first.
        else if (targets.length > 1 || picks.length > 1) measureSteps.unpick();
        targets.forEach(pick);
      },
    },
    {
      id: "measure.copy",
      titleKey: "command.measure-copy",
      enabled: hasKept,
      run: async () => {
        if (shown === undefined || scene === undefined) return;
        await copyMeasurements(shown.model, store.getState().kept, deflectionOf(scene.tools.box()));
      },
    },
    {
      id: "measure.clear",
      titleKey: "command.measure-clear",
      enabled: hasKept,
      run: () => remove(message("measure.step.clear")),
    },
  ];
}

/** The selected face, else one or two selected occurrences; more than two are no pair. */
function selectedTargets({ model, index }: ShownModel): readonly Target[] {
  const { face } = selection.getState();
  const meshOf = (node: number) => model.parts[model.nodes[node]?.part ?? -1]?.mesh;
  const corner = (node: number, at: number): Vector => {
    const mesh = meshOf(node);
    const vertex = mesh?.indices[at] ?? 0;
    const [x = 0, y = 0, z = 0] = mesh?.positions.subarray(vertex * 3, vertex * 3 + 3) ?? [];
    return [x, y, z];
  };
  if (face !== undefined) {
    const path = model.nodes[face.node]?.path;
    const range = meshOf(face.node)?.faces[face.face];
    if (path === undefined || range === undefined) return [];
    return [{ kind: "face", path, index: face.face, at: corner(face.node, range.first * 3) }];
  }
  const nodes = selectedNodes(selection.getState(), index);
  if (nodes.length > 2) return [];
  return nodes.flatMap((node): Target[] => {
    const path = model.nodes[node]?.path;
    return path === undefined ? [] : [{ kind: "node", path, index: 0, at: corner(node, 0) }];
  });
}
