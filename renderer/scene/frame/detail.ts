/**
 * Whether a frame is drawn with the coarse forms of large meshes. A view that moves has to keep up with the hand: where
 * whole frames take too long, it is drawn coarse until it rests, then whole again.
 */
import type { WebGLRenderer } from "three";

/** Above this from frame to frame a hand feels the picture lag, ms. */
const SLOW = 34;
/** Of frames in a row: one slow frame may have another reason. */
const SLOW_FRAMES = 3;
/** Up to that many a processor draws as fast as a hand moves, and before the window stands for 50 ms. */
const FEW_TRIANGLES = 50_000;
/** A pause that is no longer belongs to the movement, ms. */
export const REST = 180;

/** What of a frame is drawn by coarse forms. The outline of a selection is no wider for it than its own line. */
export type Coarse = "nothing" | "outline" | "everything";

export interface Detail {
  /** Another model of so many triangles: on the screen soon, and how long its whole frames take is not known. */
  readonly begin: (triangles: number) => void;
  /** @param now ms @param moves the view, or the model in it, is another than in the frame before */
  readonly coarse: (now: number, moves: boolean) => Coarse;
  /** Of a frame that can't wait, as that of a canvas whose size has changed: as of a view that moves, but no lag. */
  readonly hurried: (now: number) => Coarse;
  /** There is no graphics card, and the window would stand while a frame of this model is drawn into the canvas. */
  readonly isSlow: () => boolean;
  /** How much of coarse frames of so many triangles is drawn, 0…1: of each neighbourhood its largest parts. */
  readonly share: (triangles: number) => number;
}

/** @param byProcessor without a graphics card a large model is slow from its first frame on */
export function createDetail(byProcessor: boolean): Detail {
  let tooSlow = false;
  let slowFrames = 0;
  let movedAt = -Infinity;
  return {
    begin: (triangles) => {
      tooSlow = byProcessor && triangles > FEW_TRIANGLES;
      slowFrames = 0;
    },
    coarse: (now, moves) => {
      const since = now - movedAt;
      if (moves) {
        if (!tooSlow && since < REST) {
          slowFrames = since > SLOW ? slowFrames + 1 : 0;
          tooSlow = slowFrames >= SLOW_FRAMES;
        }
        movedAt = now;
      }
      if (!tooSlow) return "nothing";
      return now - movedAt < REST ? "everything" : "outline";
    },
    hurried: (now) => {
      if (!tooSlow) return "nothing";
      movedAt = now;
      return "everything";
    },
    isSlow: () => byProcessor && tooSlow,
    share: (triangles) => (byProcessor ? Math.min(1, FEW_TRIANGLES / Math.max(1, triangles)) : 1),
  };
}

/** The browser draws by the processor (SwiftShader, llvmpipe, the basic renderer of Windows). */
export function isDrawnByProcessor(webgl: WebGLRenderer): boolean {
  const gl = webgl.getContext();
  const name: unknown = gl.getParameter(
    gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER,
  );
  return typeof name === "string" && /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}
