/**
 * Occurrences as a binary glTF (glTF 2.0, Khronos 2021): the structure with its names, each unique mesh
 * once however often it occurs, colours as materials. glTF counts in metres with Y up: one root node
 * turns and scales, so that every number below it is the model's own in mm.
 */
import {
  firstCurve,
  isCurves,
  type CadMesh,
  type CadModel,
  type CadNode,
  type CadPart,
  type Colour,
  type FaceColour,
} from "../../../shared/model/cad.ts";
import { withFaceColours } from "../model/drawn-model.ts";
import { assemble } from "./glb-file.ts";
import { createBinary, type Binary } from "./glb-binary.ts";
import { createMaterials, toLinear, type Materials } from "./glb-materials.ts";
import { createPace, type ExportRun } from "./export-run.ts";

/** From mm with Z up to metres with Y up, column-major. */
const ROOT_MATRIX = [0.001, 0, 0, 0, 0, 0, -0.001, 0, 0, 0.001, 0, 0, 0, 0, 0, 1] as const;
const GREY: Colour = [0.6, 0.63, 0.66, 1];
const [FLOAT, UNSIGNED_INT, UNSIGNED_SHORT] = [5126, 5125, 5123] as const;
const [VERTICES, INDICES] = [34962, 34963] as const;

interface Primitive {
  readonly attributes: { readonly POSITION: number; readonly NORMAL: number; readonly COLOR_0?: number };
  readonly indices: number;
  readonly material: number;
}

/** Segments, two vertices each (glTF 2.0, 3.7.2.1). */
const LINES = 1;

interface Lines {
  readonly attributes: { readonly POSITION: number };
  readonly mode: typeof LINES;
  readonly material: number;
}

/**
 * The file in pieces, to be put into a Blob one after another.
 * @param wanted 1 per node whose own geometry is written; assemblies above it come along
 * @throws the signal's reason; RangeError where the file would exceed 4 GiB, the most its header can say
 */
export async function writeGlb(
  model: CadModel,
  wanted: Uint8Array,
  run: ExportRun,
): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const binary = createBinary();
  const materials = createMaterials();
  const meshes = createMeshes(binary, materials);
  const total = usedParts(model, wanted).reduce((sum, part) => sum + workOf(model.parts[part]), 0);
  const pace = createPace(run, total);
  const nodes: object[] = [{ name: "Model", matrix: ROOT_MATRIX, children: [] as number[] }];
  const numbers = await nodesInto(nodes, model, wanted, meshes, pace);
  const children = (node: number): number[] => (nodes[node] as { children: number[] }).children;
  model.nodes.forEach(({ parent }, node) => {
    const [own, above] = [numbers.get(node), parent < 0 ? 0 : numbers.get(parent)];
    if (own !== undefined && above !== undefined) children(above).push(own);
  });
  for (const node of nodes as { children?: number[] }[])
    if (node.children?.length === 0) delete node.children;
  return assemble({ nodes, meshes: meshes.list, materials: materials.list, binary });
}

function usedParts({ nodes }: CadModel, wanted: Uint8Array): readonly number[] {
  return [...new Set(nodes.flatMap(({ part }, node) => (wanted[node] === 1 ? [part] : [])))];
}

function workOf(part: CadPart | undefined): number {
  return part?.mesh === undefined ? 0 : part.mesh.indices.length / 3;
}

/** The number of each written node in the file. */
async function nodesInto(
  target: object[],
  model: CadModel,
  wanted: Uint8Array,
  meshes: Meshes,
  pace: (done: number) => Promise<void>,
): Promise<ReadonlyMap<number, number>> {
  const kept = Uint8Array.from(wanted);
  for (let node = model.nodes.length - 1; node > 0; node--) {
    const parent = model.nodes[node]?.parent ?? -1;
    if (kept[node] === 1 && parent >= 0) kept[parent] = 1;
  }
  const numbers = new Map<number, number>();
  for (const [index, node] of model.nodes.entries()) {
    if (kept[index] !== 1) continue;
    const part = model.parts[node.part];
    const mesh = wanted[index] === 1 ? await meshes.of(node, part, pace) : undefined;
    const written = {
      name: node.occurrence === "" ? (part?.name ?? "") : node.occurrence,
      ...(isIdentity(node.transform) ? {} : { matrix: node.transform }),
      ...(mesh === undefined ? {} : { mesh }),
      extras: { partNumber: part?.number ?? "", path: node.path },
      children: [] as number[],
    };
    numbers.set(index, target.push(written) - 1);
  }
  return numbers;
}

