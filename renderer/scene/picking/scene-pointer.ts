/** The pointer over the scene: what it clicks, rests on and draws a box around; tools come before the selection. */
import type { MouseDrags, MousePreset } from "../camera/mouse-presets.ts";
import type { Navigation } from "../camera/navigation.ts";
import { connectPointer, type PointerBox } from "../camera/pointer-input.ts";
import { createListeners, type Listeners } from "../listeners.ts";
import type { CanvasPlace, ToolStack } from "../scene-tools.ts";
import type { BoxDrag, PickEvent } from "../scene-types.ts";
import type { ScenePick } from "./scene-pick.ts";

export interface ScenePointer {
  readonly onPick: Listeners<PickEvent>["add"];
  readonly onBox: Listeners<PointerBox>["add"];
  readonly onHover: Listeners<ScenePick | undefined>["add"];
  readonly setPreset: (preset: MousePreset | MouseDrags) => void;
  readonly setBoxDrag: (when: BoxDrag) => void;
  /** What is under the pointer may be another one: it is looked for with the next frame. */
  readonly lookAgain: () => void;
  /** Finds what the pointer rests on, where that is wanted; once a frame, while nothing moves. */
  readonly look: () => void;
  readonly dispose: () => void;
}

export interface ScenePointerParts {
  readonly preset: MousePreset | MouseDrags;
  readonly navigation: Pick<Navigation, "begin" | "drag" | "zoomAt" | "fit">;
  readonly tools: Pick<ToolStack, "click" | "hover">;
  readonly pick: (x: number, y: number) => ScenePick | undefined;
  /** A frame is wanted. */
  readonly invalidate: () => void;
}

export function createScenePointer(canvas: HTMLCanvasElement, parts: ScenePointerParts): ScenePointer {
  const { navigation, tools, pick, invalidate } = parts;
  const picks = createListeners<PickEvent>();
  const boxes = createListeners<PointerBox>();
  const hovers = createListeners<ScenePick | undefined>();
  let { preset } = parts;
  let boxDrag: BoxDrag = "model";
  /** Where the pointer rests, and where what is under it has to be found. */
  let resting: CanvasPlace | undefined;
  let wanted: CanvasPlace | undefined;
  const disconnect = connectPointer(canvas, {
    preset: () => preset,
    isEmpty: (x, y) => pick(x, y) === undefined,
    begin: navigation.begin,
    drag: navigation.drag,
    zoom: navigation.zoomAt,
    drawsBox: (onEmpty) => boxDrag === "always" || (boxDrag === "empty" && onEmpty),
    box: boxes.tell,
    click: (x, y, additive) => {
      const hit = pick(x, y);
      if (!tools.click([x, y], hit, additive)) picks.tell({ pick: hit, additive });
    },
    doubleClick: (x, y) => {
      const hit = pick(x, y);
      navigation.fit(hit === undefined ? undefined : [hit.node]);
    },
    hover: (place) => {
      resting = place;
      wanted = place;
      if (place === undefined) {
        tools.hover(undefined, undefined);
        hovers.tell(undefined);
      } else invalidate();
    },
  });
  return {
    onPick: picks.add,
    onBox: boxes.add,
    onHover: hovers.add,
    setPreset: (next) => {
      preset = next;
    },
    setBoxDrag: (when) => {
      boxDrag = when;
    },
    lookAgain: () => {
      wanted = resting;
    },
    look: () => {
      if (wanted === undefined) return;
      const place = wanted;
      wanted = undefined;
      const hit = pick(...place);
      tools.hover(place, hit);
      hovers.tell(hit);
    },
    dispose: disconnect,
  };
}
