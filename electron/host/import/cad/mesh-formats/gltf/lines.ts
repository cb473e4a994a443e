/** Lines and points of a glTF mesh (glTF 2.0, 3.7.2.1): lines are single ones, a strip, or a loop. */
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import type { AccessorReader } from "./accessors.ts";
import type { GltfPrimitive } from "./document.ts";
import { MILLIMETRES } from "./units.ts";

/** Modes of a primitive. */
export const POINTS = 0;
const [LINES, LINE_LOOP] = [1, 2] as const;
/** The first of those that are triangles. */
export const POLYGONS = 4;

/**
 * Both ends of every segment, mm.
 * @throws Failure `invalid` with a clause for a sentence
 */
export function readLines(
  { attributes, indices, mode }: GltfPrimitive,
  accessors: AccessorReader,
): Float64Array {
  const { metres, listed } = listedPoints({ attributes, indices }, accessors);
  const isClosed = mode === LINE_LOOP && listed.length > 2;
  const count =
    mode === LINES ? Math.floor(listed.length / 2) : Math.max(0, listed.length - (isClosed ? 0 : 1));
  const segments = new Float64Array(count * 6);
  for (let segment = 0; segment < count; segment++) {
    const first = mode === LINES ? segment * 2 : segment;
    for (let end = 0; end < 2; end++)
      for (let axis = 0; axis < 3; axis++) {
        const vertex = listed[(first + end) % listed.length] ?? 0;
        segments[segment * 6 + end * 3 + axis] = (metres[vertex * 3 + axis] ?? NaN) * MILLIMETRES;
      }
  }
  return segments;
}

/**
 * x, y, z of each, mm; of one that is not there NaN.
 * @throws Failure `invalid` with a clause for a sentence
 */
export function readPoints(primitive: GltfPrimitive, accessors: AccessorReader): Float64Array {
  const { metres, listed } = listedPoints(primitive, accessors);
  const points = new Float64Array(listed.length * 3);
  listed.forEach((vertex, at) => {
    for (let axis = 0; axis < 3; axis++)
      points[at * 3 + axis] = (metres[vertex * 3 + axis] ?? NaN) * MILLIMETRES;
  });
  return points;
}

function listedPoints(
  { attributes, indices }: Pick<GltfPrimitive, "attributes" | "indices">,
  accessors: AccessorReader,
): { readonly metres: ArrayLike<number>; readonly listed: Uint32Array } {
  const { POSITION: position } = attributes;
  if (position === undefined) throw new Failure("invalid", "it has no positions");
  const metres = accessors.read(position, "VEC3");
  const listed =
    indices === undefined
      ? Uint32Array.from({ length: metres.length / 3 }, (_, at) => at)
      : Uint32Array.from(accessors.read(indices, "SCALAR"));
  return { metres, listed };
}
