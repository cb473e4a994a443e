/** IGES and BREP: read and meshed by the kernel in one go, in a worker that may crash, hang or eat memory. */
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { ImportError } from "../../../importer.ts";
import type { WholeFileKernel } from "../../kernel/mesh-kernel.ts";
import { isPlaceholder } from "../../placeholder.ts";
import type { ReadModel } from "../read-model.ts";
import { brepStart } from "./brep-header.ts";
import { readIgesHeader } from "./iges-header.ts";
import { sceneParts } from "./kernel-scene.ts";
import { brepSurfaces } from "./surfaces/brep-surfaces.ts";
import { faceSurfaces } from "./surfaces/face-surfaces.ts";
import { igesSurfaces } from "./surfaces/iges-surfaces.ts";

/** @throws ImportError where nothing can be drawn */
export async function readIges(
  bytes: Uint8Array,
  kernel: WholeFileKernel,
  signal: AbortSignal,
): Promise<ReadModel> {
  const { product, system, unit, exportedAt, version, text } = readIgesHeader(bytes);
  const named = product === undefined || isPlaceholder(product) ? {} : { number: product };
  const read = await meshed("iges", bytes, kernel, signal);
  const surfaces = faceSurfaces(read.meshes, igesSurfaces(bytes));
  const scene = sceneParts(read, { name: product, ...named }, surfaces);
  return {
    schema: version === undefined ? "IGES" : `IGES ${version}`,
    ...(system === undefined ? {} : { originatingSystem: system }),
    ...(exportedAt === undefined ? {} : { exportedAt }),
    parts: scene.parts,
    nodes: scene.nodes,
    problems: missingFaces(scene.missing),
    remarks:
      unit === undefined
        ? ["The IGES file states no unit: it is taken as inches, as the standard says."]
        : [],
    rejections: [],
    head: text,
  };
}

/** @throws ImportError where nothing can be drawn */
export async function readBrep(
  bytes: Uint8Array,
  kernel: WholeFileKernel,
  signal: AbortSignal,
): Promise<ReadModel> {
  const read = await meshed("brep", bytes, kernel, signal);
  const surfaces = faceSurfaces(read.meshes, brepSurfaces(bytes) ?? []);
  const scene = sceneParts(read, { name: undefined }, surfaces);
  return {
    schema: "BREP",
    parts: scene.parts,
    nodes: scene.nodes,
    problems: missingFaces(scene.missing),
    remarks: ["BREP states no unit: its numbers are taken as millimetres."],
    rejections: [],
    head: brepStart(bytes).split("\n").slice(0, 4).join("\n").trim(),
  };
}

async function meshed(
  format: "iges" | "brep",
  bytes: Uint8Array,
  kernel: WholeFileKernel,
  signal: AbortSignal,
): ReturnType<WholeFileKernel["readWhole"]> {
  try {
    return await kernel.readWhole({ format, bytes }, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof Failure)) throw thrown;
    throw new ImportError(`It can't be drawn: ${thrown.message}.`);
  }
}

function missingFaces(count: number): readonly string[] {
  return count === 0 ? [] : [`It is drawn without ${count} of its faces, which could not be meshed.`];
}
