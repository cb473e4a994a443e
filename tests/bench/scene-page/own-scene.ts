/** The product's own scene, timed. */
import type { CadModel } from "../../../shared/model/cad.ts";
import { createScene } from "../../../renderer/scene/scene.ts";
import type { Scene, SceneTheme } from "../../../renderer/scene/scene-types.ts";
import { generateAssembly } from "../../../renderer/scene/testing/generated-assembly.ts";
import { PICKS, places, REPEAT, REPEAT_WHOLE, SEGMENTS, someNodes } from "./sizes.ts";
import {
  canvas,
  contextOf,
  drain,
  emptyDraws,
  frame,
  HEIGHT,
  WIDTH,
  type SceneTimes,
  type Turn,
} from "./timing.ts";

export const THEME: SceneTheme = {
  name: "dark",
  viewport: ["#1a222c", "#0d1117"],
  accent: "#3fb6c6",
  noData: "#5b6672",
  warn: "#e69f00",
  text: "#e6edf3",
  muted: "#7d8a97",
  line: "#232d38",
  raised: "#1a222c",
  fontFamily: "sans-serif",
};

/** JavaScript is what is measured: as with a graphics card, whatever this machine has. */
export const OPTIONS = { theme: THEME, reducedMotion: () => true, byProcessor: false } as const;

/** Resolves with the JavaScript time of the frame that `change` causes, the change included. */
export async function timed(scene: Scene, change: () => void): Promise<number> {
  const { frames } = scene.statistics();
  const started = performance.now();
  change();
  const spent = performance.now() - started;
  while (scene.statistics().frames === frames) await frame();
  return spent + scene.statistics().frameMs;
}

export async function timeScene(parts: number, occurrences: number): Promise<SceneTimes> {
  const model = generateAssembly({ parts, occurrences, segments: SEGMENTS });
  const element = canvas();
  const scene = createScene(element, OPTIONS);
  const gl = contextOf(element);
  await timed(scene, () => scene.view("iso"));
  drain(gl);
  const draw = emptyDraws(gl);
  const measure = (change: () => void): Promise<number> => {
    drain(gl);
    return timed(scene, change);
  };
  const open = await measure(() => scene.setModel(model));
  await idle();
  const start = scene.camera();
  const turned = (turn: number): void => {
    const pose = { ...start.pose, azimuth: start.pose.azimuth + turn * 0.02 };
    scene.setCamera({ ...start, pose });
  };
  const orbit: number[] = [];
  const recolour: number[] = [];
  const highlight: number[] = [];
  const ghost: number[] = [];
  const isolate: number[] = [];
  const orbitCut: number[] = [];
  const pick: number[] = [];
  const whole: number[] = [];
  // The first ones run before the engine has compiled what they need.
  for (let turn = 1; turn <= REPEAT; turn += 1) await measure(() => turned(-turn));
  for (let turn = 1; turn <= REPEAT * 3; turn += 1) orbit.push(await measure(() => turned(turn)));
  for (let turn = 0; turn < REPEAT; turn += 1) {
    const colours = new Float32Array(model.nodes.length * 4).fill(turn / REPEAT);
    recolour.push(await measure(() => scene.setColouring(colours)));
  }
  scene.setColouring(undefined);
  const none = new Set<number>();
  const all = { hidden: none, ghosted: none };
  for (let turn = 0; turn < REPEAT; turn += 1) {
    const some = someNodes(model, turn);
    highlight.push(await measure(() => scene.setSelection({ nodes: some })));
    await timed(scene, () => scene.setSelection({ nodes: [] }));
    const ghosted = new Set(some);
    ghost.push(await measure(() => scene.setVisibility({ hidden: none, ghosted })));
    await timed(scene, () => scene.setVisibility(all));
    isolate.push(await measure(() => scene.setVisibility({ ...all, isolated: ghosted })));
    await timed(scene, () => scene.setVisibility(all));
  }
  const [cutX, cutY] = start.pose.target;
  scene.setSection([
    { normal: [1, 0, 0], offset: cutX },
    { normal: [0, -1, 0], offset: -cutY },
    { normal: [0, 0, 1], offset: 2 },
  ]);
  await timed(scene, () => scene.setCamera(start));
  for (let turn = 1; turn <= REPEAT; turn += 1) orbitCut.push(await measure(() => turned(turn)));
  scene.setSection([]);
  await timed(scene, () => scene.setCamera(start));
  await idle();
  for (const [x, y] of places(PICKS)) {
    const started = performance.now();
    scene.pick(x, y);
    pick.push(performance.now() - started);
  }
  draw();
  for (let turn = 1; turn <= REPEAT_WHOLE; turn += 1) {
    drain(gl);
    const started = performance.now();
    await timed(scene, () => turned(turn));
    drain(gl);
    whole.push(performance.now() - started);
  }
  scene.dispose();
  return { orbit, orbitCut, recolour, highlight, ghost, isolate, pick, whole, open };
}

/** A second or two after a model came: what the scene prepares while nobody asks is there. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((next) => requestIdleCallback(next));
}

/** One part is a shell: a section draws the others apart from it. */
function withOpenPart(model: CadModel): CadModel {
  const parts = model.parts.map((part, at) => {
    if (part.mesh === undefined || at % 10 !== 2) return part;
    return { ...part, mesh: { ...part.mesh, indices: part.mesh.indices.slice(6) } };
  });
  return { ...model, parts };
}

let cycled: Scene | undefined;
let cycledModel: CadModel | undefined;

/**
 * Opens and closes a model again and again on one scene, with everything that may be on it.
 * @returns geometries and textures that are still on the graphics card
 */
export async function openAndClose(
  times: number,
): Promise<{ readonly geometries: number; readonly textures: number }> {
  cycled ??= createScene(canvas(), { theme: THEME, reducedMotion: () => true });
  cycledModel ??= withOpenPart(generateAssembly({ parts: 20, occurrences: 400, segments: SEGMENTS }));
  const scene = cycled;
  for (let time = 0; time < times; time += 1) {
    scene.setModel(cycledModel);
    scene.setSelection({ nodes: [3, 4], faces: [{ node: 3, face: 0 }] });
    scene.setVisibility({ hidden: new Set([5]), ghosted: new Set([6, 7]) });
    scene.setExplosion(0.5, false);
    // Some of them: counting surfaces lasts without a graphics card.
    if (time % 5 === 0) scene.setSection([{ normal: [0, 0, 1], offset: 2 }]);
    await timed(scene, () => scene.fit());
    scene.pick(WIDTH / 2, HEIGHT / 2);
    scene.setSection([]);
    await timed(scene, () => scene.setModel(undefined));
  }
  const { geometries, textures } = scene.statistics();
  return { geometries, textures };
}

/** A scene that orbits when told, with empty draws. */
export async function orbitingScene(parts: number, occurrences: number): Promise<Turn> {
  const element = canvas();
  const scene = createScene(element, OPTIONS);
  const gl = contextOf(element);
  emptyDraws(gl);
  const model = generateAssembly({ parts, occurrences, segments: SEGMENTS });
  await timed(scene, () => scene.setModel(model));
  await idle();
  const start = scene.camera();
  return async (turn) => {
    const pose = { ...start.pose, azimuth: start.pose.azimuth + turn * 0.02 };
    await timed(scene, () => scene.setCamera({ ...start, pose }));
  };
}