function isIdentity(matrix: readonly number[]): boolean {
  return matrix.length !== 16 || matrix.every((value, at) => value === (at % 5 === 0 ? 1 : 0));
}

interface Meshes {
  readonly list: object[];
  /** Number of the mesh of a part in the colours of an occurrence; undefined where it has none. */
  readonly of: (
    node: Pick<CadNode, "part" | "colour" | "faceColours">,
    part: CadPart | undefined,
    pace: (done: number) => Promise<void>,
  ) => Promise<number | undefined>;
}

interface PackedVertices {
  readonly position: number;
  readonly normal: number;
  /** Where its vertices have colours. */
  readonly colour: number | undefined;
}

interface Painted {
  /** Triangles of one face colour each; undefined: the part's. */
  readonly groups: Groups;
  /** Numbers of its meshes by the colour that takes the part's place. */
  readonly meshes: Map<string, number>;
}

type Groups = readonly {
  readonly colour: Colour | undefined;
  /** Its vertices wear colours of their own, and the face's says how opaque they are. */
  readonly isTinted: boolean;
  readonly indices: number;
}[];

function createMeshes(binary: Binary, materials: Materials): Meshes {
  const list: object[] = [];
  const packed = new Map<number, PackedVertices>();
  /** Curves by part; of parts that have nothing else their meshes, by part and colour. */
  const lines = new Map<number, readonly PackedCurves[]>();
  const drawn = new Map<string, number>();
  /** By part, then by the colours that single faces of an occurrence wear, which nodes share. */
  const painted = new Map<number, Map<readonly FaceColour[] | undefined, Painted>>();
  const paintedAs = (
    part: number,
    mesh: CadMesh,
    faceColours: readonly FaceColour[] | undefined,
  ): Painted => {
    const ofPart = painted.get(part) ?? new Map<readonly FaceColour[] | undefined, Painted>();
    painted.set(part, ofPart);
    const known = ofPart.get(faceColours);
    if (known !== undefined) return known;
    const coloured = faceColours === undefined ? mesh : withFaceColours(mesh, faceColours);
    const made = { groups: packGroups(coloured, binary), meshes: new Map<string, number>() };
    ofPart.set(faceColours, made);
    return made;
  };
  return {
    list,
    of: async ({ part: index, colour, faceColours }, part, pace) => {
      const mesh = part?.mesh;
      if (mesh === undefined || (mesh.indices.length === 0 && !isCurves(mesh))) return undefined;
      const own = colour ?? part?.colour ?? GREY;
      const curves = lines.get(index) ?? packCurves(mesh, binary);
      lines.set(index, curves);
      const ofCurves = curves.map(({ position, colour: stated }): Lines => ({
        attributes: { POSITION: position },
        mode: LINES,
        material: materials.of(stated ?? own),
      }));
      if (isCurves(mesh)) {
        const key = `${index} ${own.join()}`;
        const before = drawn.get(key);
        if (before !== undefined) return before;
        const number = list.push({ name: part?.name ?? "", primitives: ofCurves }) - 1;
        drawn.set(key, number);
        return number;
      }
      let vertices = packed.get(index);
      const isNew = vertices === undefined;
      vertices ??= packVertices(mesh, binary);
      packed.set(index, vertices);
      const { groups, meshes } = paintedAs(index, mesh, faceColours);
      if (isNew) await pace(mesh.indices.length / 3);
      const key = own.join();
      const before = meshes.get(key);
      if (before !== undefined) return before;
      const { position, normal, colour: tints } = vertices;
      const primitives = groups.map((group): Primitive => ({
        attributes: {
          POSITION: position,
          NORMAL: normal,
          ...(group.isTinted && tints !== undefined ? { COLOR_0: tints } : {}),
        },
        indices: group.indices,
        // A material's colour is multiplied with that of a vertex (3.9.2).
        material: materials.of(group.isTinted ? [1, 1, 1, (group.colour ?? own)[3]] : (group.colour ?? own)),
      }));
      const number = list.push({ name: part?.name ?? "", primitives: [...primitives, ...ofCurves] }) - 1;
      meshes.set(key, number);
      return number;
    },
  };
}

