/**
 * A CadModel as one block of bytes, for the blob store and the browser. Layout, little-endian:
 *
 *     u32 magic "TLCM", u32 version, u32 length of the head, u32 zero
 *     head: JSON in UTF-8 (mesh-head.ts), padding to 8
 *     f64 transforms   16 per node
 *     f64 surfaces     9 per surface: origin, axis, radius, minor radius, semi-angle; NaN where absent
 *     i32 nodes        3 per node: parent, part, colour (-1: none)
 *     u32 faces        4 per face of all meshes: triangles, colour + 1, name + 1, surface kind + 1 (0: none)
 *     per mesh         (of a part, then of its hidden bodies)
 *                      f32 positions, f32 normals, f32 edges, u32 indices, u32 indices of its coarse form,
 *                      u8 colours: 4 per vertex, where it has any
 *
 * Nothing holds an offset: every section's place follows from the counts in the head, and together they
 * must fill the block exactly. A face's first triangle follows from the faces before it.
 */
import {
  SURFACE_KINDS,
  type CadMesh,
  type CadModel,
  type CadNode,
  type CadPart,
  type Colour,
  type MeshCurves,
} from "../model/cad.ts";
import { Failure } from "../rpc/failure.ts";
import { faceColourSets, readFaceColours } from "./face-colour-sets.ts";
import { hiddenFaceSets, readHiddenFaces } from "./hidden-face-sets.ts";
import { exactly, faceReader, present, SURFACE_NUMBERS, surfaceNumbers } from "./blob-faces.ts";
import { bytesOf, corrupt, countsOf, parseHead, type MeshCounts, type MeshHead } from "./mesh-head.ts";
import { ValuePool } from "./value-pool.ts";

/** Part of what a mesh cache keys on: a blob of another version is not read but made again. */
export const MESH_BLOB_VERSION = 1;

const MAGIC = 0x4d43_4c54;
const HEADER = 16;

const align = (offset: number): number => Math.ceil(offset / 8) * 8;

/** @throws Failure `invalid` for a model that breaks the promises of CadModel (faces that leave triangles out, an index past the vertices) */
export function encodeModel(model: CadModel): Uint8Array<ArrayBuffer> {
  const colours = new ValuePool<Colour>((colour) => colour.join());
  const colourIndex = (colour: Colour | undefined): number => colours.index(colour);
  const names = new ValuePool<string>((name) => name);
  const meshes = model.parts.flatMap(({ mesh, hidden }) =>
    [mesh, hidden?.mesh].filter((own) => own !== undefined),
  );
  const faces = meshes.flatMap((mesh) => [...mesh.faces]);
  const surfaces = faces.flatMap(({ surface }) => (surface === undefined ? [] : [surface]));
  const nodeNumbers = Int32Array.from(
    model.nodes.flatMap(({ parent, part, colour }) => [parent, part, colours.index(colour)]),
  );
  const faceNumbers = Uint32Array.from(
    faces.flatMap(({ count, colour, name, surface }) => [
      count,
      colours.index(colour) + 1,
      names.index(name) + 1,
      surface === undefined ? 0 : SURFACE_KINDS.indexOf(surface.kind) + 1,
    ]),
  );
  const paths: [number, string][] = [];
  model.nodes.forEach(({ parent, occurrence, path }, node) => {
    if (path !== joinPath(model.nodes[parent]?.path, occurrence)) paths.push([node, path]);
  });
  const head: MeshHead = {
    schema: model.schema,
    originatingSystem: model.originatingSystem,
    exportedAt: model.exportedAt,
    problems: [...model.problems],
    remarks: model.remarks === undefined ? undefined : [...model.remarks],
    isPartial: model.isPartial,
    parts: model.parts.map(({ mesh, hidden, number, name, revision, colour, problem, ...more }) => ({
      number,
      name,
      revision,
      problem,
      colour: colour === undefined ? undefined : [...colour],
      mesh: mesh === undefined ? undefined : countsOf(mesh, colourIndex),
      hidden:
        hidden === undefined
          ? undefined
          : {
              count: hidden.count,
              mesh: hidden.mesh === undefined ? undefined : countsOf(hidden.mesh, colourIndex),
            },
      characteristics: more.characteristics?.map((own) => ({ ...own, faces: [...own.faces] })),
      validation: more.validation?.map((own) => ({ ...own, stated: [...own.stated], drawn: [...own.drawn] })),
      layers: more.layers === undefined ? undefined : [...more.layers],
    })),
    hidden: hiddenNodes(model),
    faceColours: faceColourSets(model, colours),
    hiddenFaces: hiddenFaceSets(model),
    occurrences: model.nodes.map(({ occurrence }) => occurrence),
    paths,
    surfaces: surfaces.length,
    colours: colours.items.map((colour) => [...colour]),
    names: names.items,
  };
  const sections: readonly (Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array)[] = [
    Float64Array.from(model.nodes.flatMap(({ transform }) => exactly(16, transform))),
    Float64Array.from(surfaces.flatMap(surfaceNumbers)),
    nodeNumbers,
    faceNumbers,
    ...meshes.flatMap(({ positions, normals, edges, indices, coarse, vertexColours }) => [
      positions,
      normals,
      edges,
      indices,
      ...(coarse === undefined ? [] : [coarse]),
      ...(vertexColours === undefined ? [] : [vertexColours]),
    ]),
  ];

  const json = new TextEncoder().encode(JSON.stringify(head));
  const start = align(HEADER + json.length);
  const bytes = new Uint8Array(start + sections.reduce((sum, { byteLength }) => sum + byteLength, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, MESH_BLOB_VERSION, true);
  view.setUint32(8, json.length, true);
  bytes.set(json, HEADER);
  let offset = start;
  for (const section of sections) {
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), offset);
    offset += section.byteLength;
  }
  // Whatever this side writes must be readable: the reader's own checks judge it.
  try {
    decodeModel(bytes);
  } catch (thrown) {
    throw new Failure("invalid", `a model that can't be stored: ${(thrown as Error).message}`);
  }
  return bytes;
}

