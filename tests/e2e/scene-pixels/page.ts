/** Runs inside the browser: scenes of a few plates, and what colour their pixels have. */
import type { CadModel, CadPart, Colour, MeshFace } from "../../../shared/model/cad.ts";
import { createScene } from "../../../renderer/scene/scene.ts";
import type { Scene } from "../../../renderer/scene/scene-types.ts";
import type { SectionPlane } from "../../../renderer/scene/section/section-planes.ts";
import { boxMesh, cylinderMesh, translation } from "../../../renderer/scene/testing/generated-assembly.ts";
import { THEME } from "../../bench/scene-page/own-scene.ts";

export { whole } from "./large.ts";

type Rgb = readonly [red: number, green: number, blue: number];

const SIZE = 200;
let scene: Scene | undefined;
let canvas: HTMLCanvasElement | undefined;
const hiddenExtensions = new Set<string>();

/** Browsers that lack these. */
export function hideExtensions(names: readonly string[]): void {
  for (const name of names) hiddenExtensions.add(name);
  const all = WebGL2RenderingContext.prototype;
  const original = Object.getOwnPropertyDescriptor(all, "getExtension")?.value as (name: string) => unknown;
  Object.defineProperty(all, "getExtension", {
    value(this: WebGL2RenderingContext, name: string): unknown {
      return hiddenExtensions.has(name) ? null : original.call(this, name);
    },
  });
}

const RED: Colour = [0.9, 0.1, 0.1, 1];
const BLUE: Colour = [0.1, 0.15, 0.9, 1];

function part(number: string, colour: Colour, mesh: CadPart["mesh"]): CadPart {
  return { number, name: number, colour, ...(mesh === undefined ? {} : { mesh }) };
}

/** A red plate at y = −20 and a blue one at y = 20, a long pin through both. Nodes 1, 2, 3. */
const PLATES: CadModel = {
  schema: "plates",
  parts: [
    { number: "all", name: "all" },
    part("red", RED, boxMesh(40, 4, 40)),
    part("blue", BLUE, boxMesh(40, 4, 40)),
    part("pin", [0.5, 0.5, 0.5, 1], cylinderMesh(2, 60, 32)),
  ],
  nodes: [
    { parent: -1, part: 0, occurrence: "all", path: "all", transform: translation(0, 0, 0) },
    { parent: 0, part: 1, occurrence: "red", path: "all/red", transform: translation(0, -20, 0) },
    { parent: 0, part: 2, occurrence: "blue", path: "all/blue", transform: translation(0, 20, 0) },
    { parent: 0, part: 3, occurrence: "pin", path: "all/pin", transform: translation(40, 0, 0) },
  ],
  problems: [],
};

const frame = (): Promise<number> => new Promise((next) => requestAnimationFrame(next));

export async function open(): Promise<void> {
  canvas = document.createElement("canvas");
  Object.assign(canvas.style, { width: `${SIZE}px`, height: `${SIZE}px` });
  document.body.replaceChildren(canvas);
  scene = createScene(canvas, { theme: THEME, reducedMotion: () => true });
  scene.setModel(PLATES);
  await settled();
}

/** The red plate as a file has it that says so much of its opacity. */
export async function setOpacity(opacity: number): Promise<void> {
  await setRed((red) => ({ ...red, colour: [RED[0], RED[1], RED[2], opacity] }));
}

/** The red plate as a file has it that gives single faces (boxMesh has −y at 2, +y at 3) a colour of their own. */
export async function setFaces(colours: Readonly<Record<number, Colour>>): Promise<void> {
  await setRed((red) => {
    if (red.mesh === undefined) return red;
    const faces = red.mesh.faces.map((face, at): MeshFace => {
      const colour = colours[at];
      return colour === undefined ? face : { ...face, colour };
    });
    return { ...red, mesh: { ...red.mesh, faces } };
  });
}

