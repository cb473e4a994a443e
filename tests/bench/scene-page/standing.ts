/** How long the page stands while a large model is turned and comes to rest, everything really drawn. */
import { createScene } from "../../../renderer/scene/scene.ts";
import { generateAssembly } from "../../../renderer/scene/testing/generated-assembly.ts";
import { THEME } from "./own-scene.ts";
import { canvas, frame } from "./timing.ts";

/** Of what stays in view a cylinder has so many sides: its triangles are what is drawn here. */
const SEGMENTS = 24;
const TURNS = 5;
/** Frames without another one after them: it rests. */
const STILL = 30;

/**
 * @param inPortions as without a graphics card: what rests is drawn beside the canvas; else all in one piece
 * @returns the longest of the times between two moments in which the page could listen, ms
 */
export async function standing(parts: number, occurrences: number, inPortions: boolean): Promise<number> {
  const scene = createScene(canvas(), { theme: THEME, reducedMotion: () => true, byProcessor: inPortions });
  scene.setModel(generateAssembly({ parts, occurrences, segments: SEGMENTS }));
  await rests();
  const start = scene.camera();
  const watch = watchGaps();
  for (let turn = 1; turn <= TURNS; turn += 1) {
    scene.setCamera({ ...start, pose: { ...start.pose, azimuth: start.pose.azimuth + turn * 0.1 } }, false);
    await rests();
  }
  const longest = watch();
  scene.dispose();
  return longest;

  async function rests(): Promise<void> {
    const whole = scene.statistics().frames;
    // At least one frame more, and where it is drawn coarse first the whole one.
    const wanted = whole + (inPortions ? 2 : 1);
    for (let still = 0, frames = whole; still < STILL || frames < wanted; still += 1) {
      await frame();
      if (scene.statistics().frames !== frames) still = 0;
      ({ frames } = scene.statistics());
    }
  }
}

/** @returns ends it, and answers the longest gap, ms */
function watchGaps(): () => number {
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  let longest = 0;
  let isOver = false;
  port1.addEventListener("message", () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setTimeout(() => port2.postMessage(undefined));
  });
  port1.start();
  port2.postMessage(undefined);
  return () => {
    isOver = true;
    return Math.max(longest, performance.now() - last);
  };
}
