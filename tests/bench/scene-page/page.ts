/** Runs inside the browser: the scene and a mesh-per-part scene of the same assembly, timed in turn. */
import {
  Color,
  Matrix4,
  Mesh,
  MeshLambertMaterial,
  PerspectiveCamera,
  Raycaster,
  Scene as ThreeScene,
  Vector2,
  WebGLRenderer,
  BufferAttribute,
  BufferGeometry,
  DirectionalLight,
} from "three";
import type { CadModel } from "../../../shared/model/cad.ts";
import { createScene } from "../../../renderer/scene/scene.ts";
import type { Scene, SceneTheme } from "../../../renderer/scene/scene-types.ts";
import { generateAssembly } from "../../../renderer/scene/testing/generated-assembly.ts";

export interface SceneTimes {
  /** ms of JavaScript, one per repetition. */
  readonly orbit: readonly number[];
  /** The same with a section of three planes; of the own scene only. */
  readonly orbitCut: readonly number[];
  readonly recolour: readonly number[];
  readonly highlight: readonly number[];
  readonly ghost: readonly number[];
  readonly isolate: readonly number[];
  readonly pick: readonly number[];
}

const WIDTH = 480;
const HEIGHT = 320;
const REPEAT = 20;
/** JavaScript is what is measured, and it does not depend on triangles; a frame without a graphics card does. */
const SEGMENTS = 6;
const REPEAT_LARGE = 7;
/** A frame of a mesh per part takes a second without a graphics card. */
const REPEAT_PLAIN = 6;
/** Places to pick at: enough that their 99th percentile means something. */
const PICKS = 400;
const PICKS_EACH = 10;
/** Parts that are highlighted, ghosted or isolated at once. */
const MANY = 1_000;

