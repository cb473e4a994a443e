/** A glTF mesh's primitives as faces, one each, in mm. */
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { checkTriangles, MOST_TRIANGLES } from "../limits.ts";
import type { ReadFace } from "../read-model.ts";
import { ImportError } from "../../../importer.ts";
import type { AccessorReader } from "./accessors.ts";
import type { GltfDocument, GltfPrimitive } from "./document.ts";
import type { DracoDecoder } from "./draco.ts";
import { materialColour } from "./materials.ts";

/** glTF's unit is the metre (3.4). */
export const MILLIMETRES = 1000;

export interface GltfMeshes {
  /** Per mesh of the document. */
  readonly faces: readonly (readonly ReadFace[])[];
  /** Per mesh, a sentence about the part. */
  readonly problems: readonly (string | undefined)[];
  /** What is left out everywhere. */
  readonly remarks: readonly string[];
}

/** @throws ImportError past the limits */
export function readFaces(
  document: GltfDocument,
  accessors: AccessorReader,
  draco: DracoDecoder | undefined,
): GltfMeshes {
  let triangles = 0;
  let vertices = 0;
  let lines = 0;
  let morphed = false;
  let textured = false;
  let tinted = false;
  const problems: (string | undefined)[] = [];
  const faces = document.meshes.map(({ primitives }) => {
    const own: ReadFace[] = [];
    const reasons: string[] = [];
    for (const primitive of primitives) {
      morphed ||= (primitive.targets?.length ?? 0) > 0;
      tinted ||= "COLOR_0" in primitive.attributes;
      const material = document.materials[primitive.material ?? -1];
      textured ||= material?.pbrMetallicRoughness?.baseColorTexture !== undefined;
      if (primitive.mode < 4) {
        lines += 1;
        continue;
      }
      try {
        const face = readPrimitive(primitive, accessors, draco);
        triangles += face.indices.length / 3;
        vertices += face.positions.length / 3;
        checkTriangles(triangles);
        if (vertices > MOST_TRIANGLES * 3)
          throw new ImportError("Its meshes have more than 15 million vertices.");
        own.push(material === undefined ? face : { ...face, colour: materialColour(material) });
      } catch (thrown) {
        if (!(thrown instanceof Failure)) throw thrown;
        reasons.push(thrown.message);
      }
    }
    const [reason] = reasons;
    const all = reasons.length === primitives.length;
    problems.push(
      reason === undefined
        ? undefined
        : all
          ? `It can't be drawn: ${reason}.`
          : `It is drawn without ${reasons.length} of its ${primitives.length} meshes: ${reason}.`,
    );
    return own;
  });
  const remarks = [
    ...(textured ? ["Pictures on its surfaces are not drawn: only their base colours."] : []),
    ...(tinted ? ["Colours of single vertices are not drawn."] : []),
    ...(morphed ? ["Shapes that it can change into (morph targets) are not drawn."] : []),
    ...(lines > 0 ? [`${lines} meshes of loose points or lines are not drawn.`] : []),
  ];
  return { faces, problems, remarks };
}

function readPrimitive(
  { attributes, indices, mode, extensions }: GltfPrimitive,
  accessors: AccessorReader,
  draco: DracoDecoder | undefined,
): ReadFace {
  if (mode > 6) throw new Failure("invalid", `its mode ${mode} is none of glTF's`);
  const packed = extensions?.KHR_draco_mesh_compression;
  if (packed !== undefined && draco !== undefined) {
    const mesh = draco.decode(accessors.bytes(packed.bufferView), packed.attributes);
    return {
      positions: mesh.positions.map((value) => value * MILLIMETRES),
      indices: mesh.indices,
      ...(mesh.normals === undefined ? {} : { normals: mesh.normals }),
    };
  }
  const { POSITION: position, NORMAL: normal } = attributes;
  if (position === undefined) throw new Failure("invalid", "it has no positions");
  const metres = accessors.read(position, "VEC3");
  const count = metres.length / 3;
  const listed =
    indices === undefined
      ? Uint32Array.from({ length: count }, (_, at) => at)
      : Uint32Array.from(accessors.read(indices, "SCALAR"));
  const stated = normal === undefined ? undefined : accessors.read(normal, "VEC3");
  return {
    positions: metres.map((value) => value * MILLIMETRES),
    indices: mode === 4 ? listed.slice(0, listed.length - (listed.length % 3)) : unrolled(listed, mode === 5),
    ...(stated?.length === metres.length ? { normals: stated } : {}),
  };
}

/** A strip or a fan as single triangles that turn the same way (3.7.2.1). */
function unrolled(listed: Uint32Array, isStrip: boolean): Uint32Array {
  const count = Math.max(0, listed.length - 2);
  const result = new Uint32Array(count * 3);
  for (let at = 0; at < count; at++) {
    const [a = 0, b = 0, c = 0] = isStrip
      ? [listed[at], listed[at + 1 + (at % 2)], listed[at + 2 - (at % 2)]]
      : [listed[at + 1], listed[at + 2], listed[0]];
    result.set([a, b, c], at * 3);
  }
  return result;
}
