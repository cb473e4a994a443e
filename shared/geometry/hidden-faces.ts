/** A model without the faces that its file hides in single occurrences of a part. */
import { firstCurve, type CadMesh, type CadModel, type CadPart, type MeshFace } from "../model/cad.ts";
import { weldVertices } from "./weld-vertices.ts";

const made = new WeakMap<CadModel, CadModel>();

export function hasHiddenFaces({ nodes }: Pick<CadModel, "nodes">): boolean {
  return nodes.some(({ hiddenFaces }) => hiddenFaces !== undefined);
}

/**
 * Occurrences with hidden faces are of parts of their own, which stand behind all others under the number of their part:
 * so that whatever asks for the mesh of an occurrence is given what is there, and they say which part they stand for. Every
 * face keeps its number. The same object for the same model, and the very model where it hides no face.
 */
export function withoutHiddenFaces(model: CadModel): CadModel {
  const known = made.get(model);
  if (known !== undefined) return known;
  if (!hasHiddenFaces(model)) return model;
  const parts: CadPart[] = [...model.parts];
  /** Of each part by the faces; occurrences share what is equal. */
  const variants = new Map<number, Map<readonly number[], number>>();
  const variantOf = (part: number, hidden: readonly number[]): number => {
    const own = parts[part];
    if (own?.mesh === undefined) return part;
    const ofPart = variants.get(part) ?? new Map<readonly number[], number>();
    variants.set(part, ofPart);
    const before = ofPart.get(hidden);
    if (before !== undefined) return before;
    // Hidden bodies are counted once, at their part.
    const { mesh, hidden: _, ...rest } = own;
    const left = meshWithout(mesh, new Set(hidden));
    const variant =
      parts.push({ ...rest, standsFor: part, ...(left === undefined ? {} : { mesh: left }) }) - 1;
    ofPart.set(hidden, variant);
    return variant;
  };
  const nodes = model.nodes.map((node) =>
    node.hiddenFaces === undefined ? node : { ...node, part: variantOf(node.part, node.hiddenFaces) },
  );
  const without = { ...model, parts, nodes };
  made.set(model, without);
  return without;
}

/** Those faces have no triangles any more, and their vertices and edges are gone; undefined where nothing is left. */
export function meshWithout(mesh: CadMesh, hidden: ReadonlySet<number>): CadMesh | undefined {
  const { positions, normals, indices, vertexColours, coarse } = mesh;
  const isUsed = new Uint8Array(positions.length / 3);
  const faces: MeshFace[] = [];
  const kept: Uint32Array[] = [];
  let first = 0;
  mesh.faces.forEach((face, at) => {
    const count = hidden.has(at) ? 0 : face.count;
    const own = indices.subarray(face.first * 3, (face.first + count) * 3);
    for (const vertex of own) isUsed[vertex] = 1;
    kept.push(own);
    faces.push({ ...face, first, count });
    first += count;
  });
  const vertices = Array.from(isUsed.keys()).filter((vertex) => isUsed[vertex] === 1);
  const places = new Uint32Array(isUsed.length);
  vertices.forEach((vertex, at) => {
    places[vertex] = at;
  });
  const edges = edgesWithout(mesh, hidden);
  if (first === 0 && edges.length === 0) return undefined;
  const moved = new Uint32Array(first * 3);
  let at = 0;
  for (const own of kept) for (const vertex of own) moved[at++] = places[vertex] ?? 0;
  const rough = coarse && coarseWithout(coarse, isUsed, places);
  return {
    positions: picked(Float32Array, positions, vertices, 3),
    normals: picked(Float32Array, normals, vertices, 3),
    indices: moved,
    faces,
    edges,
    ...(mesh.curves === undefined ? {} : { curves: mesh.curves }),
    ...(rough === undefined || rough.length === 0 ? {} : { coarse: rough }),
    ...(vertexColours === undefined ? {} : { vertexColours: picked(Uint8Array, vertexColours, vertices, 4) }),
  };
}

/** Without edges of hidden faces that none of the others has. Curves are of no face. */
function edgesWithout(mesh: CadMesh, hidden: ReadonlySet<number>): Float32Array {
  const { positions, indices, edges } = mesh;
  const ends = firstCurve(mesh) * 2;
  const all = new Float32Array(positions.length + ends * 3);
  all.set(positions);
  all.set(edges.subarray(0, ends * 3), positions.length);
  // Vertices and ends of edges that are one point.
  const points = weldVertices(all);
  const vertices = positions.length / 3;
  const facesAt = new Map<number, Set<number>>();
  for (let end = 0; end < ends; end++) facesAt.set(points[vertices + end] ?? 0, new Set());
  mesh.faces.forEach(({ first, count }, face) => {
    for (let at = first * 3; at < (first + count) * 3; at++)
      facesAt.get(points[indices[at] ?? 0] ?? 0)?.add(face);
  });
  const isGone = (end: number): boolean => {
    const [one = NO_FACES, other = NO_FACES] = [end, end + 1].map((own) =>
      facesAt.get(points[vertices + own] ?? 0),
    );
    // Very many may meet in one point, two or three do in most.
    const [few, many] = one.size <= other.size ? [one, other] : [other, one];
    let isShared = false;
    for (const face of few) {
      if (!many.has(face)) continue;
      if (!hidden.has(face)) return false;
      isShared = true;
    }
    return isShared;
  };
  const kept = new Float32Array(edges.length);
  let filled = 0;
  for (let end = 0; end < edges.length / 3; end += 2) {
    if (end < ends && isGone(end)) continue;
    kept.set(edges.subarray(end * 3, end * 3 + 6), filled);
    filled += 6;
  }
  return kept.slice(0, filled);
}

const NO_FACES: ReadonlySet<number> = new Set();

function coarseWithout(coarse: Uint32Array, isUsed: Uint8Array, places: Uint32Array): Uint32Array {
  const kept: number[] = [];
  for (let at = 0; at + 2 < coarse.length; at += 3) {
    const corners = coarse.subarray(at, at + 3);
    if (corners.every((vertex) => isUsed[vertex] === 1))
      for (const vertex of corners) kept.push(places[vertex] ?? 0);
  }
  return Uint32Array.from(kept);
}

function picked<T extends Float32Array | Uint8Array>(
  type: new (length: number) => T,
  values: T,
  vertices: readonly number[],
  width: number,
): T {
  const result = new type(vertices.length * width);
  vertices.forEach((vertex, at) => {
    result.set(values.subarray(vertex * width, (vertex + 1) * width), at * width);
  });
  return result;
}