const THEME: SceneTheme = {
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

function canvas(): HTMLCanvasElement {
  const element = document.createElement("canvas");
  element.style.width = `${WIDTH}px`;
  element.style.height = `${HEIGHT}px`;
  document.body.replaceChildren(element);
  return element;
}

const frame = (): Promise<number> => new Promise((next) => requestAnimationFrame(next));

/** Resolves with the JavaScript time of the frame that `change` causes, the change included. */
async function timed(scene: Scene, change: () => void): Promise<number> {
  const { frames } = scene.statistics();
  const started = performance.now();
  change();
  const spent = performance.now() - started;
  while (scene.statistics().frames === frames) await frame();
  return spent + scene.statistics().frameMs;
}

export async function timeScene(parts: number, occurrences: number): Promise<SceneTimes> {
  const model = generateAssembly({ parts, occurrences, segments: SEGMENTS });
  // Without a graphics card a frame of the largest takes a second.
  const repeat = occurrences > 10_000 ? REPEAT_LARGE : REPEAT;
  const scene = createScene(canvas(), { theme: THEME, reducedMotion: () => true });
  scene.setModel(model);
  await timed(scene, () => scene.fit());
  const start = scene.camera();
  const orbit: number[] = [];
  const recolour: number[] = [];
  const highlight: number[] = [];
  const ghost: number[] = [];
  const isolate: number[] = [];
  const pick: number[] = [];
  for (let turn = 1; turn <= repeat; turn += 1) {
    const pose = { ...start.pose, azimuth: start.pose.azimuth + turn * 0.02 };
    orbit.push(await timed(scene, () => scene.setCamera({ ...start, pose })));
  }
  for (let turn = 0; turn < repeat; turn += 1) {
    const colours = new Float32Array(model.nodes.length * 4).fill(turn / repeat);
    recolour.push(await timed(scene, () => scene.setColouring(colours)));
  }
  scene.setColouring(undefined);
  const none = new Set<number>();
  const all = { hidden: none, ghosted: none };
  for (let turn = 0; turn < repeat; turn += 1) {
    const some = someNodes(model, turn);
    highlight.push(await timed(scene, () => scene.setSelection({ nodes: some })));
    await timed(scene, () => scene.setSelection({ nodes: [] }));
    ghost.push(await timed(scene, () => scene.setVisibility({ hidden: none, ghosted: new Set(some) })));
    await timed(scene, () => scene.setVisibility(all));
    isolate.push(await timed(scene, () => scene.setVisibility({ ...all, isolated: new Set(some) })));
    await timed(scene, () => scene.setVisibility(all));
  }
  const orbitCut: number[] = [];
  const [cutX, cutY] = start.pose.target;
  scene.setSection([
    { normal: [1, 0, 0], offset: cutX },
    { normal: [0, -1, 0], offset: -cutY },
    { normal: [0, 0, 1], offset: 2 },
  ]);
  await timed(scene, () => scene.setCamera(start));
  for (let turn = 1; turn <= repeat; turn += 1) {
    const pose = { ...start.pose, azimuth: start.pose.azimuth + turn * 0.02 };
    orbitCut.push(await timed(scene, () => scene.setCamera({ ...start, pose })));
  }
  scene.setSection([]);
  await idle();
  for (const [x, y] of places()) {
    const started = performance.now();
    // Several times: the browser's clock counts in tenths of a millisecond.
    for (let turn = 0; turn < PICKS_EACH; turn += 1) scene.pick(x, y);
    pick.push((performance.now() - started) / PICKS_EACH);
  }
  scene.dispose();
  return { orbit, orbitCut, recolour, highlight, ghost, isolate, pick };
}

function someNodes({ nodes }: CadModel, turn: number): number[] {
  const step = Math.max(1, Math.floor(nodes.length / MANY));
  return Array.from({ length: Math.min(MANY, nodes.length) }, (_, at) => (at * step + turn) % nodes.length);
}

/** A second or two after a model came: what the scene prepares while nobody asks is there. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((next) => requestIdleCallback(next));
}

/** Spread evenly over the middle of the view, where the model is. */
function* places(): Generator<readonly [number, number]> {
  const side = Math.ceil(Math.sqrt(PICKS));
  for (let at = 0; at < PICKS; at += 1)
    yield [WIDTH * (0.2 + (0.6 * (at % side)) / side), HEIGHT * (0.2 + (0.6 * Math.floor(at / side)) / side)];
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
  cycledModel ??= generateAssembly({ parts: 20, occurrences: 400, segments: SEGMENTS });
  const scene = cycled;
  for (let time = 0; time < times; time += 1) {
    scene.setModel(cycledModel);
    scene.setSelection({ nodes: [3, 4], faces: [{ node: 3, face: 0 }] });
    scene.setVisibility({ hidden: new Set([5]), ghosted: new Set([6, 7]) });
    scene.setExplosion(0.5, false);
    await timed(scene, () => scene.fit());
    scene.pick(WIDTH / 2, HEIGHT / 2);
    await timed(scene, () => scene.setModel(undefined));
  }
  const { geometries, textures } = scene.statistics();
  return { geometries, textures };
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
  const scene = createScene(canvas(), { theme: THEME, reducedMotion: () => true });
  scene.setModel(heldModel);
  await timed(scene, () => scene.fit());
  scene.pick(WIDTH / 2, HEIGHT / 2);
  held = scene;
}

export function holdMeshPerPart(): boolean {
  if (heldModel === undefined) return false;
  const scene = new ThreeScene();
  scene.add(...meshesOf(heldModel).meshes);
  const renderer = new WebGLRenderer({ canvas: canvas(), antialias: true });
  renderer.render(scene, new PerspectiveCamera());
  held = [renderer, scene];
  return held !== undefined;
}

/** How a viewer begins: a Mesh per occurrence, a colour of its own each, three's own ray cast. */
export async function timeMeshPerPart(parts: number, occurrences: number): Promise<SceneTimes> {
  const model = generateAssembly({ parts, occurrences, segments: SEGMENTS });
  const renderer = new WebGLRenderer({ canvas: canvas(), antialias: true });
  renderer.setSize(WIDTH, HEIGHT, false);
  const scene = new ThreeScene();
  scene.add(new DirectionalLight());
  const { meshes, extent } = meshesOf(model);
  scene.add(...meshes);
  const camera = new PerspectiveCamera(35, WIDTH / HEIGHT, extent / 100, extent * 10);
  const aim = (turn: number): void => {
    const angle = turn * 0.02;
    camera.position.set(extent / 2 + Math.cos(angle) * extent, extent / 2 + Math.sin(angle) * extent, extent);
    camera.lookAt(extent / 2, extent / 2, 0);
    camera.updateMatrixWorld();
  };
  aim(0);
  renderer.render(scene, camera);
  const time = async (work: () => void): Promise<number> => {
    await frame();
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  const orbit: number[] = [];
  const recolour: number[] = [];
  const highlight: number[] = [];
  const ghost: number[] = [];
  const isolate: number[] = [];
  const pick: number[] = [];
  for (let turn = 1; turn <= REPEAT_PLAIN; turn += 1) {
    orbit.push(await time(() => (aim(turn), renderer.render(scene, camera))));
  }
  const colour = new Color();
  for (let turn = 0; turn < REPEAT_PLAIN; turn += 1) {
    recolour.push(
      await time(() => {
        colour.setScalar(turn / REPEAT);
        for (const mesh of meshes) mesh.material.color.copy(colour);
        renderer.render(scene, camera);
      }),
    );
  }
  const accent = new Color("#3fb6c6");
  for (let turn = 0; turn < REPEAT_PLAIN; turn += 1) {
    const some = someNodes(model, turn).flatMap((node) => meshes[node % meshes.length] ?? []);
    const drawn = (change: () => void): Promise<number> =>
      time(() => {
        change();
        renderer.render(scene, camera);
      });
    highlight.push(await drawn(() => some.forEach(({ material }) => material.color.copy(accent))));
    ghost.push(
      await drawn(() =>
        some.forEach(({ material }) => Object.assign(material, { transparent: true, opacity: 0.2 })),
      ),
    );
    some.forEach(({ material }) => Object.assign(material, { transparent: false, opacity: 1 }));
    isolate.push(
      await drawn(() => {
        for (const mesh of meshes) mesh.visible = false;
        for (const mesh of some) mesh.visible = true;
      }),
    );
    for (const mesh of meshes) mesh.visible = true;
  }
  const raycaster = new Raycaster();
  for (let turn = 0; turn < REPEAT_PLAIN; turn += 1) {
    raycaster.setFromCamera(new Vector2(-0.6 + (1.2 * turn) / REPEAT_PLAIN, 0), camera);
    pick.push(await time(() => void raycaster.intersectObjects(meshes, false)));
  }
  renderer.dispose();
  return { orbit, orbitCut: [], recolour, highlight, ghost, isolate, pick };
}

function meshesOf(model: CadModel): {
  readonly meshes: Mesh<BufferGeometry, MeshLambertMaterial>[];
  readonly extent: number;
} {
  const geometries = model.parts.map(({ mesh }) => {
    if (mesh === undefined) return undefined;
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(mesh.positions, 3));
    geometry.setAttribute("normal", new BufferAttribute(mesh.normals, 3));
    geometry.setIndex(new BufferAttribute(mesh.indices, 1));
    return geometry;
  });
  const world: Matrix4[] = [];
  const meshes: Mesh<BufferGeometry, MeshLambertMaterial>[] = [];
  let extent = 1;
  for (const [index, node] of model.nodes.entries()) {
    const own = new Matrix4().fromArray([...node.transform]);
    const matrix = (world[node.parent] ?? new Matrix4()).clone().multiply(own);
    world[index] = matrix;
    const geometry = geometries[node.part];
    if (geometry === undefined) continue;
    const mesh = new Mesh(geometry, new MeshLambertMaterial());
    mesh.matrixAutoUpdate = false;
    mesh.matrix.copy(matrix);
    mesh.updateMatrixWorld(true);
    extent = Math.max(extent, matrix.elements[12] ?? 0, matrix.elements[13] ?? 0);
    meshes.push(mesh);
  }
  return { meshes, extent };
}
