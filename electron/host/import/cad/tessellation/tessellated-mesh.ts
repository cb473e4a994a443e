/**
 * Triangles of AP242's tessellated shapes (ISO 10303-42:2014, tessellated_solid, tessellated_shell,
 * triangulated_face and their kin) as a part's mesh, one face per triangulated face. One that says of which B-rep
 * face or surface it is has that exact surface, where its corners lie on it.
 */
import type { CadMesh, Colour, Surface } from "../../../../../shared/model/cad.ts";
import { faceMesh } from "../mesh-formats/face-mesh.ts";
import { MOST_TRIANGLES } from "../mesh-formats/limits.ts";
import type { ReadFace } from "../mesh-formats/read-model.ts";
import { boxOf, girth } from "../mesh/box.ts";
import { liesOn, surfaceGeometry } from "../mesh/surface-geometry.ts";
import { determinant, pointAt } from "../mesh/vector.ts";
import type { ExchangeFile, Parameter } from "../part21/exchange-file.ts";
import { attributes, numbers, reference, text } from "../structure/instances.ts";
import { tessellatedFaces } from "../structure/item-kinds.ts";
import type { Tessellation } from "../structure/part-shape.ts";
import { moveSurface, readSurface } from "../structure/surfaces.ts";
import { tessellatedLink } from "../structure/tessellated-links.ts";
import { applyToPoint, type Transform, type Vector } from "../structure/transform.ts";

export interface TessellatedMesh {
  readonly mesh?: CadMesh;
  /** Of each face of the mesh its #id, and that of the B-rep face that it is of. */
  readonly sources: readonly (readonly number[])[];
  readonly problem?: string;
}

/** @param partColour what it wears where a face states nothing else: an occurrence may replace that */
export function tessellatedMesh(
  file: ExchangeFile,
  tessellations: readonly Tessellation[],
  partColour?: Colour,
): TessellatedMesh {
  const ofPart = partColour?.join(" ");
  const faces: ReadFace[] = [];
  const sources: (readonly number[])[] = [];
  let lost = 0;
  let triangles = 0;
  const coordinates = coordinateLists(file);
  for (const { item, lengthUnit, angleUnit, transform, colour, faceColours } of tessellations) {
    const units = { length: lengthUnit, angle: angleUnit };
    for (const id of tessellatedFaces(file, item)) {
      const face = readFace(file, id, coordinates, (point) =>
        applyToPoint(transform, [point[0] * lengthUnit, point[1] * lengthUnit, point[2] * lengthUnit]),
      );
      triangles += (face?.indices.length ?? 0) / 3;
      if (face === undefined) lost += 1;
      else if (triangles <= MOST_TRIANGLES) {
        const worn = faceColours.get(id) ?? colour;
        const link = tessellatedLink(file, id);
        const surface = link.surface === undefined ? undefined : readSurface(file, link.surface, units);
        const moved = surface === undefined ? undefined : moveSurface(surface, transform);
        sources.push(link.face === undefined ? [id] : [id, link.face]);
        faces.push({
          ...face,
          ...(moved !== undefined && isOf(face, moved) ? { surface: moved } : {}),
          indices: turned(face.indices, transform),
          ...(worn === undefined || worn.join(" ") === ofPart ? {} : { colour: worn }),
        });
      }
    }
  }
  const { mesh, kept, unsound } = faceMesh(faces);
  const said = [
    ...(mesh === undefined ? ["Its tessellated shape can't be drawn."] : []),
    ...(triangles > MOST_TRIANGLES
      ? [`It has more than ${MOST_TRIANGLES / 1e6} million triangles: the rest is left out.`]
      : []),
    ...(mesh !== undefined && lost + unsound > 0
      ? [`It is drawn without ${whatIsLost(lost, unsound)} that could not be read.`]
      : []),
  ];
  return {
    ...(mesh === undefined ? {} : { mesh }),
    sources: kept.map((at) => sources[at] ?? []),
    ...(said.length === 0 ? {} : { problem: said.join(" ") }),
  };
}

/** Of a corner off the surface that it is said to lie on: relative to the face's own size, and at least so many mm. */
const CORNER_RATIO = 2e-5;
const LEAST_CORNER = 2e-3;

