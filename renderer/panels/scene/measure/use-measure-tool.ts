/** The tool in hand: clicks and hovering of the view become what is measured, and faces are marked. */
import { useEffect, useState } from "react";
import { resolveTarget, type Target } from "../../../scene/measure/entity.ts";
import { snapMoved } from "../../../scene/measure/snap.ts";
import type { CanvasPlace } from "../../../scene/scene-tools.ts";
import type { ScenePick } from "../../../scene/picking/scene-pick.ts";
import type { Scene } from "../../../scene/scene-types.ts";
import { holdEscape } from "../../../state/escape.ts";
import { registerCommand } from "../../../state/commands.ts";
import { offerToViewpoint } from "../../../state/viewpoint-tools.ts";
import type { ShownModel } from "../use-model.ts";
import { measureCommands } from "./commands.ts";
import { measureInViewpoint } from "./measure-in-viewpoint.ts";
import { measureSteps, sameTarget, useMeasure } from "./measure-state.ts";

/** Around the pointer, where it just misses the model: CSS pixels. */
const AROUND = [
  [0, 0],
  [6, 0],
  [-6, 0],
  [0, 6],
  [0, -6],
] as const;

/** What the pointer is on; undefined where nothing could be picked. */
export function useMeasureTool(scene: Scene | undefined, shown: ShownModel | undefined): Target | undefined {
  const active = useMeasure((state) => state.active);
  const picks = useMeasure((state) => state.picks);
  const [hovered, setHovered] = useState<Target>();
  const product = shown?.summary.partNumber;
  useEffect(() => measureSteps.show(product), [product]);
  useEffect(() => {
    const removals = measureCommands({ scene, shown }).map(registerCommand);
    return () => removals.forEach((remove) => remove());
  }, [scene, shown]);
  useEffect(() => offerToViewpoint("measurements", measureInViewpoint), []);
  useEffect(() => {
    if (!active || scene === undefined || shown === undefined) return undefined;
    const { tools } = scene;
    const targetAt = (
      [x, y]: CanvasPlace,
      first: ScenePick | undefined,
      whole: boolean,
    ): Target | undefined => {
      const filter = whole ? "node" : measureSteps.store.getState().filter;
      for (const [right, down] of AROUND) {
        const pick = right === 0 && down === 0 ? first : scene.pick(x + right, y + down);
        if (pick === undefined) continue;
        return snapMoved(shown.model, tools, [x, y], pick, filter, scene.displacement(pick.node));
      }
      return undefined;
    };
    const release = tools.capture({
      click: (place, pick, additive) => {
        const target = targetAt(place, pick, additive);
        if (target === undefined) measureSteps.unpick();
        else measureSteps.pick(target);
      },
      hover: (place, pick) => {
        const target = place === undefined ? undefined : targetAt(place, pick, false);
        setHovered((before) =>
          before !== undefined && target !== undefined && sameTarget(before, target) ? before : target,
        );
      },
    });
    const letGo = holdEscape(() => measureSteps.setActive(false));
    return () => {
      release();
      letGo();
      setHovered(undefined);
    };
  }, [active, scene, shown]);
  useEffect(() => {
    if (scene === undefined || shown === undefined) return undefined;
    const faces = [...picks, ...(hovered === undefined ? [] : [hovered])].flatMap((target) => {
      const entity = target.kind === "face" ? resolveTarget(shown.model, target) : undefined;
      return entity === undefined ? [] : [{ node: entity.node, face: entity.target.index }];
    });
    scene.setMarks(faces);
    return () => scene.setMarks([]);
  }, [scene, shown, picks, hovered]);
  return hovered;
}
