/** All unique meshes of a model in one vertex and one index buffer, and all feature edges in another. */
import { firstCurve, isCurves, type CadMesh, type CadPart, type Colour } from "../../../shared/model/cad.ts";
import { layerOpacity, opacityOfFaces } from "./glass-opacity.ts";
import { atOnce, type Steps } from "./steps.ts";
import { boundsOfMesh, type Bounds } from "../../../shared/geometry/bounds.ts";

/** Where one part lies in the packed buffers, counted in vertices and indices. */
export interface PackedRange {
  readonly vertexStart: number;
  readonly vertexCount: number;
  readonly indexStart: number;
  readonly indexCount: number;
  /** Counted in `coarse`, where there is that. */
  readonly coarseStart: number;
  readonly coarseCount: number;
  readonly edgeStart: number;
  readonly edgeCount: number;
  /** Of the part, in its own coordinates, mm. */
  readonly bounds: Bounds;
}

export interface PackedGeometry {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  /** sRGB of the vertex's face and how opaque it is drawn, at least 1; all 0 where the face has no colour of its own. */
  readonly faceColours: Uint8Array;
  readonly indices: Uint32Array;
  /** What is drawn while the view moves: coarse forms, and whole parts that have none. undefined: no part has one. */
  readonly coarse: Uint32Array | undefined;
  /** x, y, z per end of a segment. */
  readonly edges: Float32Array;
  /** sRGB per end and how it is drawn: as an edge, as a curve of that colour, or of none; undefined: all are edges. */
  readonly lineColours: Uint8Array | undefined;
  /** Per part; undefined where it has no mesh. */
  readonly ranges: readonly (PackedRange | undefined)[];
}

/** Vertices that are packed in a few milliseconds. */
const STEP = 100_000;

export function packGeometry(parts: readonly CadPart[]): PackedGeometry {
  return atOnce(packSteps(parts));
}

export function* packSteps(parts: readonly CadPart[]): Steps<PackedGeometry> {
  const total = { vertices: 0, indices: 0, coarse: 0, edges: 0 };
  const meshes: ({ readonly mesh: CadMesh; readonly packed: ColouredVertices } | undefined)[] = [];
  const ranges: (PackedRange | undefined)[] = [];
  /** Vertices since the last step. */
  let since = 0;
  const isEnough = (vertices: number): boolean => {
    since += vertices;
    if (since < STEP) return false;
    since = 0;
    return true;
  };
  for (const { mesh } of parts) {
    if (mesh === undefined || (mesh.indices.length === 0 && !isCurves(mesh))) {
      meshes.push(undefined);
      ranges.push(undefined);
      continue;
    }
    const packed = colourVertices(mesh);
    const { sources } = packed;
    const vertexCount = sources?.length ?? mesh.positions.length / 3;
    const range = {
      vertexStart: total.vertices,
      vertexCount,
      indexStart: total.indices,
      indexCount: mesh.indices.length,
      coarseStart: total.coarse,
      coarseCount: (mesh.coarse ?? mesh.indices).length,
      edgeStart: total.edges,
      edgeCount: mesh.edges.length / 3,
      bounds: boundsOfMesh(mesh),
    };
    total.vertices += vertexCount;
    total.indices += range.indexCount;
    total.coarse += range.coarseCount;
    total.edges += range.edgeCount;
    meshes.push({ mesh, packed });
    ranges.push(range);
    if (isEnough(vertexCount)) yield;
  }

  const positions = new Float32Array(total.vertices * 3);
  const normals = new Float32Array(total.vertices * 3);
  const faceColours = new Uint8Array(total.vertices * 4);
  const indices = new Uint32Array(total.indices);
  const hasCoarse = meshes.some((each) => each?.mesh.coarse !== undefined);
  const coarse = hasCoarse ? new Uint32Array(total.coarse) : undefined;
  const edges = new Float32Array(total.edges * 3);
  const hasCurves = meshes.some((each) => each?.mesh.curves !== undefined);
  const lineColours = hasCurves ? new Uint8Array(total.edges * 4).fill(AS_EDGE) : undefined;
  for (const [part, each] of meshes.entries()) {
    const range = ranges[part];
    if (each === undefined || range === undefined) continue;
    const { mesh } = each;
    const { sources, colours, indices: own } = each.packed;
    if (sources === undefined) {
      positions.set(mesh.positions, range.vertexStart * 3);
      normals.set(mesh.normals, range.vertexStart * 3);
    } else {
      gather(mesh.positions, sources, positions, range.vertexStart * 3);
      gather(mesh.normals, sources, normals, range.vertexStart * 3);
    }
    if (colours !== undefined) faceColours.set(colours, range.vertexStart * 4);
    move(own, range.vertexStart, indices, range.indexStart);
    if (coarse !== undefined) move(mesh.coarse ?? own, range.vertexStart, coarse, range.coarseStart);
    edges.set(mesh.edges, range.edgeStart * 3);
    if (lineColours !== undefined) colourCurves(mesh, range, lineColours);
    if (isEnough(range.vertexCount)) yield;
  }
  return { positions, normals, faceColours, indices, coarse, edges, lineColours, ranges };
}

