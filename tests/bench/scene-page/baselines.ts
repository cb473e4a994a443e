/** How a viewer begins, with the same three.js: a mesh per part, or an instanced mesh per unique part. */
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  InstancedMesh,
  Matrix4,
  Mesh,
  MeshLambertMaterial,
  PerspectiveCamera,
  Raycaster,
  Scene as ThreeScene,
  Vector2,
  WebGLRenderer,
  type Object3D,
} from "three";
import type { CadModel } from "../../../shared/model/cad.ts";
import { generateAssembly } from "../../../renderer/scene/testing/generated-assembly.ts";
import { places, REPEAT_WHOLE, SEGMENTS, someNodes } from "./sizes.ts";
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

/** What a viewer of one kind does; nodes that draw nothing are left out by it. */
interface Viewer {
  readonly objects: readonly Object3D[];
  /** To ray cast. */
  readonly targets: Object3D[];
  readonly recolour: (colour: Color) => void;
  readonly highlight: (nodes: readonly number[], colour: Color) => void;
  readonly ghost: (nodes: readonly number[]) => void;
  readonly isolate: (nodes: readonly number[]) => void;
  readonly showAll: () => void;
}

const REPEAT_BASELINE = 6;
const PICKS_BASELINE = 12;

export async function timeMeshPerPart(parts: number, occurrences: number): Promise<SceneTimes> {
  return timeViewer(generateAssembly({ parts, occurrences, segments: SEGMENTS }), meshPerPart);
}

export async function timeInstanced(parts: number, occurrences: number): Promise<SceneTimes> {
  return timeViewer(generateAssembly({ parts, occurrences, segments: SEGMENTS }), instanced);
}

async function timeViewer(model: CadModel, build: (model: CadModel) => Viewer): Promise<SceneTimes> {
  const element = canvas();
  const renderer = new WebGLRenderer({ canvas: element, antialias: true });
  renderer.setSize(WIDTH, HEIGHT, false);
  const gl = contextOf(element);
  const draw = emptyDraws(gl);
  const started = performance.now();
  const viewer = build(model);
  const scene = new ThreeScene();
  scene.add(new DirectionalLight(), ...viewer.objects);
  const extent = Math.max(...worldOf(model).map(({ elements }) => Math.max(elements[12], elements[13])));
  const camera = new PerspectiveCamera(35, WIDTH / HEIGHT, extent / 100, extent * 10);
  const aim = (turn: number): void => {
    const angle = turn * 0.02;
    camera.position.set(extent / 2 + Math.cos(angle) * extent, extent / 2 + Math.sin(angle) * extent, extent);
    camera.lookAt(extent / 2, extent / 2, 0);
    camera.updateMatrixWorld();
  };
  aim(0);
  renderer.render(scene, camera);
  const open = performance.now() - started;
  const time = async (work: () => void): Promise<number> => {
    await frame();
    drain(gl);
    const from = performance.now();
    work();
    renderer.render(scene, camera);
    return performance.now() - from;
  };
  const orbit: number[] = [];
  const recolour: number[] = [];
  const highlight: number[] = [];
  const ghost: number[] = [];
  const isolate: number[] = [];
  const pick: number[] = [];
  const whole: number[] = [];
  const accent = new Color("#3fb6c6");
  for (let turn = 1; turn <= REPEAT_BASELINE; turn += 1) orbit.push(await time(() => aim(turn)));
  for (let turn = 0; turn < REPEAT_BASELINE; turn += 1) {
    recolour.push(await time(() => viewer.recolour(new Color().setScalar(turn / REPEAT_BASELINE))));
    const some = someNodes(model, turn);
    highlight.push(await time(() => viewer.highlight(some, accent)));
    ghost.push(await time(() => viewer.ghost(some)));
    viewer.showAll();
    isolate.push(await time(() => viewer.isolate(some)));
    viewer.showAll();
  }
  renderer.render(scene, camera);
  const raycaster = new Raycaster();
  for (const [x, y] of places(PICKS_BASELINE)) {
    const from = performance.now();
    raycaster.setFromCamera(new Vector2((x / WIDTH) * 2 - 1, 1 - (y / HEIGHT) * 2), camera);
    raycaster.intersectObjects(viewer.targets, false);
    pick.push(performance.now() - from);
  }
  draw();
  for (let turn = 1; turn <= REPEAT_WHOLE; turn += 1) {
    const from = performance.now();
    aim(turn);
    renderer.render(scene, camera);
    drain(gl);
    whole.push(performance.now() - from);
  }
  renderer.dispose();
  return { orbit, orbitCut: [], recolour, highlight, ghost, isolate, pick, whole, open };
}

