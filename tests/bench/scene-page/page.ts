/** Runs inside the browser: what the bench and the tests of the scene call by name. */
import { PerspectiveCamera, Scene as ThreeScene, WebGLRenderer } from "three";
import type { CadModel } from "../../../shared/model/cad.ts";
import { createScene } from "../../../renderer/scene/scene.ts";
import { generateAssembly } from "../../../renderer/scene/testing/generated-assembly.ts";
import { instanced, meshPerPart, orbitingInstanced } from "./baselines.ts";
import { OPTIONS, orbitingScene, timed } from "./own-scene.ts";
import { SEGMENTS } from "./sizes.ts";
import { canvas, HEIGHT, WIDTH, type Turn } from "./timing.ts";

export { timeInstanced, timeMeshPerPart } from "./baselines.ts";
export { timeBrush } from "./brush.ts";
export { openAndClose, timeScene } from "./own-scene.ts";
export { standing } from "./standing.ts";

let turn: Turn | undefined;
let turned = 0;

/** What `orbit` turns from now on. */
export async function prepareOrbit(
  kind: "own" | "instanced",
  parts: number,
  occurrences: number,
): Promise<void> {
  turn = kind === "own" ? await orbitingScene(parts, occurrences) : orbitingInstanced(parts, occurrences);
}

export async function orbit(frames: number): Promise<void> {
  for (let at = 0; at < frames; at += 1) await turn?.((turned += 1));
}

let held: unknown;
let heldModel: CadModel | undefined;

/** Keeps a model, and nothing that draws it; answers the bytes of its meshes. */
export function holdModel(parts: number, occurrences: number): number {
  heldModel = generateAssembly({ parts, occurrences, segments: SEGMENTS });
  return heldModel.parts.reduce((sum, { mesh }) => {
    if (mesh === undefined) return sum;
    const { positions, normals, indices, edges } = mesh;
    return sum + positions.byteLength + normals.byteLength + indices.byteLength + edges.byteLength;
  }, 0);
}

/** Draws the held model and keeps the scene, its picking tree included. */
export async function holdScene(): Promise<void> {
  const scene = createScene(canvas(), OPTIONS);
  scene.setModel(heldModel);
  await timed(scene, () => scene.fit());
  scene.pick(WIDTH / 2, HEIGHT / 2);
  held = scene;
}

export function holdBaseline(kind: "a mesh per part" | "an instanced mesh per unique part"): boolean {
  if (heldModel === undefined) return false;
  const viewer = kind === "a mesh per part" ? meshPerPart(heldModel) : instanced(heldModel);
  const scene = new ThreeScene();
  scene.add(...viewer.objects);
  const renderer = new WebGLRenderer({ canvas: canvas(), antialias: true });
  renderer.render(scene, new PerspectiveCamera());
  held = [renderer, scene, viewer];
  return held !== undefined;
}