/** In place of the red plate a wire, close enough that its lines are seen as one. */
export async function setWire(): Promise<void> {
  const edges = Float32Array.from({ length: 81 * 6 }, (_, at) => {
    const line = Math.floor(at / 6);
    return [(at % 6 < 3 ? -1 : 1) * 20, 0, line / 2][at % 3] ?? 0;
  });
  const normals = new Float32Array(edges.length);
  const mesh = { positions: edges, normals, indices: new Uint32Array(), faces: [], edges };
  await setRed((red) => ({ ...red, mesh }));
}

/**
 * Lines in place of the red plate, or before it, close enough to be seen as one: on the left green ones, on the right such
 * as state no colour.
 */
export async function setLines(where: "alone" | "before"): Promise<void> {
  const lines = Float32Array.from({ length: 2 * 81 * 6 }, (_, at) => {
    const line = Math.floor(at / 6);
    const [from, to] = line < 81 ? [-20, 0] : [0, 20];
    return [at % 6 < 3 ? from : to, -10, (line % 81) / 2][at % 3] ?? 0;
  });
  const curves = [{ count: 81, colour: [0.1, 0.9, 0.1, 1] as const }, { count: 81 }];
  const bare = { normals: new Float32Array(lines.length), indices: new Uint32Array(), faces: [] };
  await setRed((red) => {
    if (where === "alone" || red.mesh === undefined)
      return { ...red, mesh: { positions: lines, ...bare, edges: lines, curves } };
    return { ...red, mesh: { ...red.mesh, edges: Float32Array.of(...red.mesh.edges, ...lines), curves } };
  });
}

export async function select(nodes: readonly number[]): Promise<void> {
  held().setSelection({ nodes });
  await settled();
}

/** The red plate as a scanner has it: its vertices on the left in one colour, on the right in another; all else is its own. */
export async function setVertexColours(left: Colour, right: Colour, opacity: number): Promise<void> {
  await setRed((red) => {
    if (red.mesh === undefined) return red;
    const { positions, faces } = red.mesh;
    const vertexColours = new Uint8Array((positions.length / 3) * 4);
    for (let vertex = 0; vertex < positions.length / 3; vertex++) {
      const worn = (positions[vertex * 3] ?? 0) < 0 ? left : right;
      vertexColours.set([...worn.slice(0, 3).map((share) => Math.round(share * 255)), 255], vertex * 4);
    }
    const whole = faces.map((face): MeshFace => ({ ...face, colour: [0.5, 0.5, 0.5, opacity] }));
    return { ...red, mesh: { ...red.mesh, faces: whole, vertexColours } };
  });
}

/** Both plates as occurrences of the red one, the second of which wears single faces in colours of its own. */
export async function setOccurrenceFaces(colours: Readonly<Record<number, Colour>>): Promise<void> {
  const faceColours = Object.entries(colours).map(([face, worn]) => ({ face: Number(face), colour: worn }));
  const nodes = PLATES.nodes.map((node, at) => (at === 2 ? { ...node, part: 1, faceColours } : node));
  held().setModel({ ...PLATES, nodes });
  await settled();
}

/** As many occurrences of the red plate as asked for, all in its place: they go through each other everywhere. */
export async function setMany(count: number): Promise<void> {
  const [all] = PLATES.nodes;
  const one = (at: number): CadModel["nodes"][number] => ({
    parent: 0,
    part: 1,
    occurrence: `red ${at}`,
    path: `all/red ${at}`,
    transform: translation(0, -20, 0),
  });
  held().setModel({
    ...PLATES,
    nodes: [...(all === undefined ? [] : [all]), ...Array.from({ length: count }, (_, at) => one(at))],
  });
  await settled();
}

async function setRed(change: (red: CadPart) => CadPart): Promise<void> {
  const parts = PLATES.parts.map((each) => (each.number === "red" ? change(each) : each));
  held().setModel({ ...PLATES, parts });
  await settled();
}

async function settled(): Promise<void> {
  const { frames } = held().statistics();
  held().setMarks([]);
  while (held().statistics().frames === frames) await frame();
}

