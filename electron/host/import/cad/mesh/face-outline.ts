/**
 * What the file says about where a face lies, without its surface: the vertices of its edges, and a
 * box around them. Vertices survive meshing unchanged, so they tell which mesh face is which.
 */
import type { ExchangeFile, Parameter } from "../part21/exchange-file.ts";
import type { CadBody, CadFaceSource } from "../structure/cad-structure.ts";
import { boxOf, EMPTY_BOX, growBox, uniteBoxes, type Box } from "./box.ts";
import { applyToPoint, type Vector } from "../structure/transform.ts";
import { edgeMiddle } from "./curve-middle.ts";

export interface FaceOutline {
  /** Corners, mm, in the part's own coordinates; empty for a face without edges. */
  readonly vertices: readonly Vector[];
  /** Around the corners and around edges that close on themselves (a full circle has one corner). */
  readonly box: Box;
  /** About the middle of each of its edges that is curved, mm; read when asked for. */
  readonly middles: () => readonly Vector[];
}

/** What leads from a face to its vertices. */
const PATH = new Set([
  "FACE_BOUND",
  "FACE_OUTER_BOUND",
  "EDGE_LOOP",
  "POLY_LOOP",
  "VERTEX_LOOP",
  "ORIENTED_EDGE",
  "SUBEDGE",
  "EDGE_CURVE",
  "VERTEX_POINT",
]);
/** Curves that only wrap the one that matters here. */
const WRAPPERS = new Set([
  "SURFACE_CURVE",
  "SEAM_CURVE",
  "INTERSECTION_CURVE",
  "TRIMMED_CURVE",
  "BOUNDED_CURVE",
]);

export function outlineReader(file: ExchangeFile): (body: CadBody, face: CadFaceSource) => FaceOutline {
  const points = new Map<number, Vector | undefined>();
  const point = (id: number): Vector | undefined => {
    if (!points.has(id)) points.set(id, readPoint(file, id));
    return points.get(id);
  };
  return (body, face) => {
    const place = (raw: Vector): Vector => {
      const [x, y, z] = raw;
      const scaled: Vector = [x * body.lengthUnit, y * body.lengthUnit, z * body.lengthUnit];
      return body.transform === undefined ? scaled : applyToPoint(body.transform, scaled);
    };
    const vertices: Vector[] = [];
    let box = EMPTY_BOX;
    const edges: number[] = [];
    const visited = new Set<number>();
    const open = [...file.references(face.id)];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const type = visited.has(id) ? undefined : file.type(id);
      visited.add(id);
      if (type === undefined || !PATH.has(type)) continue;
      const references = file.references(id);
      if (type === "VERTEX_POINT" || type === "POLY_LOOP") {
        for (const reference of references) {
          const raw = point(reference);
          if (raw !== undefined) vertices.push(place(raw));
        }
        continue;
      }
      const [start, end, curve] = references;
      if (type === "EDGE_CURVE") edges.push(id);
      if (type === "EDGE_CURVE" && start === end && curve !== undefined) {
        for (const corner of closedCurveCorners(file, curve, point)) box = growBox(box, place(corner));
      }
      open.push(...references);
    }
    for (const vertex of vertices) box = growBox(box, vertex);
    if (edges.length === 0) box = uniteBoxes(box, boxOfClosedSurface(face));
    const middles = (): readonly Vector[] =>
      edges.flatMap((edge) => {
        const middle = edgeMiddle(file, edge);
        return middle === undefined ? [] : [place(middle)];
      });
    return { vertices, box, middles };
  };
}

function readPoint(file: ExchangeFile, id: number): Vector | undefined {
  if (file.type(id) !== "CARTESIAN_POINT") return undefined;
  const list = file.parameters(id)?.[1];
  if (list?.kind !== "list") return undefined;
  const [x, y, z] = list.items.map(numberOf);
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
}

function numberOf(parameter: Parameter | undefined): number | undefined {
  return parameter?.kind === "number" ? parameter.value : undefined;
}

/** Points whose box holds the curve: generous for a tilted circle, its poles for a spline. */
function closedCurveCorners(
  file: ExchangeFile,
  curve: number,
  point: (id: number) => Vector | undefined,
): readonly Vector[] {
  let id = curve;
  for (let depth = 0; depth < 4 && WRAPPERS.has(file.type(id) ?? ""); depth++)
    id = file.references(id)[0] ?? id;
  const type = file.type(id);
  const references = file.references(id);
  if (type !== "CIRCLE" && type !== "ELLIPSE") {
    return references.map(point).filter((corner) => corner !== undefined);
  }
  const centre = point(file.references(references[0] ?? 0)[0] ?? 0);
  const radius = numberOf(file.parameters(id)?.[2]);
  if (centre === undefined || radius === undefined) return [];
  const [x, y, z] = centre;
  return [
    [x - radius, y, z],
    [x + radius, y, z],
    [x, y - radius, z],
    [x, y + radius, z],
    [x, y, z - radius],
    [x, y, z + radius],
  ];
}

/** A whole sphere or torus has no edges, at most a vertex. Everything else without them is unbounded, or empty. */
function boxOfClosedSurface({ surface }: CadFaceSource): Box {
  const { kind, origin, radius = 0, minorRadius = 0 } = surface ?? { kind: "unknown" };
  if (origin === undefined || (kind !== "sphere" && kind !== "torus")) return EMPTY_BOX;
  const reach = radius + minorRadius;
  const [x, y, z] = origin;
  return boxOf([
    [x - reach, y - reach, z - reach],
    [x + reach, y + reach, z + reach],
  ]);
}
