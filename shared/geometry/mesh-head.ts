/** The JSON head of a mesh blob: the words and the counts of a model. */
import * as v from "valibot";
import type { CadMesh, Colour } from "../model/cad.ts";
import { Failure } from "../rpc/failure.ts";

/** A model of 100,000 occurrences with long names stays below. */
const MOST_HEAD_BYTES = 64 * 1024 * 1024;

// Counts up to 2^32 keep every sum of sizes a safe integer: a head of this size names few enough of them.
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const colour = v.pipe(v.array(share), v.length(4));

const number = v.pipe(v.number(), v.finite());

const characteristic = v.object({
  name: v.string(),
  kind: v.string(),
  nominal: v.exactOptional(number),
  lowerLimit: v.exactOptional(number),
  upperLimit: v.exactOptional(number),
  uom: v.exactOptional(v.picklist(["mm", "deg"])),
  faces: v.array(count),
});

const validation = v.object({
  kind: v.picklist(["volume", "area", "centre"]),
  stated: v.array(number),
  drawn: v.array(number),
  agrees: v.boolean(),
});

const meshCounts = v.object({
  vertices: count,
  segments: count,
  triangles: count,
  faces: count,
  /** Triangles of the coarse form, where there is one. */
  coarse: v.exactOptional(count),
  /** Its vertices have colours. */
  coloured: v.exactOptional(v.literal(true)),
  /** Runs of its last segments that are curves: how many, and which colour + 1; 0: none. */
  curves: v.exactOptional(v.array(v.tuple([count, count]))),
});

const meshHead = v.object({
  schema: v.string(),
  originatingSystem: v.optional(v.string()),
  exportedAt: v.optional(v.string()),
  problems: v.array(v.string()),
  remarks: v.optional(v.array(v.string())),
  isPartial: v.optional(v.literal(true)),
  parts: v.array(
    v.object({
      number: v.string(),
      name: v.string(),
      revision: v.optional(v.string()),
      colour: v.optional(colour),
      problem: v.optional(v.string()),
      characteristics: v.optional(v.array(characteristic)),
      validation: v.optional(v.array(validation)),
      layers: v.optional(v.array(v.string())),
      mesh: v.optional(meshCounts),
      hidden: v.optional(v.object({ count, mesh: v.optional(meshCounts) })),
    }),
  ),
  /** Nodes that the file hides. */
  hidden: v.optional(v.array(count)),
  /** Faces of single nodes in colours of their own, and who wears them: `faces` and `colours` are parallel. */
  faceColours: v.optional(
    v.array(v.object({ nodes: v.array(count), faces: v.array(count), colours: v.array(count) })),
  ),
  /** Faces that single nodes hide. */
  hiddenFaces: v.optional(v.array(v.object({ nodes: v.array(count), faces: v.array(count) }))),
  /** Occurrence name per node. */
  occurrences: v.array(v.string()),
  /** Node and path, where the path is not the parent's path and the occurrence joined by "/". */
  paths: v.array(v.tuple([count, v.string()])),
  /** Faces with a surface, over all meshes. */
  surfaces: count,
  colours: v.array(colour),
  names: v.array(v.string()),
});

export type MeshCounts = v.InferOutput<typeof meshCounts>;
export type MeshHead = v.InferOutput<typeof meshHead>;

/** @throws Failure `corrupt` */
export function parseHead(bytes: Uint8Array): MeshHead {
  if (bytes.length > MOST_HEAD_BYTES) throw corrupt("its head is too long");
  try {
    return v.parse(meshHead, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown);
  } catch {
    throw corrupt("its head can't be read");
  }
}

export function corrupt(what: string): Failure {
  return new Failure("corrupt", `The stored mesh is damaged: ${what}.`);
}

/**
 * @param colourIndex of a colour among those of the head, -1 for none
 * @throws Failure `invalid` for a mesh that breaks the promises of CadMesh
 */
export function countsOf(
  { positions, normals, edges, indices, faces, coarse, vertexColours, curves }: CadMesh,
  colourIndex: (colour: Colour | undefined) => number,
): MeshCounts {
  let first = 0;
  for (const face of faces) {
    if (face.first !== first) throw new Failure("invalid", "faces out of triangle order");
    first += face.count;
  }
  if (normals.length !== positions.length) throw new Failure("invalid", "a normal per vertex is missing");
  if (vertexColours !== undefined && vertexColours.length / 4 !== positions.length / 3)
    throw new Failure("invalid", "a colour per vertex is missing");
  return {
    vertices: positions.length / 3,
    segments: edges.length / 6,
    triangles: indices.length / 3,
    faces: faces.length,
    ...(coarse === undefined ? {} : { coarse: coarse.length / 3 }),
    ...(vertexColours === undefined ? {} : { coloured: true }),
    ...(curves === undefined
      ? {}
      : { curves: curves.map((run) => [run.count, colourIndex(run.colour) + 1]) }),
  };
}

/** Of the sections of a mesh. */
export function bytesOf({ vertices, segments, triangles, coarse = 0, coloured }: MeshCounts): number {
  return vertices * (coloured === true ? 28 : 24) + segments * 24 + (triangles + coarse) * 12;
}