function held(): Scene {
  if (scene === undefined) throw new Error("no scene is open");
  return scene;
}

export interface Shot {
  readonly ghosts: readonly number[];
  readonly hidden: readonly number[];
  /** Radians about z: 0 looks from −y. */
  readonly azimuth: number;
  readonly projection?: "perspective" | "orthographic";
  readonly section?: readonly SectionPlane[];
  /** Of the middle, in its own size: mean colour of this many pixels around it. */
  readonly at?: readonly [x: number, y: number];
}

async function show({
  ghosts,
  hidden,
  azimuth,
  projection = "perspective",
  section = [],
}: Shot): Promise<void> {
  held().setVisibility({ hidden: new Set(hidden), ghosted: new Set(ghosts) });
  held().setSection(section);
  const pose = {
    target: [0, 0, 20] as const,
    distance: 160,
    azimuth,
    polar: Math.PI / 2 - 0.05,
    roll: 0,
  };
  held().setCamera({ projection, pose: { ...held().camera().pose, ...pose } });
  await settled();
}

/** Mean of a few pixels around a place, which a line or the noise of the ground can't change. */
async function pixelsOf(
  picture: Blob,
  [x, y]: readonly [x: number, y: number],
): Promise<readonly [red: number, green: number, blue: number, alpha: number]> {
  const bitmap = await createImageBitmap(picture);
  const flat = new OffscreenCanvas(SIZE, SIZE).getContext("2d");
  if (flat === null) throw new Error("no canvas");
  flat.drawImage(bitmap, 0, 0);
  const side = 8;
  const { data } = flat.getImageData(x * SIZE - side / 2, y * SIZE - side / 2, side, side);
  const sum = [0, 0, 0, 0];
  data.forEach((value, index) => {
    sum[index % 4] = (sum[index % 4] ?? 0) + value;
  });
  const [red = 0, green = 0, blue = 0, alpha = 0] = sum.map((value) => value / side / side);
  return [red, green, blue, alpha];
}

export async function colour(shot: Shot): Promise<Rgb> {
  await show(shot);
  const [red, green, blue] = await pixelsOf(await held().screenshot(SIZE, SIZE), shot.at ?? [0.5, 0.5]);
  return [red, green, blue];
}

/** Takes the graphics context away and gives it back, as a driver that is reset does. */
export async function loseContext(): Promise<void> {
  const extension = canvas?.getContext("webgl2")?.getExtension("WEBGL_lose_context");
  if (canvas === undefined || extension === null || extension === undefined)
    throw new Error("no way to lose the context");
  const told = (type: string): Promise<unknown> =>
    new Promise((next) => canvas?.addEventListener(type, next, { once: true }));
  const [lost, restored] = [told("webglcontextlost"), told("webglcontextrestored")];
  extension.loseContext();
  await lost;
  // Given back in a task of its own: while the loss is still being told it can't be.
  await new Promise((next) => setTimeout(next));
  extension.restoreContext();
  await restored;
}

/** Pixels of the canvas, and of the screen per CSS pixel. */
export function density(): { readonly width: number; readonly height: number; readonly ratio: number } {
  if (canvas === undefined) throw new Error("no scene is open");
  return { width: canvas.width, height: canvas.height, ratio: devicePixelRatio };
}

/** What a pick at the middle of the canvas meets. */
export function pickMiddle(): number | undefined {
  return held().pick(SIZE / 2, SIZE / 2)?.node;
}

/** The face of it. */
export function pickFaceInTheMiddle(): number | undefined {
  return held().pick(SIZE / 2, SIZE / 2)?.face;
}

/** How much of the middle of a picture without a background is covered, 0…255. */
export async function cover(shot: Shot): Promise<number> {
  await show(shot);
  const [, , , alpha] = await pixelsOf(await held().screenshot(SIZE, SIZE, "transparent"), [0.5, 0.5]);
  return alpha;
}