/** What stands behind the colour of a line's end (EDGE_VERTEX). */
const [AS_EDGE, PLAIN_CURVE, OWN_COLOUR] = [255, 128, 0] as const;

/** Curves of no colour among others that have one are drawn as their occurrence is, which is none but its curves then. */
function colourCurves(mesh: CadMesh, { edgeStart }: PackedRange, colours: Uint8Array): void {
  const plain = isCurves(mesh) ? AS_EDGE : PLAIN_CURVE;
  let end = edgeStart + firstCurve(mesh) * 2;
  for (const { count, colour } of mesh.curves ?? []) {
    const worn =
      colour === undefined
        ? [0, 0, 0, plain]
        : [colour[0] * 255, colour[1] * 255, colour[2] * 255, OWN_COLOUR].map(Math.round);
    for (const last = end + count * 2; end < last; end++) colours.set(worn, end * 4);
  }
}

interface ColouredVertices {
  readonly indices: Uint32Array;
  /** The mesh's vertex behind each packed vertex; undefined: the same, one to one. */
  readonly sources: readonly number[] | undefined;
  readonly colours: Uint8Array | undefined;
}

/** Gives every vertex its face's colour; a vertex between two colours becomes two. */
function colourVertices(mesh: CadMesh): ColouredVertices {
  const { faces, indices, positions, vertexColours } = mesh;
  if (vertexColours !== undefined)
    return { indices, sources: undefined, colours: ownColours(mesh, vertexColours) };
  if (!faces.some(({ colour }) => colour !== undefined))
    return { indices, sources: undefined, colours: undefined };
  const count = positions.length / 3;
  const keys: (string | undefined)[] = Array.from({ length: count });
  const colourOf: (Colour | undefined)[] = Array.from({ length: count });
  const sources = Array.from({ length: count }, (_, vertex) => vertex);
  const copies = new Map<string, number>();
  const own = Uint32Array.from(indices);
  for (const { first, count: triangles, colour } of faces) {
    const key = colour?.join() ?? "";
    for (let at = first * 3; at < (first + triangles) * 3; at++) {
      const vertex = indices[at] ?? 0;
      if (keys[vertex] === undefined) {
        keys[vertex] = key;
        colourOf[vertex] = colour;
      } else if (keys[vertex] !== key) {
        const name = `${vertex} ${key}`;
        let copy = copies.get(name);
        if (copy === undefined) {
          copy = sources.push(vertex) - 1;
          colourOf[copy] = colour;
          copies.set(name, copy);
        }
        own[at] = copy;
      }
    }
  }
  const colours = new Uint8Array(sources.length * 4);
  const { opaque, plain } = opacityOfFaces(mesh);
  const isGlass = !opaque && !plain;
  colourOf.forEach((colour, vertex) => {
    if (colour === undefined) return;
    colours.set(bytesOf(colour, isGlass), vertex * 4);
  });
  return { indices: own, sources, colours };
}

/** Of a mesh whose vertices have colours: its faces share none of them. */
function ownColours({ faces, indices, positions }: CadMesh, worn: Uint8Array): Uint8Array {
  const colours = new Uint8Array((positions.length / 3) * 4);
  const { opaque, plain } = opacityOfFaces({ faces });
  for (const { first, count, colour } of faces) {
    const [red, green, blue, opacity] =
      colour === undefined ? [0, 0, 0, 0] : bytesOf(colour, !opaque && !plain);
    for (let at = first * 3; at < (first + count) * 3; at++) {
      const place = (indices[at] as number) * 4;
      const isWorn = worn[place + 3] !== 0;
      colours[place] = isWorn ? (worn[place] as number) : red;
      colours[place + 1] = isWorn ? (worn[place + 1] as number) : green;
      colours[place + 2] = isWorn ? (worn[place + 2] as number) : blue;
      colours[place + 3] = isWorn && opacity === 0 ? 255 : opacity;
    }
  }
  return colours;
}

function bytesOf(
  [red, green, blue, own]: Colour,
  isGlass: boolean,
): readonly [number, number, number, number] {
  const opacity = own < 1 ? layerOpacity(own, isGlass) : 1;
  return [Math.round(red * 255), Math.round(green * 255), Math.round(blue * 255), Math.round(opacity * 255)];
}

/** Indices of one part among those of all. */
function move(own: Uint32Array, vertexStart: number, to: Uint32Array, start: number): void {
  for (let at = 0; at < own.length; at++) to[start + at] = (own[at] as number) + vertexStart;
}

function gather(from: Float32Array, sources: readonly number[], to: Float32Array, at: number): void {
  sources.forEach((source, vertex) => {
    for (let axis = 0; axis < 3; axis++) to[at + vertex * 3 + axis] = from[source * 3 + axis] ?? 0;
  });
}
