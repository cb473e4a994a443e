/** IGES and BREP: read and meshed by the kernel in one go, in a worker that may crash, hang or eat memory. */
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { ImportError } from "../../../importer.ts";
import type { KernelScene, WholeFileKernel, WholeFileRequest } from "../../kernel/mesh-kernel.ts";
import { isPlaceholder } from "../../placeholder.ts";
import type { ReadModel } from "../read-model.ts";
import type { TreeMember } from "./bodies/body-tree.ts";
import { readBrepTree } from "./bodies/brep-tree.ts";
import { readIgesTree } from "./bodies/iges-tree.ts";
import { holdsFaces, withCurvesAlone } from "./bodies/loose-curves.ts";
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
  const scene = await meshed({ format: "iges", bytes: reading.bytes }, reading.tree, kernel, signal);
  const { parts, nodes, problems } = sceneParts(scene, reading.tree, "by member", whole);
  return {
    schema: version === undefined ? "IGES" : `IGES ${version}`,
    ...(system === undefined ? {} : { originatingSystem: system }),
    ...(exportedAt === undefined ? {} : { exportedAt }),
    parts,
    nodes,
    problems: [...problems, ...scene.problems, ...withoutCurves(reading.leftCurves)],
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
  const { tree, leftCurves } = readBrepTree(bytes);
  const scene = await meshed({ format: "brep", bytes }, tree, kernel, signal);
  const { parts, nodes, problems } = sceneParts(scene, tree, "whole", {});
  return {
    schema: "BREP",
    parts,
    nodes,
    problems: [...problems, ...scene.problems, ...withoutCurves(leftCurves)],
    remarks: ["BREP states no unit: its numbers are taken as millimetres."],
    rejections: [],
    head: brepStart(bytes).split("\n").slice(0, 4).join("\n").trim(),
  };
}

function withoutCurves(count: number): readonly string[] {
  return count === 0 ? [] : [`It is drawn without ${count} of its curves, which can't be read.`];
}

interface Meshed extends KernelScene {
  /** What is missing in the picture: one sentence each. */
  readonly problems: readonly string[];
}

/** What the kernel makes of the surfaces; where it fails, the curves are there all the same. */
async function meshed(
  request: WholeFileRequest,
  tree: TreeMember | undefined,
  kernel: WholeFileKernel,
  signal: AbortSignal,
): Promise<Meshed> {
  const curves = tree === undefined ? undefined : withCurvesAlone(tree);
  const hasFaces = tree !== undefined && holdsFaces(tree);
  try {
    return { ...(await kernel.readWhole(request, signal)), problems: [] };
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof Failure)) throw thrown;
    if (curves === undefined) throw new ImportError(`It can't be drawn: ${thrown.message}.`);
    return {
      root: { name: "", meshes: [], children: [] },
      meshes: [],
      // Of a file of curves alone a kernel has nothing to say.
      problems: hasFaces ? [`Its surfaces can't be drawn: ${thrown.message}.`] : [],
    };
  }
}