/** ms of JavaScript for each of the colours, given to all of an instanced mesh per unique part. */
export async function timeRecolouring(
  model: CadModel,
  colours: readonly Color[],
): Promise<readonly number[]> {
  const renderer = new WebGLRenderer({ canvas: canvas(), antialias: true });
  renderer.setSize(WIDTH, HEIGHT, false);
  const gl = renderer.getContext() as WebGL2RenderingContext;
  emptyDraws(gl);
  const viewer = instanced(model);
  const scene = new ThreeScene();
  scene.add(new DirectionalLight(), ...viewer.objects);
  const camera = new PerspectiveCamera(35, WIDTH / HEIGHT, 1, 100_000);
  camera.position.set(4_000, 4_000, 4_000);
  camera.lookAt(1_300, 1_300, 0);
  renderer.render(scene, camera);
  const times: number[] = [];
  for (const colour of colours) {
    await frame();
    drain(gl);
    const from = performance.now();
    viewer.recolour(colour);
    renderer.render(scene, camera);
    times.push(performance.now() - from);
  }
  renderer.dispose();
  return times;
}

/** The instanced meshes, orbiting when told, with empty draws. */
export function orbitingInstanced(parts: number, occurrences: number): Turn {
  const model = generateAssembly({ parts, occurrences, segments: SEGMENTS });
  const element = canvas();
  const renderer = new WebGLRenderer({ canvas: element, antialias: true });
  renderer.setSize(WIDTH, HEIGHT, false);
  emptyDraws(contextOf(element));
  const scene = new ThreeScene();
  scene.add(new DirectionalLight(), ...instanced(model).objects);
  const camera = new PerspectiveCamera(35, WIDTH / HEIGHT, 1, 100_000);
  const draw = (turn: number): void => {
    camera.position.set(1_300 + Math.cos(turn * 0.02) * 4_000, 1_300 + Math.sin(turn * 0.02) * 4_000, 4_000);
    camera.lookAt(1_300, 1_300, 0);
    camera.updateMatrixWorld();
    renderer.render(scene, camera);
  };
  // In the callback itself, as the own scene draws: only that counts as a script's time.
  return (turn) =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        draw(turn);
        done();
      });
    });
}

export function meshPerPart(model: CadModel): Viewer {
  const geometries = geometriesOf(model);
  const meshes = new Map<number, Mesh<BufferGeometry, MeshLambertMaterial>>();
  worldOf(model).forEach((matrix, node) => {
    const geometry = geometries[model.nodes[node]?.part ?? -1];
    if (geometry === undefined) return;
    const mesh = new Mesh(geometry, new MeshLambertMaterial());
    mesh.matrixAutoUpdate = false;
    mesh.matrix.copy(matrix);
    mesh.updateMatrixWorld(true);
    meshes.set(node, mesh);
  });
  const all = [...meshes.values()];
  const of = (nodes: readonly number[]): typeof all => nodes.flatMap((node) => meshes.get(node) ?? []);
  return {
    objects: all,
    targets: all,
    recolour: (colour) => all.forEach(({ material }) => material.color.copy(colour)),
    highlight: (nodes, colour) => of(nodes).forEach(({ material }) => material.color.copy(colour)),
    ghost: (nodes) =>
      of(nodes).forEach(({ material }) => Object.assign(material, { transparent: true, opacity: 0.2 })),
    isolate: (nodes) => {
      for (const mesh of all) mesh.visible = false;
      for (const mesh of of(nodes)) mesh.visible = true;
    },
    showAll: () => {
      for (const mesh of all) {
        mesh.visible = true;
        Object.assign(mesh.material, { transparent: false, opacity: 1 });
      }
    },
  };
}

