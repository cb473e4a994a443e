/** A glTF mesh's primitives as faces, one each, and as curves and points, in mm. */
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { checkTriangles, MOST_TRIANGLES } from "../limits.ts";
import type { ColouredCurves, ColouredPoints } from "../curve-mesh.ts";
import type { ReadFace, ReadPart } from "../read-model.ts";
import { ImportError } from "../../../importer.ts";
import type { AccessorReader } from "./accessors.ts";
import type { GltfDocument, GltfPrimitive } from "./document.ts";
import type { DracoDecoder } from "./draco.ts";
import { POINTS, POLYGONS, readLines, readPoints } from "./lines.ts";
import { materialColour } from "./materials.ts";
import { MILLIMETRES } from "./units.ts";
import { readColours, tinted, type LinearColours } from "./vertex-colours.ts";

export interface GltfMeshes {
  /** Per mesh of the document. */
  readonly faces: readonly (readonly ReadFace[])[];
  /** Per mesh. */
  readonly lines: readonly Required<Pick<ReadPart, "curves" | "points">>[];
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
  let segments = 0;
  const lines: Required<Pick<ReadPart, "curves" | "points">>[] = [];
  let morphed = false;
  let textured = false;
  let untinted = 0;
  const problems: (string | undefined)[] = [];
  const faces = document.meshes.map(({ primitives }) => {
    const own: ReadFace[] = [];
    const curves: ColouredCurves[] = [];
    const points: ColouredPoints[] = [];
    const reasons: string[] = [];
    for (const primitive of primitives) {
      morphed ||= (primitive.targets?.length ?? 0) > 0;
      const material = document.materials[primitive.material ?? -1];
      textured ||= material?.pbrMetallicRoughness?.baseColorTexture !== undefined;
      const worn = material === undefined ? {} : { colour: materialColour(material) };
      try {
        if (primitive.mode === POINTS) {
          const own = readPoints(primitive, accessors);
          segments += own.length / 3;
          checkTriangles(segments);
          points.push({ points: own, ...worn });
          continue;
        }
        if (primitive.mode < POLYGONS) {
          const own = readLines(primitive, accessors);
          segments += own.length / 6;
          checkTriangles(segments);
          curves.push({ segments: own, ...worn });
          continue;
        }
        const { face, colours, isUntinted } = readPrimitive(document, primitive, accessors, draco);
        untinted += isUntinted ? 1 : 0;
        triangles += face.indices.length / 3;
        vertices += face.positions.length / 3;
        checkTriangles(triangles);
        if (vertices > MOST_TRIANGLES * 3)
          throw new ImportError("Its meshes have more than 15 million vertices.");
        const plain = { ...face, ...worn };
        own.push(colours === undefined ? plain : { ...plain, ...tinted(face, colours, material) });
      } catch (thrown) {
        if (!(thrown instanceof Failure)) throw thrown;
        reasons.push(thrown.message);
      }
    }
    lines.push({ curves, points });
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
    ...(untinted > 0 ? [`The colours of vertices of ${untinted} meshes can't be read.`] : []),
    ...(morphed ? ["Shapes that it can change into (morph targets) are not drawn."] : []),
  ];
  return { faces, lines, problems, remarks };
}

interface ReadPrimitive {
  readonly face: ReadFace;
  readonly colours?: LinearColours;
  /** It has colours of vertices that can't be read: it is drawn without. */
  readonly isUntinted: boolean;
}

function readPrimitive(
  document: GltfDocument,
  { attributes, indices, mode, extensions }: GltfPrimitive,
  accessors: AccessorReader,
  draco: DracoDecoder | undefined,
): ReadPrimitive {
  if (mode > 6) throw new Failure("invalid", `its mode ${mode} is none of glTF's`);
  const packed = extensions?.KHR_draco_mesh_compression;
  if (packed !== undefined && draco !== undefined) {
    const mesh = draco.decode(accessors.bytes(packed.bufferView), packed.attributes);
    const face = {
      positions: mesh.positions.map((value) => value * MILLIMETRES),
      indices: mesh.indices,
      ...(mesh.normals === undefined ? {} : { normals: mesh.normals }),
    };
    const { colours } = mesh;
    if (colours === undefined) return { face, isUntinted: "COLOR_0" in packed.attributes };
    return { face, colours, isUntinted: false };
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
  const face = {
    positions: metres.map((value) => value * MILLIMETRES),
    indices: mode === 4 ? listed.slice(0, listed.length - (listed.length % 3)) : unrolled(listed, mode === 5),
    ...(stated?.length === metres.length ? { normals: stated } : {}),
  };
  const colours = statedColours(document, attributes, accessors, count);
  if (colours === undefined) return { face, isUntinted: "COLOR_0" in attributes };
  return { face, colours, isUntinted: false };
}

/** Undefined where there are none, or none that can be read: geometry is worth more than its colours. */
function statedColours(
  document: GltfDocument,
  { COLOR_0: accessor }: GltfPrimitive["attributes"],
  accessors: AccessorReader,
  vertices: number,
): LinearColours | undefined {
  if (accessor === undefined) return undefined;
  try {
    const colours = readColours(document, accessors, accessor);
    return colours.values.length === vertices * colours.width ? colours : undefined;
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return undefined;
  }
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
