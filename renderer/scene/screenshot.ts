/** A picture of the view at any size, through the canvas itself: same passes, same smoothing. */
import type { WebGLRenderer } from "three";

/** Leaves the canvas at the picture's size: the caller resizes and draws it again. */
export function takeScreenshot(
  webgl: WebGLRenderer,
  { width, height }: { readonly width: number; readonly height: number },
  draw: (aspect: number) => void,
): Promise<Blob> {
  webgl.setPixelRatio(1);
  webgl.setSize(width, height, false);
  draw(width / Math.max(1, height));
  // In the same task as the drawing: afterwards the browser may clear the buffer.
  return new Promise((resolve, reject) => {
    webgl.domElement.toBlob(
      (blob) => (blob === null ? reject(new Error("The picture could not be made.")) : resolve(blob)),
      "image/png",
    );
  });
}
