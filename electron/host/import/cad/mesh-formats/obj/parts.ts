/** What was gathered of an OBJ file as parts: an object is one, a group with its material one face of it. */
import type { Colour } from "../../../../../../shared/model/cad.ts";
import { IDENTITY } from "../../structure/transform.ts";
import type { GrowingFloats, GrowingIndices } from "../growing.ts";
import type { ColouredCurves, ColouredPoints } from "../curve-mesh.ts";
import type { ReadFace, ReadNode, ReadPart } from "../read-model.ts";
import { wornColours } from "../vertex-colours.ts";

export interface Group {
  readonly object: string;
  readonly name: string;
  readonly material: string;
  /** Places of `v` lines from 0, and of `vn` lines or -1, three per triangle. */
  readonly points: GrowingIndices;
  readonly normals: GrowingFloats;
}

export interface Pools {
  readonly points: GrowingFloats;
  readonly normals: GrowingFloats;
  readonly tints: GrowingFloats;
  /** What a full red is; undefined where no point has a colour. */
  readonly full: number | undefined;
}

/** Lines and points of an object in one material, by the places of `v` lines from 0. */
export interface Strokes {
  readonly object: string;
  readonly material: string;
  /** Two for each segment. */
  readonly ends: GrowingIndices;
  readonly points: GrowingIndices;
}

export function tree(
  groups: readonly Group[],
  strokes: readonly Strokes[],
  pools: Pools,
  colours: ReadonlyMap<string, Colour>,
): { parts: readonly ReadPart[]; nodes: readonly ReadNode[] } {
  const byObject = new Map<string, Draft>();
  const draftOf = (object: string): Draft => {
    const draft = byObject.get(object) ?? { faces: [], curves: [], points: [] };
    byObject.set(object, draft);
    return draft;
  };
  for (const group of groups)
    draftOf(group.object).faces.push(faceOf(group, pools, colours.get(group.material)));
  for (const { object, material, ends, points } of strokes) {
    const colour = colours.get(material);
    const worn = colour === undefined ? {} : { colour };
    if (ends.length > 0)
      draftOf(object).curves.push({ segments: pointsOf(ends.values(), pools.points), ...worn });
    if (points.length > 0)
      draftOf(object).points.push({ points: pointsOf(points.values(), pools.points), ...worn });
  }
  const objects = [...byObject].map(([name, { faces, curves, points }]): ReadPart => ({
    name,
    faces,
    ...(curves.length === 0 ? {} : { curves }),
    ...(points.length === 0 ? {} : { points }),
  }));
  const [only] = objects;
  if (objects.length === 1 && only !== undefined)
    return { parts: [only], nodes: [{ parent: -1, part: 0, name: undefined, transform: IDENTITY }] };
  const root: ReadNode = { parent: -1, part: 0, name: undefined, transform: IDENTITY };
  return {
    parts: [{ name: undefined, faces: [] }, ...objects],
    nodes: [
      root,
      ...objects.map(({ name }, at): ReadNode => ({ parent: 0, part: at + 1, name, transform: IDENTITY })),
    ],
  };
}

interface Draft {
  readonly faces: ReadFace[];
  readonly curves: ColouredCurves[];
  readonly points: ColouredPoints[];
}

function pointsOf(places: Uint32Array, points: GrowingFloats): Float64Array {
  const result = new Float64Array(places.length * 3);
  places.forEach((place, at) => {
    for (let axis = 0; axis < 3; axis++) result[at * 3 + axis] = points.at(place * 3 + axis);
  });
  return result;
}

/** Only the vertices that the group uses: each pair of point and normal once per corner. */
function faceOf(group: Group, pools: Pools, colour: Colour | undefined): ReadFace {
  const { points, normals } = pools;
  const corners = group.points.values();
  const stated = group.normals.values();
  const hasNormals = stated.every((normal) => normal >= 0);
  const positions = new Float32Array(corners.length * 3);
  const own = new Float32Array(hasNormals ? corners.length * 3 : 0);
  corners.forEach((point, corner) => {
    for (let axis = 0; axis < 3; axis++) {
      positions[corner * 3 + axis] = points.at(point * 3 + axis);
      if (hasNormals) own[corner * 3 + axis] = normals.at((stated[corner] ?? 0) * 3 + axis);
    }
  });
  const indices = Uint32Array.from({ length: corners.length }, (_, index) => index);
  return {
    positions,
    indices,
    ...(hasNormals ? { normals: own } : {}),
    ...(colour === undefined ? {} : { colour }),
    ...tintsOf(corners, pools, indices, colour?.[3] ?? 1),
    ...(group.name === "" ? {} : { name: group.name }),
  };
}

/** In place of the material's colour, which exporters write beside them; nothing where one is missing, or all are white. */
function tintsOf(
  corners: Uint32Array,
  { tints, full }: Pick<Pools, "tints" | "full">,
  indices: Uint32Array,
  opacity: number,
): Pick<ReadFace, "colour" | "vertexColours"> {
  if (full === undefined) return {};
  const bytes = new Uint8Array(corners.length * 3);
  let isWhite = true;
  for (let corner = 0; corner < corners.length; corner++)
    for (let channel = 0; channel < 3; channel++) {
      const value = tints.at((corners[corner] ?? 0) * 3 + channel) / full;
      if (Number.isNaN(value)) return {};
      const byte = Math.round(Math.min(1, Math.max(0, value)) * 255);
      isWhite &&= byte === 255;
      bytes[corner * 3 + channel] = byte;
    }
  return isWhite ? {} : wornColours(bytes, indices, opacity);
}
