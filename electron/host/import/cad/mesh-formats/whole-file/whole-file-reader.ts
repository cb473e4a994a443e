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
  const { tree, isWithoutSurfaces } = reading;
  const request = { format: "iges", bytes: reading.bytes } as const;
  const scene = await meshed({ request, tree, isWithoutSurfaces }, kernel, signal);
  const { parts, nodes, problems } = sceneParts(scene, tree, "by member", whole);
  return {
    schema: version === undefined ? "IGES" : `IGES ${version}`,
    ...(system === undefined ? {} : { originatingSystem: system }),
    ...(exportedAt === undefined ? {} : { exportedAt }),
    parts,
    nodes,
    problems: [...saidOf(scene, problems), ...withoutCurves(reading.leftCurves)],
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
  const isWithoutSurfaces = tree !== undefined && !holdsFaces(tree);
  const scene = await meshed({ request: { format: "brep", bytes }, tree, isWithoutSurfaces }, kernel, signal);
  const { parts, nodes, problems } = sceneParts(scene, tree, "whole", {});
  return {
    schema: "BREP",
    parts,
    nodes,
    problems: [...saidOf(scene, problems), ...withoutCurves(leftCurves)],
    remarks: ["BREP states no unit: its numbers are taken as millimetres."],
    rejections: [],
    head: brepStart(bytes).split("\n").slice(0, 4).join("\n").trim(),
  };
}

function withoutCurves(count: number): readonly string[] {
  return count === 0 ? [] : [`It is drawn without ${count} of its curves, which can't be read.`];
}

interface Meshed extends KernelScene {
  /** Why there is nothing of it, in place of all that could be said of what is missing. */
  readonly failure?: string;
}

function saidOf({ failure }: Meshed, problems: readonly string[]): readonly string[] {
  return failure === undefined ? problems : [failure];
}

interface Wanted {
  readonly request: WholeFileRequest;
  readonly tree: TreeMember | undefined;
  readonly isWithoutSurfaces: boolean;
}

const NOTHING: KernelScene = { root: { name: "", meshes: [], children: [] }, meshes: [] };

/** What the kernel makes of the surfaces; where it fails, the curves are there all the same. */
async function meshed(
  { request, tree, isWithoutSurfaces }: Wanted,
  kernel: WholeFileKernel,
  signal: AbortSignal,
): Promise<Meshed> {
  const curves = tree === undefined ? undefined : withCurvesAlone(tree);
  // It would take its time over each curve and give none of them.
  if (curves !== undefined && isWithoutSurfaces) return NOTHING;
  try {
    return await kernel.readWhole(request, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof Failure)) throw thrown;
    if (curves === undefined) throw new ImportError(`It can't be drawn: ${thrown.message}.`);
    return { ...NOTHING, failure: `Its surfaces can't be drawn: ${thrown.message}.` };
  }
}
