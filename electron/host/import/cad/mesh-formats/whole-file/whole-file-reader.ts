/** IGES and BREP: read and meshed by the kernel in one go, in a worker that may crash, hang or eat memory. */
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { ImportError } from "../../../importer.ts";
import type { WholeFileKernel } from "../../kernel/mesh-kernel.ts";
import { isPlaceholder } from "../../placeholder.ts";
import type { ReadModel } from "../read-model.ts";
import { brepTree } from "./bodies/brep-tree.ts";
import { readIgesTree } from "./bodies/iges-tree.ts";
import { brepStart } from "./brep-header.ts";
import { readIgesHeader } from "./iges-header.ts";
import { sceneParts } from "./kernel-scene.ts";

/** @throws ImportError where nothing can be drawn */
export async function readIges(
  bytes: Uint8Array,
  kernel: WholeFileKernel,
  signal: AbortSignal,
): Promise<ReadModel> {
  const { product, system, unit, exportedAt, version, text } = readIgesHeader(bytes);
  const whole = product === undefined || isPlaceholder(product) ? {} : { name: product, number: product };
  const reading = readIgesTree(bytes);
  const scene = await meshed("iges", reading.bytes, kernel, signal);
  const { parts, nodes, problems } = sceneParts(scene, reading.tree, "by member", whole);
  return {
    schema: version === undefined ? "IGES" : `IGES ${version}`,
    ...(system === undefined ? {} : { originatingSystem: system }),
    ...(exportedAt === undefined ? {} : { exportedAt }),
    parts,
    nodes,
    problems,
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
  const scene = await meshed("brep", bytes, kernel, signal);
  const { parts, nodes, problems } = sceneParts(scene, brepTree(bytes), "whole", {});
  return {
    schema: "BREP",
    parts,
    nodes,
    problems,
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