interface PackedCurves {
  /** Undefined: their part's. */
  readonly colour: Colour | undefined;
  readonly position: number;
}

/** Of a mesh with faces those behind its edges; runs of one colour each. */
function packCurves(mesh: CadMesh, binary: Binary): readonly PackedCurves[] {
  const runs = mesh.curves ?? (isCurves(mesh) ? [{ count: mesh.edges.length / 6, colour: undefined }] : []);
  let first = mesh.curves === undefined ? 0 : firstCurve(mesh);
  return runs.flatMap(({ count, colour }) => {
    const own = mesh.edges.slice(first * 6, (first + count) * 6);
    first += count;
    return own.length === 0 ? [] : [{ colour, position: packPositions(own, binary) }];
  });
}

function packPositions(positions: Float32Array, binary: Binary): number {
  const [min, max] = limits(positions);
  const said = { componentType: FLOAT, count: positions.length / 3, type: "VEC3", min, max };
  return binary.accessor(positions, VERTICES, said);
}

function packVertices(mesh: CadMesh, binary: Binary): PackedVertices {
  const count = mesh.positions.length / 3;
  const said = { componentType: FLOAT, count, type: "VEC3" };
  return {
    position: packPositions(mesh.positions, binary),
    normal: binary.accessor(mesh.normals, VERTICES, said),
    colour:
      mesh.vertexColours === undefined
        ? undefined
        : binary.accessor(linearColours(mesh.vertexColours), VERTICES, {
            componentType: UNSIGNED_SHORT,
            normalized: true,
            count,
            type: "VEC4",
          }),
  };
}

/** COLOR_0 is linear (3.7.2.1): in 16 bits no step of sRGB is lost. */
function linearColours(colours: Uint8Array): Uint16Array {
  const linear = Array.from({ length: 256 }, (_, byte) => Math.round(toLinear(byte / 255) * 65_535));
  return Uint16Array.from(colours, (byte, at) => (at % 4 === 3 ? 65_535 : (linear[byte] ?? 0)));
}

function packGroups(mesh: CadMesh, binary: Binary): Groups {
  const groups = new Map<
    string,
    { readonly colour: Colour | undefined; readonly isTinted: boolean; readonly ranges: Uint32Array[] }
  >();
  for (const { first, count, colour } of mesh.faces.length === 0
    ? [{ first: 0, count: mesh.indices.length / 3, colour: undefined }]
    : mesh.faces) {
    const isTinted = mesh.vertexColours?.[(mesh.indices[first * 3] ?? 0) * 4 + 3] === 255;
    const key = `${isTinted} ${(isTinted ? colour?.[3] : colour?.join()) ?? ""}`;
    const range = mesh.indices.subarray(first * 3, (first + count) * 3);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { colour, isTinted, ranges: [range] });
    else group.ranges.push(range);
  }
  return [...groups.values()].flatMap(({ colour, isTinted, ranges }) => {
    const length = ranges.reduce((sum, range) => sum + range.length, 0);
    // A face that could not be meshed: an accessor has at least one element (3.6.2).
    if (length === 0) return [];
    const indices = new Uint32Array(length);
    let at = 0;
    for (const range of ranges) {
      indices.set(range, at);
      at += range.length;
    }
    const said = { componentType: UNSIGNED_INT, count: length, type: "SCALAR" };
    return [{ colour, isTinted, indices: binary.accessor(indices, INDICES, said) }];
  });
}

function limits(positions: Float32Array): readonly [number[], number[]] {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at++) {
    const axis = at % 3;
    min[axis] = Math.min(min[axis] ?? 0, positions[at] ?? 0);
    max[axis] = Math.max(max[axis] ?? 0, positions[at] ?? 0);
  }
  return [min, max];
}
