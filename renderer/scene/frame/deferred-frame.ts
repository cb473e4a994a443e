/**
 * A frame that is drawn beside the canvas and brought there once it is whole. Without a graphics card the page waits for
 * everything that it has drawn into a canvas (measured: 0.7 s for three million triangles); for what it draws elsewhere
 * it can be told when that is done (fences: OpenGL ES 3.0.6, 4.1.2) and goes on meanwhile.
 */
import {
  NearestFilter,
  SRGBColorSpace,
  Vector2,
  WebGLRenderTarget,
  type IUniform,
  type Texture,
  type WebGLRenderer,
} from "three";
import { createScreenPass } from "./screen-pass.ts";
import { COPY_FRAGMENT } from "./shaders.ts";

export interface DeferredFrame {
  /**
   * Begins a frame; one that is not on the canvas yet is given up.
   * @param steps draws a part of it with each; the next is asked for once the one before has been drawn
   */
  readonly begin: (steps: Iterator<void>, shown: () => void) => void;
  readonly isDrawing: () => boolean;
  /** What is being drawn never comes to the canvas. */
  readonly giveUp: () => void;
  /** As `giveUp`; and the picture beside the canvas, which takes some tens of megabytes, is made anew if needed. */
  readonly free: () => void;
  readonly dispose: () => void;
}

/** How often it is asked whether a step has been drawn, ms. */
const ASK = 4;

export function createDeferredFrame(webgl: WebGLRenderer): DeferredFrame {
  const gl = webgl.getContext() as WebGL2RenderingContext;
  const picture: IUniform<Texture | undefined> = { value: undefined };
  const pass = createScreenPass(COPY_FRAGMENT, { picture }, false);
  const size = new Vector2();
  let target: WebGLRenderTarget | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let fence: WebGLSync | null = null;

  const giveUp = (): void => {
    clearTimeout(timer);
    timer = undefined;
    gl.deleteSync(fence);
    fence = null;
  };
  const free = (): void => {
    giveUp();
    target?.dispose();
    target = undefined;
  };
  const step = (into: WebGLRenderTarget, steps: Iterator<void>, shown: () => void): void => {
    const before = webgl.getRenderTarget();
    webgl.setRenderTarget(into);
    let isDone: boolean;
    try {
      isDone = steps.next().done === true;
    } finally {
      // Whatever went wrong with this frame, the next one goes to the canvas.
      webgl.setRenderTarget(before);
    }
    if (isDone) {
      picture.value = into.texture;
      pass.render(webgl);
      shown();
      return;
    }
    fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    const ask = (): void => {
      timer = undefined;
      if (fence !== null && gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) {
        timer = setTimeout(ask, ASK);
        return;
      }
      giveUp();
      step(into, steps, shown);
    };
    timer = setTimeout(ask, ASK);
  };
  return {
    begin: (steps, shown) => {
      giveUp();
      webgl.getDrawingBufferSize(size);
      target ??= createPicture(gl);
      if (target.width !== size.x || target.height !== size.y) target.setSize(size.x, size.y);
      step(target, steps, shown);
    },
    isDrawing: () => timer !== undefined,
    giveUp,
    free,
    dispose: () => {
      free();
      pass.dispose();
    },
  };
}

/** As the canvas: as many samples, and colours as they are shown. */
function createPicture(gl: WebGL2RenderingContext): WebGLRenderTarget {
  const picture = new WebGLRenderTarget(1, 1, {
    minFilter: NearestFilter,
    magFilter: NearestFilter,
    colorSpace: SRGBColorSpace,
    // The bytes as they are: else they would count as linear once they are read.
    internalFormat: "RGBA8",
    depthBuffer: true,
    generateMipmaps: false,
    samples: Number(gl.getParameter(gl.SAMPLES)),
  });
  // three.js draws in linear colours into a target, and in shown ones into those of a headset: with these the programs
  // are the canvas' own, and colours mix as they do there.
  Object.assign(picture, { isXRRenderTarget: true });
  return picture;
}