/** A link is somebody's word: it counts where every corner that a triangle has lies on the surface. */
function isOf({ positions, indices }: ReadFace, surface: Surface): boolean {
  const geometry = surfaceGeometry(surface);
  if (geometry === undefined) return false;
  const points = [...new Set(indices)].map((at) => pointAt(positions, at));
  const corner = Math.max(LEAST_CORNER, (girth(boxOf(points)) / 3) * CORNER_RATIO);
  return liesOn(geometry, points, { surface: corner, edge: corner });
}

function whatIsLost(faces: number, triangles: number): string {
  const counts = [
    ...(faces > 0 ? [`${faces} face${faces === 1 ? "" : "s"}`] : []),
    ...(triangles > 0 ? [`${triangles} triangle${triangles === 1 ? "" : "s"}`] : []),
  ];
  return counts.join(" and ");
}

type Points = readonly (readonly number[])[];

/** Points of each list once: the faces of a solid count in the same one. */
function coordinateLists(file: ExchangeFile): (id: number) => Points {
  const lists = new Map<number, Points>();
  return (id) => {
    const points = lists.get(id) ?? rows(attributes(file, id, "COORDINATES_LIST")[2]);
    lists.set(id, points);
    return points;
  };
}

function readFace(
  file: ExchangeFile,
  id: number,
  pointsOf: (list: number) => Points,
  place: (point: Vector) => Vector,
): ReadFace | undefined {
  const type = file.type(id);
  if (type === undefined || type.includes("+")) return undefined;
  // name, coordinates, pnmax, normals, [geometric_link], pnindex, then triangles, or strips and fans
  const [label, list, , , ...rest] = file.parameters(id) ?? [];
  const [pointIndex, first, fans] = type.endsWith("_FACE") ? rest.slice(1) : rest;
  const coordinates = reference(list);
  if (coordinates === undefined || file.type(coordinates) !== "COORDINATES_LIST") return undefined;
  const points = pointsOf(coordinates);
  const own = numbers(pointIndex);
  const corners = type.startsWith("COMPLEX")
    ? [...rows(first).flatMap(strip), ...rows(fans).flatMap(fan)]
    : rows(first).flatMap((row) => row.slice(0, 3));
  // Without a list of its own the face counts in the coordinates themselves; some writers do so with one too.
  const isBeyond = corners.some((at) => at > own.length) && corners.every((at) => at <= points.length);
  const isOwn = own.length > 0 && !isBeyond;
  const most = isOwn ? own.length : points.length;
  const positions: number[] = [];
  const vertices = new Map<number, number>();
  const vertexOf = (at: number): number => {
    // From 1 in the file; what is no index at all lies past every vertex.
    if (!Number.isInteger(at) || at < 1 || at > most) return 0xffff_ffff;
    const known = vertices.get(at);
    if (known !== undefined) return known;
    const [x = NaN, y = NaN, z = NaN] = points[(isOwn ? (own[at - 1] ?? 0) : at) - 1] ?? [];
    positions.push(...place([x, y, z]));
    vertices.set(at, vertices.size);
    return vertices.size - 1;
  };
  const indices = Uint32Array.from(corners, vertexOf);
  const name = text(label);
  return {
    positions: Float64Array.from(positions),
    indices,
    ...(name === undefined ? {} : { name }),
  };
}

function rows(parameter: Parameter | undefined): readonly (readonly number[])[] {
  return parameter?.kind === "list" ? parameter.items.map(numbers) : [];
}

function strip(row: readonly number[]): readonly number[] {
  return row.slice(2).flatMap((last, at) => {
    const [a = 0, b = 0] = row.slice(at, at + 2);
    return at % 2 === 0 ? [a, b, last] : [b, a, last];
  });
}

function fan(row: readonly number[]): readonly number[] {
  return row.slice(2).flatMap((last, at) => [row[0] ?? 0, row[at + 1] ?? 0, last]);
}

/** A mirrored placement turns triangles inside out. */
function turned(indices: Uint32Array, transform: Transform): Uint32Array {
  if (determinant(transform) >= 0) return indices;
  const result = Uint32Array.from(indices);
  for (let at = 0; at + 2 < result.length; at += 3) {
    result[at] = indices[at] ?? 0;
    result[at + 1] = indices[at + 2] ?? 0;
    result[at + 2] = indices[at + 1] ?? 0;
  }
  return result;
}
