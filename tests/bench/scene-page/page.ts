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
  readonly pick: readonly number[];
}

const WIDTH = 480;
const HEIGHT = 320;
const REPEAT = 20;

const THEME: SceneTheme = {
  name: "dark",
  viewport: ["#1a222c", "#0d1117"],
  accent: "#3fb6c6",
  noData: "#5b6672",
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
  const model = generateAssembly({ parts, occurrences });
  const scene = createScene(canvas(), { theme: THEME, reducedMotion: () => true });
  scene.setModel(model);
  await timed(scene, () => scene.fit());
  const start = scene.camera();
  const orbit: number[] = [];
  const recolour: number[] = [];
  const pick: number[] = [];
  for (let turn = 1; turn <= REPEAT; turn += 1) {
    const pose = { ...start.pose, azimuth: start.pose.azimuth + turn * 0.02 };
    orbit.push(await timed(scene, () => scene.setCamera({ ...start, pose })));
  }
  for (let turn = 0; turn < REPEAT; turn += 1) {
    const colours = new Float32Array(model.nodes.length * 4).fill(turn / REPEAT);
    recolour.push(await timed(scene, () => scene.setColouring(colours)));
  }
  const orbitCut: number[] = [];
  const [x, y] = start.pose.target;
  scene.setSection([
    { normal: [1, 0, 0], offset: x },
    { normal: [0, -1, 0], offset: -y },
    { normal: [0, 0, 1], offset: 2 },
  ]);
  await timed(scene, () => scene.setCamera(start));
  for (let turn = 1; turn <= REPEAT; turn += 1) {
    const pose = { ...start.pose, azimuth: start.pose.azimuth + turn * 0.02 };
    orbitCut.push(await timed(scene, () => scene.setCamera({ ...start, pose })));
  }
  scene.setSection([]);
  scene.pick(WIDTH / 2, HEIGHT / 2);
  for (let turn = 0; turn < REPEAT; turn += 1) {
    const started = performance.now();
    scene.pick(WIDTH * (0.2 + (0.6 * turn) / REPEAT), HEIGHT / 2);
    pick.push(performance.now() - started);
  }
  scene.dispose();
  return { orbit, orbitCut, recolour, pick };
}

/** How a viewer begins: a Mesh per occurrence, a colour of its own each, three's own ray cast. */
export async function timeMeshPerPart(parts: number, occurrences: number): Promise<SceneTimes> {
  const model = generateAssembly({ parts, occurrences });
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
  const pick: number[] = [];
  for (let turn = 1; turn <= REPEAT; turn += 1) {
    orbit.push(await time(() => (aim(turn), renderer.render(scene, camera))));
  }
  const colour = new Color();
  for (let turn = 0; turn < REPEAT; turn += 1) {
    recolour.push(
      await time(() => {
        colour.setScalar(turn / REPEAT);
        for (const mesh of meshes) mesh.material.color.copy(colour);
        renderer.render(scene, camera);
      }),
    );
  }
  const raycaster = new Raycaster();
  for (let turn = 0; turn < REPEAT; turn += 1) {
    raycaster.setFromCamera(new Vector2(-0.6 + (1.2 * turn) / REPEAT, 0), camera);
    pick.push(await time(() => void raycaster.intersectObjects(meshes, false)));
  }
  renderer.dispose();
  return { orbit, orbitCut: [], recolour, pick };
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
