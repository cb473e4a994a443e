/** Keeps the drawing buffer as large as the canvas is shown, on screens of any density. */
import type { WebGLRenderer } from "three";
import { onPixelRatio } from "./pixel-ratio.ts";

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface CanvasSize {
  /** 1 × 1 until the canvas has a place on the page. */
  readonly size: () => Size;
  readonly aspect: () => number;
  /** Measures the canvas now; nothing where it has no place. */
  readonly resize: () => void;
  /** Also after a lost context, which forgets it. */
  readonly fill: () => void;
  readonly dispose: () => void;
}

/**
 * Resizes from when `resize` is called first.
 * @param changed after each change; the pixel ratio, and whether it is the first size
 */
export function createCanvasSize(
  canvas: HTMLCanvasElement,
  webgl: WebGLRenderer,
  changed: (size: Size, ratio: number, isFirst: boolean) => void,
): CanvasSize {
  let size: Size = { width: 1, height: 1 };
  /**
   * Where a screen's pixels are no whole CSS pixels, three.js rounds the canvas down and what is drawn of it to the nearest:
   * a picture drawn beside it would be another one by a part of a pixel, and so would the one after a lost context.
   */
  const fill = (): void => {
    const ratio = webgl.getPixelRatio();
    webgl.setViewport(0, 0, canvas.width / ratio, canvas.height / ratio);
  };
  const resize = (): void => {
    const ratio = canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1;
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    const isFirst = size.width === 1;
    size = { width: clientWidth, height: clientHeight };
    webgl.setPixelRatio(ratio);
    webgl.setSize(clientWidth, clientHeight, false);
    fill();
    changed(size, ratio, isFirst);
  };
  const observer = new ResizeObserver(resize);
  observer.observe(canvas);
  const stopRatio = onPixelRatio(canvas, resize);
  return {
    size: () => size,
    aspect: () => size.width / Math.max(1, size.height),
    resize,
    fill,
    dispose: () => {
      observer.disconnect();
      stopRatio();
    },
  };
}
