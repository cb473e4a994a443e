/** Where tools attach to the scene: places and rays between model and canvas, and clicks before the selection. */
import { Vector3, type Camera } from "three";
import type { Bounds } from "../../shared/geometry/bounds.ts";
import type { Vector } from "./camera/orbit.ts";
import type { ScenePick } from "./picking/scene-pick.ts";

/** x, y in CSS pixels from the canvas' top left. */
export type CanvasPlace = readonly [x: number, y: number];

export interface PointerTool {
  readonly click: (place: CanvasPlace, pick: ScenePick | undefined, additive: boolean) => void;
  /** Undefined place: the pointer left. */
  readonly hover?: (place: CanvasPlace | undefined, pick: ScenePick | undefined) => void;
}

export interface SceneTools {
  /** Where a line between two points, mm, is in the canvas; undefined where it is behind the eye. */
  readonly segment: (from: Vector, to: Vector) => readonly [CanvasPlace, CanvasPlace] | undefined;
  readonly place: (point: Vector) => CanvasPlace | undefined;
  readonly ray: (x: number, y: number) => { readonly origin: Vector; readonly direction: Vector };
  /** Towards the eye from the middle of the view, unit. */
  readonly towardsEye: () => Vector;
  /** Of the whole model, mm; empty without one. */
  readonly box: () => Bounds;
  /** Of what is neither hidden nor cut away; the model's where nothing is left. */
  readonly drawnBox: () => Bounds;
  /** Until the answer is called, this tool gets the clicks; the last one that came goes first. */
  readonly capture: (tool: PointerTool) => () => void;
}

export interface ToolStack extends SceneTools {
  /** False where no tool took it. */
  readonly click: PointerToolAnswer;
  readonly hover: (place: CanvasPlace | undefined, pick: ScenePick | undefined) => void;
}

type PointerToolAnswer = (place: CanvasPlace, pick: ScenePick | undefined, additive: boolean) => boolean;

export interface ToolGround {
  readonly camera: () => Camera;
  readonly size: () => { readonly width: number; readonly height: number };
  readonly ray: SceneTools["ray"];
  readonly towardsEye: () => Vector;
  readonly box: () => Bounds;
  readonly drawnBox: () => Bounds;
}

export function createToolStack({ camera, size, ray, towardsEye, box, drawnBox }: ToolGround): ToolStack {
  const tools: PointerTool[] = [];
  const [a, b] = [new Vector3(), new Vector3()];
  const toCanvas = (point: Vector3, through: Camera): CanvasPlace => {
    point.applyMatrix4(through.projectionMatrix);
    const { width, height } = size();
    return [((point.x + 1) / 2) * width, ((1 - point.y) / 2) * height];
  };
  const segment: SceneTools["segment"] = (from, to) => {
    const through = camera();
    a.set(...from).applyMatrix4(through.matrixWorldInverse);
    b.set(...to).applyMatrix4(through.matrixWorldInverse);
    const near = "near" in through && typeof through.near === "number" ? -through.near : 0;
    // Only a view in perspective has something behind its eye.
    if (!("isOrthographicCamera" in through)) {
      if (a.z > near && b.z > near) return undefined;
      if (a.z > near) a.lerp(b, (a.z - near) / (a.z - b.z));
      else if (b.z > near) b.lerp(a, (b.z - near) / (b.z - a.z));
    }
    return [toCanvas(a, through), toCanvas(b, through)];
  };
  return {
    segment,
    place: (point) => segment(point, point)?.[0],
    ray,
    towardsEye,
    box,
    drawnBox,
    capture: (tool) => {
      tools.push(tool);
      return () => {
        const at = tools.indexOf(tool);
        if (at >= 0) tools.splice(at, 1);
      };
    },
    click: (place, pick, additive) => {
      const tool = tools.at(-1);
      tool?.click(place, pick, additive);
      return tool !== undefined;
    },
    hover: (place, pick) => tools.at(-1)?.hover?.(place, pick),
  };
}
