/** Runs inside the browser: one large model, drawn into the canvas at once or beside it in portions. */
import { createScene } from "../../../renderer/scene/scene.ts";
import type { Scene } from "../../../renderer/scene/scene-types.ts";
import { generateAssembly } from "../../../renderer/scene/testing/generated-assembly.ts";
import { THEME } from "../../bench/scene-page/own-scene.ts";

/** CSS pixels; odd, so that on a screen of one and a half pixels each they are no whole ones. */
const [WIDTH, HEIGHT] = [321, 241];
/** Frames of the browser in which nothing is drawn any more. */
const STILL = 40;
const MODEL = generateAssembly({ parts: 30, occurrences: 2_000, segments: 64 });

export type What = "plain" | "ghosts" | "selection" | "section";

export interface Whole {
  /** rgb of every pixel. */
  readonly pixels: readonly number[];
  /** How often it was asked whether a portion has been drawn. */
  readonly portions: number;
  readonly frames: number;
}

/** @param byProcessor whether the scene takes itself to be drawn without a graphics card */
export async function whole(byProcessor: boolean, what: What): Promise<Whole> {
  let portions = 0;
  const original = Object.getOwnPropertyDescriptor(WebGL2RenderingContext.prototype, "fenceSync");
  Object.defineProperty(WebGL2RenderingContext.prototype, "fenceSync", {
    configurable: true,
    value(this: WebGL2RenderingContext, ...parameters: unknown[]): unknown {
      portions += 1;
      const make = original?.value as (...all: unknown[]) => unknown;
      return make.apply(this, parameters);
    },
  });
  const canvas = document.createElement("canvas");
  Object.assign(canvas.style, { width: `${WIDTH}px`, height: `${HEIGHT}px` });
  document.body.replaceChildren(canvas);
  const scene = createScene(canvas, { theme: THEME, reducedMotion: () => true, byProcessor });
  try {
    scene.setModel(MODEL);
    prepare(scene, what);
    // What is on the canvas is there only within the task that has drawn it.
    const { width, height } = canvas;
    const flat = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (flat === null) throw new Error("no canvas");
    /** Portions before the frame on the canvas: as many as now, and it came of the last of them. */
    let drawn = 0;
    scene.onFrame(() => {
      flat.drawImage(canvas, 0, 0);
      drawn = portions;
    });
    const state = (): string => `${scene.statistics().frames} ${portions}`;
    // At rest a large model is drawn once more, in portions.
    for (let still = 0, before = ""; still < STILL; before = state()) {
      await new Promise((next) => requestAnimationFrame(next));
      const isThere = drawn === portions && (portions > 0 || !byProcessor);
      still = isThere && before === state() ? still + 1 : 0;
    }
    const { data } = flat.getImageData(0, 0, width, height);
    return {
      pixels: [...data].filter((_, at) => at % 4 < 3),
      portions,
      frames: scene.statistics().frames,
    };
  } finally {
    scene.dispose();
    if (original !== undefined)
      Object.defineProperty(WebGL2RenderingContext.prototype, "fenceSync", original);
  }
}

/** A few parts of everything that a frame has a pass for. */
function prepare(scene: Scene, what: What): void {
  const some = Array.from({ length: 300 }, (_, at) => at * 5 + 2);
  if (what === "ghosts") scene.setVisibility({ hidden: new Set(), ghosted: new Set(some) });
  if (what === "selection") scene.setSelection({ nodes: some });
  const [x] = scene.camera().pose.target;
  if (what === "section") scene.setSection([{ normal: [1, 0, 0], offset: x }]);
}
