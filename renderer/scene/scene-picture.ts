/** Pictures of the scene for a report or a file: the view at another size, with what tools draw over it. */
import type { Camera, WebGLRenderer } from "three";
import type { Size } from "./frame/canvas-size.ts";
import type { SceneMaterials } from "./frame/materials.ts";
import { takeScreenshot, type PictureGround } from "./frame/screenshot.ts";
import { createToolStack, type ToolGround } from "./scene-tools.ts";
import type { Scene } from "./scene-types.ts";

export interface ScenePictureParts {
  readonly webgl: WebGLRenderer;
  readonly materials: Pick<SceneMaterials, "setView">;
  readonly tools: ToolGround;
  /** Of an aspect. */
  readonly camera: (aspect: number) => Camera;
  readonly draw: (aspect: number, over: "view" | "white" | "black") => void;
  /** Ends what is under way in the view. */
  readonly begin: () => void;
  /** The canvas is the view's again. */
  readonly end: () => void;
}

export function createScreenshots(parts: ScenePictureParts): Scene["screenshot"] {
  const { webgl, materials, tools, camera, draw, begin, end } = parts;
  return (width: number, height: number, ground: PictureGround = "view", paint) => {
    begin();
    // What tools draw has the size that it has in the view.
    const scale = height / Math.max(1, tools.size().height);
    const size: Size = { width: width / scale, height: height / scale };
    const aspect = width / Math.max(1, height);
    const inPicture = createToolStack({ ...tools, camera: () => camera(aspect), size: () => size });
    const over = (context: CanvasRenderingContext2D): void => {
      context.scale(scale, scale);
      paint?.(context, inPicture);
    };
    return takeScreenshot(
      webgl,
      { width, height },
      ground,
      (ratioOfSides, behind) => {
        materials.setView(height, 1);
        draw(ratioOfSides, behind);
      },
      paint === undefined ? undefined : over,
    ).finally(end);
  };
}
