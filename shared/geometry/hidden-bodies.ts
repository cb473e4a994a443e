/** A model with the bodies and faces that its file hides, for whoever asked to see them. */
import { firstCurve, type CadMesh, type CadModel, type CadPart } from "../model/cad.ts";
import { hasHiddenFaces } from "./hidden-faces.ts";

const made = new WeakMap<CadModel, CadModel>();

/** Bodies that the file marks hidden and that could be drawn, or faces of single occurrences. */
export function hasHiddenBodies(model: Pick<CadModel, "parts" | "nodes">): boolean {
  return hasBodies(model) || hasHiddenFaces(model);
}

function hasBodies({ parts }: Pick<CadModel, "parts">): boolean {
  return parts.some(({ hidden }) => hidden?.mesh !== undefined);
}

/**
 * The hidden bodies of each part as faces of its mesh, behind its own: every face keeps its number. The same object for
 * the same model, and the very model where it hides no body: faces of occurrences are in it anyway.
 */
export function withHiddenBodies(model: CadModel): CadModel {
  if (!hasBodies(model)) return model;
  const known = made.get(model) ?? { ...model, parts: model.parts.map(whole) };
  made.set(model, known);
  return known;
}

function whole(part: CadPart): CadPart {
  const { mesh, hidden } = part;
  if (hidden?.mesh === undefined) return part;
  return { ...part, mesh: mesh === undefined ? hidden.mesh : joined(mesh, hidden.mesh) };
}

function joined(mesh: CadMesh, more: CadMesh): CadMesh {
  const vertices = mesh.positions.length / 3;
  const triangles = mesh.indices.length / 3;
  const indices = more.indices.map((index) => index + vertices);
  return {
    positions: both(Float32Array, mesh.positions, more.positions),
    normals: both(Float32Array, mesh.normals, more.normals),
    ...linesOf(mesh, more),
    indices: both(Uint32Array, mesh.indices, indices),
    faces: [...mesh.faces, ...more.faces.map((face) => ({ ...face, first: face.first + triangles }))],
    ...(mesh.coarse === undefined ? {} : { coarse: both(Uint32Array, mesh.coarse, indices) }),
    ...(mesh.vertexColours === undefined && more.vertexColours === undefined
      ? {}
      : { vertexColours: both(Uint8Array, vertexColours(mesh), vertexColours(more)) }),
  };
}

/** Curves stay behind all edges. */
function linesOf(mesh: CadMesh, more: CadMesh): Pick<CadMesh, "edges" | "curves"> {
  const first = firstCurve(mesh) * 6;
  const edges = both(Float32Array, mesh.edges.subarray(0, first), more.edges);
  if (mesh.curves === undefined) return { edges };
  return { edges: both(Float32Array, edges, mesh.edges.subarray(first)), curves: mesh.curves };
}

function vertexColours(mesh: CadMesh): Uint8Array {
  return mesh.vertexColours ?? new Uint8Array((mesh.positions.length / 3) * 4);
}

function both<T extends Float32Array | Uint32Array | Uint8Array>(
  type: new (length: number) => T,
  first: T,
  second: T,
): T {
  const result = new type(first.length + second.length);
  result.set(first);
  result.set(second, first.length);
  return result;
}
