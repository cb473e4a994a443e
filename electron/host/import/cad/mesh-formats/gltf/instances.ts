/** Copies of a node's mesh (EXT_mesh_gpu_instancing): a place each, in the node's own space. */
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import type { Transform } from "../../structure/transform.ts";
import { MOST_NODES } from "../limits.ts";
import type { AccessorReader } from "./accessors.ts";
import type { GltfNode } from "./document.ts";
import { nodeTransform } from "./node-transform.ts";

/**
 * @returns undefined for a node without copies
 * @throws Failure `invalid` with a clause for a sentence
 */
export function instancePlaces(
  { extensions }: Pick<GltfNode, "extensions">,
  accessors: AccessorReader,
): readonly Transform[] | undefined {
  const stated = extensions?.["EXT_mesh_gpu_instancing"];
  if (stated === undefined) return undefined;
  const { attributes } = stated as { readonly attributes?: Readonly<Record<string, unknown>> };
  const values = (name: string, type: "VEC3" | "VEC4"): Float64Array | undefined => {
    const accessor = attributes?.[name];
    return typeof accessor === "number" ? accessors.read(accessor, type) : undefined;
  };
  const translations = values("TRANSLATION", "VEC3");
  const rotations = values("ROTATION", "VEC4");
  const scales = values("SCALE", "VEC3");
  const counts = [translations, scales].map((list) => list && list.length / 3);
  const stated4 = rotations && rotations.length / 4;
  const [count = 0, ...others] = [...counts, stated4].filter((each) => each !== undefined);
  if (others.some((other) => other !== count))
    throw new Failure("invalid", "its copies are not stated alike");
  if (count > MOST_NODES) throw new Failure("invalid", `it states ${count} copies`);
  const part = (list: Float64Array | undefined, at: number, width: number): number[] | undefined =>
    list && [...list.subarray(at * width, (at + 1) * width)];
  return Array.from({ length: count }, (_, at) =>
    nodeTransform({
      translation: part(translations, at, 3),
      rotation: part(rotations, at, 4),
      scale: part(scales, at, 3),
    }),
  );
}