const GONE = new Matrix4().makeScale(0, 0, 0);

export function instanced(model: CadModel): Viewer {
  const world = worldOf(model);
  const nodesOf = new Map<number, number[]>();
  model.nodes.forEach(({ part }, node) => nodesOf.set(part, [...(nodesOf.get(part) ?? []), node]));
  const placeOf = new Map<number, { solid: InstancedMesh; ghost: InstancedMesh; at: number }>();
  const solids: InstancedMesh[] = [];
  const ghosts: InstancedMesh[] = [];
  const white = new Color("white");
  geometriesOf(model).forEach((geometry, part) => {
    const nodes = nodesOf.get(part);
    if (geometry === undefined || nodes === undefined) return;
    const solid = new InstancedMesh(geometry, new MeshLambertMaterial(), nodes.length);
    const ghostMaterial = new MeshLambertMaterial({ transparent: true, opacity: 0.2 });
    const ghost = new InstancedMesh(geometry, ghostMaterial, nodes.length);
    nodes.forEach((node, at) => {
      solid.setMatrixAt(at, world[node] ?? GONE);
      solid.setColorAt(at, white);
      ghost.setMatrixAt(at, GONE);
      placeOf.set(node, { solid, ghost, at });
    });
    ghost.visible = false;
    solids.push(solid);
    ghosts.push(ghost);
  });
  const changed = (some: Iterable<InstancedMesh>): void => {
    for (const mesh of some) mesh.instanceMatrix.needsUpdate = true;
  };
  return {
    objects: [...solids, ...ghosts],
    targets: solids,
    recolour: (colour) => {
      for (const mesh of solids) {
        for (let at = 0; at < mesh.count; at += 1) mesh.setColorAt(at, colour);
        if (mesh.instanceColor !== null) mesh.instanceColor.needsUpdate = true;
      }
    },
    highlight: (nodes, colour) => {
      for (const node of nodes) {
        const place = placeOf.get(node);
        place?.solid.setColorAt(place.at, colour);
        if (place?.solid.instanceColor) place.solid.instanceColor.needsUpdate = true;
      }
    },
    ghost: (nodes) => {
      for (const node of nodes) {
        const place = placeOf.get(node);
        if (place === undefined) continue;
        place.solid.setMatrixAt(place.at, GONE);
        place.ghost.setMatrixAt(place.at, world[node] ?? GONE);
        place.ghost.visible = true;
        changed([place.solid, place.ghost]);
      }
    },
    isolate: (nodes) => {
      const kept = new Set(nodes);
      for (const [node, { solid, at }] of placeOf) if (!kept.has(node)) solid.setMatrixAt(at, GONE);
      changed(solids);
    },
    showAll: () => {
      for (const [node, { solid, at }] of placeOf) solid.setMatrixAt(at, world[node] ?? GONE);
      for (const ghost of ghosts) {
        for (let at = 0; at < ghost.count; at += 1) ghost.setMatrixAt(at, GONE);
        ghost.visible = false;
      }
      changed(solids);
      changed(ghosts);
    },
  };
}

function geometriesOf(model: CadModel): readonly (BufferGeometry | undefined)[] {
  return model.parts.map(({ mesh }) => {
    if (mesh === undefined) return undefined;
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(mesh.positions, 3));
    geometry.setAttribute("normal", new BufferAttribute(mesh.normals, 3));
    geometry.setIndex(new BufferAttribute(mesh.indices, 1));
    return geometry;
  });
}

function worldOf(model: CadModel): readonly Matrix4[] {
  const world: Matrix4[] = [];
  for (const { parent, transform } of model.nodes) {
    const own = new Matrix4().fromArray([...transform]);
    world.push((world[parent] ?? new Matrix4()).clone().multiply(own));
  }
  return world;
}
