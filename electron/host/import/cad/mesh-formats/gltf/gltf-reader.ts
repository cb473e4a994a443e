/** glTF 2.0 (ISO/IEC 12113): GLB, or JSON with its bytes inside or beside it. */
import { ImportError } from "../../../importer.ts";
import type { ReadModel } from "../read-model.ts";
import { accessorReader } from "./accessors.ts";
import { loadBuffers } from "./buffers.ts";
import { openContainer } from "./container.ts";
import { readDocument } from "./document.ts";
import { startDraco } from "./draco.ts";
import { readFaces } from "./faces.ts";
import { meshoptUnpacker } from "./meshopt.ts";
import { readTree } from "./tree.ts";

/**
 * @param path of the file: what it names lies beside it
 * @throws ImportError where nothing can be drawn
 */
export async function readGltf(bytes: Uint8Array, path: string, signal: AbortSignal): Promise<ReadModel> {
  const container = openContainer(bytes);
  const document = readDocument(container.json);
  const buffers = await loadBuffers(document, container.binary, path, signal);
  const unpacker = await meshoptUnpacker(document, buffers.bytes);
  const accessors = accessorReader(document, buffers.bytes, unpacker);
  const isPacked = document.meshes.some(({ primitives }) =>
    primitives.some(({ extensions }) => extensions?.KHR_draco_mesh_compression !== undefined),
  );
  const meshes = readFaces(document, accessors, isPacked ? await startDraco() : undefined);
  const isEmpty = meshes.lines.every(({ curves, points }) => curves.length + points.length === 0);
  if (isEmpty && meshes.faces.every((faces) => faces.length === 0)) {
    const [reason] = meshes.problems.filter((problem) => problem !== undefined);
    throw new ImportError(reason ?? meshes.remarks[0] ?? "The glTF file has no mesh to draw.");
  }
  const tree = readTree(document, meshes, accessors);
  if (tree.parts.every(({ faces, curves, points }) => faces.length === 0 && (curves ?? points) === undefined))
    throw new ImportError("No node of its scene has a mesh that can be drawn.");
  const { version, generator } = document.asset;
  return {
    schema: `glTF ${version}`,
    ...(generator === undefined ? {} : { originatingSystem: generator.slice(0, 200) }),
    parts: tree.parts,
    nodes: tree.nodes,
    problems: [...container.problems, ...buffers.problems, ...tree.problems, ...meshes.remarks],
    remarks: ["glTF is in metres with y up: it is shown in millimetres, turned so that z is up."],
    rejections: [],
    head: JSON.stringify({ asset: document.asset }),
  };
}
