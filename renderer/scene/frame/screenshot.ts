/** A picture of the view at any size, through the canvas itself: same passes, same smoothing. */
import type { WebGLRenderer } from "three";
import { alphaFromGrounds } from "./picture-alpha.ts";

/** What is behind the model: the view's own gradient, white paper, or nothing. */
export const PICTURE_GROUNDS = ["view", "white", "transparent"] as const;
export type PictureGround = (typeof PICTURE_GROUNDS)[number];

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * A PNG. Leaves the canvas at the picture's size: the caller resizes and draws it again.
 * @param draw draws at an aspect over the gradient, or over one colour
 * @param paint draws over the picture, in its pixels
 */
export async function takeScreenshot(
  webgl: WebGLRenderer,
  { width, height }: PictureSize,
  ground: PictureGround,
  draw: (aspect: number, over: "view" | "white" | "black") => void,
  paint?: (context: CanvasRenderingContext2D) => void,
): Promise<Blob> {
  webgl.setPixelRatio(1);
  webgl.setSize(width, height, false);
  const aspect = width / Math.max(1, height);
  if (ground !== "transparent") {
    draw(aspect, ground);
    // In the same task as the drawing: afterwards the browser may clear the buffer.
    if (paint === undefined) return toPng(webgl.domElement);
    const context = flat(width, height);
    context.drawImage(webgl.domElement, 0, 0);
    paint(context);
    return toPng(context.canvas);
  }
  // The canvas itself has no alpha: what shines through is the difference between two grounds.
  const on = (over: "white" | "black"): ImageData => {
    draw(aspect, over);
    const context = flat(width, height);
    context.drawImage(webgl.domElement, 0, 0);
    return context.getImageData(0, 0, width, height);
  };
  const black = on("black");
  alphaFromGrounds(black.data, on("white").data);
  const result = flat(width, height);
  result.putImageData(black, 0, 0);
  paint?.(result);
  return toPng(result.canvas);
}

function flat(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("The picture could not be made.");
  return context;
}

function toPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("The picture could not be made.")) : resolve(blob)),
      "image/png",
    );
  });
}
