/**
 * A coarse form of each large mesh, for frames of a view that moves: fewer triangles over the same vertices. Made once
 * with the import, so that the page has it with the model. Quadric error metrics (Garland and Heckbert, "Surface
 * Simplification Using Quadric Error Metrics", SIGGRAPH 1997), by meshoptimizer, which keeps seams between faces.
 */
import { MeshoptSimplifier } from "meshoptimizer/simplifier";
import type { CadMesh, CadModel, CadPart } from "../../../shared/model/cad.ts";

/** Smaller meshes are drawn whole: there is nothing to gain. */
const LEAST_TRIANGLES = 1_000;
/** The memory that simplifying takes grows with the mesh, and is not given back. */
const MOST_TRIANGLES = 3_000_000;
/** Share of the triangles that is aimed at. */
const TARGET = 0.1;
/** Largest deviation, as a share of the part's extent: under two pixels of a part that fills a view. */
const DEVIATION = 0.002;
/** Kept only where that many are left at most: a coarse form that is hardly coarser is not worth its bytes. */
const WORTH = 0.7;

/** Meshes that were looked at: by an importer that keeps them in the mesh cache, and on the way into the store. */
const known = new WeakMap<CadMesh, CadMesh>();

/** The model with coarse forms where they are worth it; a part of a model that is still being read has none yet. */
export async function withCoarseMeshes(model: CadModel): Promise<CadModel> {
  if (model.isPartial === true || !model.parts.some(({ mesh }) => isLarge(mesh))) return model;
  await MeshoptSimplifier.ready;
  return { ...model, parts: model.parts.map(coarser) };
}

function coarser(part: CadPart): CadPart {
  const { mesh } = part;
  if (mesh === undefined || !isLarge(mesh) || mesh.coarse !== undefined) return part;
  const made = known.get(mesh) ?? simplified(mesh);
  known.set(mesh, made);
  return made === mesh ? part : { ...part, mesh: made };
}

/** The mesh itself where a coarse form is not worth it, or can't be made. */
function simplified(mesh: CadMesh): CadMesh {
  if (!isSound(mesh)) return mesh;
  const { indices, positions } = mesh;
  const aim = Math.floor((indices.length * TARGET) / 3) * 3;
  let coarse: Uint32Array;
  try {
    [coarse] = MeshoptSimplifier.simplify(indices, positions, 3, aim, DEVIATION);
  } catch (thrown) {
    // Out of memory there: the mesh is drawn whole, and the file is none the worse for it.
    if (thrown instanceof RangeError || thrown instanceof WebAssembly.RuntimeError) return mesh;
    throw thrown;
  }
  return coarse.length === 0 || coarse.length > indices.length * WORTH ? mesh : { ...mesh, coarse };
}

/** The simplifier trusts its input; whoever stores the mesh says what is wrong with it. */
function isSound({ indices, positions }: CadMesh): boolean {
  const vertices = positions.length / 3;
  return indices.every((index) => index < vertices) && positions.every(Number.isFinite);
}

function isLarge(mesh: CadMesh | undefined): mesh is CadMesh {
  const triangles = (mesh?.indices.length ?? 0) / 3;
  return triangles >= LEAST_TRIANGLES && triangles <= MOST_TRIANGLES;
}