/**
 * The arrays of the result are views of `bytes` (copied once only where `bytes` starts off the
 * alignment): they must not be written to while the bytes are in use.
 * @throws Failure `corrupt` for anything that `encodeModel` can't have written
 */
export function decodeModel(bytes: ArrayBuffer | Uint8Array): CadModel {
  const steps = decodeSteps(bytes);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The same in steps of some milliseconds, for whoever has to answer in between. */
export function* decodeSteps(bytes: ArrayBuffer | Uint8Array): Generator<void, CadModel, void> {
  const source = bytes instanceof Uint8Array ? aligned(bytes) : new Uint8Array(bytes);
  if (source.length < HEADER) throw corrupt("shorter than its header");
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw corrupt("not a mesh");
  const version = view.getUint32(4, true);
  if (version !== MESH_BLOB_VERSION) throw corrupt(`version ${version}, expected ${MESH_BLOB_VERSION}`);
  const headLength = view.getUint32(8, true);
  if (view.getUint32(12, true) !== 0 || HEADER + headLength > source.length)
    throw corrupt("shorter than its head");
  const head = parseHead(source.subarray(HEADER, HEADER + headLength));

  const nodeCount = head.occurrences.length;
  const counts = head.parts.flatMap(({ mesh, hidden }) =>
    [mesh, hidden?.mesh].filter((own) => own !== undefined),
  );
  const faceCount = counts.reduce((sum, { faces }) => sum + faces, 0);
  const start = align(HEADER + headLength);
  const meshBytes = counts.reduce((sum, mesh) => sum + bytesOf(mesh), 0);
  const total = start + nodeCount * (16 * 8 + 3 * 4) + head.surfaces * SURFACE_NUMBERS * 8 + faceCount * 16;
  if (total + meshBytes !== source.length) throw corrupt("its sections don't fill it");

  let offset = source.byteOffset + start;
  const take = <T>(
    type: { new (buffer: ArrayBufferLike, offset: number, length: number): T; BYTES_PER_ELEMENT: number },
    length: number,
  ): T => {
    const array = new type(source.buffer, offset, length);
    offset += length * type.BYTES_PER_ELEMENT;
    return array;
  };
  const transforms = take(Float64Array, nodeCount * 16);
  const surfaces = take(Float64Array, head.surfaces * SURFACE_NUMBERS);
  const nodeNumbers = take(Int32Array, nodeCount * 3);
  const faceNumbers = take(Uint32Array, faceCount * 4);
  const faces = faceReader(head, faceNumbers, surfaces);
  const colours = head.colours as unknown as readonly Colour[];
  const readMesh = (mesh: MeshCounts | undefined): CadMesh | undefined =>
    mesh === undefined
      ? undefined
      : checkedMesh({
          positions: take(Float32Array, mesh.vertices * 3),
          normals: take(Float32Array, mesh.vertices * 3),
          edges: take(Float32Array, mesh.segments * 6),
          indices: take(Uint32Array, mesh.triangles * 3),
          faces: faces.read(mesh),
          ...(mesh.coarse === undefined ? {} : { coarse: take(Uint32Array, mesh.coarse * 3) }),
          ...(mesh.coloured === true ? { vertexColours: take(Uint8Array, mesh.vertices * 4) } : {}),
          ...(mesh.curves === undefined ? {} : { curves: curvesOf(mesh, mesh.curves, colours) }),
        });
  const parts: CadPart[] = [];
  for (const { mesh, hidden, colour, ...rest } of head.parts) {
    yield;
    const part: CadPart = {
      ...present({ ...rest, mesh: readMesh(mesh) }),
      ...(colour === undefined ? {} : { colour: colour as unknown as Colour }),
      ...(hidden === undefined
        ? {}
        : { hidden: present({ count: hidden.count, mesh: readMesh(hidden.mesh) }) }),
    };
    parts.push(checkedFaces(part));
  }
  if (!faces.finished()) throw corrupt("surfaces that belong to no face");
  const { schema, originatingSystem, exportedAt, problems, remarks, isPartial } = head;
  return {
    ...present({ schema, originatingSystem, exportedAt, remarks, isPartial }),
    problems,
    parts,
    nodes: yield* readNodes(head, nodeNumbers, transforms, colours),
  };
}

/** Undefined where there are none, as in nearly all files. */
function hiddenNodes({ nodes }: CadModel): number[] | undefined {
  const found = nodes.flatMap(({ hidden }, node) => (hidden === true ? [node] : []));
  return found.length === 0 ? undefined : found;
}

/** Nodes read before there is a pause. */
const RUN = 2_048;

function* readNodes(
  head: MeshHead,
  numbers: Int32Array,
  transforms: Float64Array,
  colours: readonly Colour[],
): Generator<void, readonly CadNode[], void> {
  const { occurrences, paths, parts, hidden } = head;
  const ownPaths = new Map(paths);
  const isHidden = new Set(hidden);
  const partOf = (node: number): number => numbers[node * 3 + 1] ?? -1;
  const faceColours = readFaceColours(head, partOf);
  const hiddenFaces = readHiddenFaces(head, partOf);
  const nodes: CadNode[] = [];
  // The nodes from the root to the last one: in pre-order a parent can only be one of these.
  const open: number[] = [];
  for (const [node, occurrence] of occurrences.entries()) {
    if (node % RUN === 0) yield;
    const parent = numbers[node * 3] ?? -1;
    const part = numbers[node * 3 + 1] ?? 0;
    const colour = numbers[node * 3 + 2] ?? -1;
    while (open.length > 0 && open.at(-1) !== parent) open.pop();
    if (parent < -1 || (parent >= 0 && open.length === 0)) throw corrupt("nodes out of order");
    if (part < 0 || part >= parts.length) throw corrupt("a node of a part that is not there");
    if (colour < -1 || colour >= colours.length) throw corrupt("a colour that is not there");
    const transform: number[] = [];
    for (let at = node * 16; at < node * 16 + 16; at += 1) {
      const value = transforms[at] ?? NaN;
      if (!Number.isFinite(value)) throw corrupt("a transform that is not finite");
      transform.push(value);
    }
    const read: { -readonly [key in keyof CadNode]: CadNode[key] } = {
      parent,
      part,
      occurrence,
      transform,
      path: ownPaths.get(node) ?? joinPath(nodes[parent]?.path, occurrence),
    };
    const own = colours[colour];
    if (own !== undefined) read.colour = own;
    const ofFaces = faceColours.get(node);
    if (ofFaces !== undefined) read.faceColours = ofFaces;
    const without = hiddenFaces.get(node);
    if (without !== undefined) read.hiddenFaces = without;
    if (isHidden.has(node)) read.hidden = true;
    nodes.push(read);
    open.push(node);
  }
  return nodes;
}

function curvesOf(
  { segments }: MeshCounts,
  runs: NonNullable<MeshCounts["curves"]>,
  colours: readonly Colour[],
): readonly MeshCurves[] {
  if (runs.reduce((sum, [count]) => sum + count, 0) > segments) throw corrupt("curves past its segments");
  return runs.map(([count, at]) => {
    const colour = colours[at - 1];
    if (at > 0 && colour === undefined) throw corrupt("a curve in a colour that is not there");
    return { count, ...(colour === undefined ? {} : { colour }) };
  });
}

/** Indices within the vertices, and numbers that are numbers: the graphics card checks neither. */
function checkedMesh(mesh: CadMesh): CadMesh {
  const vertices = mesh.positions.length / 3;
  for (const indices of [mesh.indices, mesh.coarse ?? []])
    for (const index of indices) if (index >= vertices) throw corrupt("a triangle past the vertices");
  for (const array of [mesh.positions, mesh.normals, mesh.edges]) {
    for (const value of array) if (!Number.isFinite(value)) throw corrupt("a coordinate that is not finite");
  }
  return mesh;
}

function checkedFaces(part: CadPart): CadPart {
  const most = part.mesh?.faces.length ?? 0;
  for (const { faces } of part.characteristics ?? [])
    for (const face of faces) if (face >= most) throw corrupt("a characteristic of a face that is not there");
  return part;
}

function joinPath(parent: string | undefined, occurrence: string): string {
  return parent === undefined ? occurrence : `${parent}/${occurrence}`;
}

function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}
