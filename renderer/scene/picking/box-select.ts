/**
 * Which occurrences a rectangle on the screen takes: those wholly inside it, or those it touches. By
 * their triangles and curves, not by their boxes. What is covered by other parts counts too, as in CAD systems.
 */
import { Matrix4 } from "three";
import { firstCurve, isCurves, type CadMesh } from "../../../shared/model/cad.ts";
import type { ModelView } from "../model/model-view.ts";
import { SOLID } from "../presentation/node-states.ts";

/** In normalized device coordinates, -1…1, y upwards. */
export interface ScreenBox {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Between two places of a view, CSS pixels from its top left, in whatever direction it was drawn. */
export function screenBox(
  [x, y]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  { width, height }: { readonly width: number; readonly height: number },
): ScreenBox {
  const across = (pixel: number): number => (pixel / width) * 2 - 1;
  const upwards = (pixel: number): number => 1 - (pixel / height) * 2;
  return {
    left: across(Math.min(x, toX)),
    right: across(Math.max(x, toX)),
    bottom: upwards(Math.max(y, toY)),
    top: upwards(Math.min(y, toY)),
  };
}

/**
 * @param viewProjection from world to clip space
 * @param touching false: only what is wholly inside; true: what the rectangle touches too
 * @param states of every node; only what is drawn solid can be taken
 */
export function nodesInBox(
  view: Pick<ModelView, "chunks" | "model" | "ranges" | "world">,
  states: Uint8Array,
  viewProjection: Matrix4,
  box: ScreenBox,
  touching: boolean,
): number[] {
  const taken: number[] = [];
  const matrix = new Matrix4();
  for (const { nodes } of view.chunks) {
    for (const node of nodes) {
      if (states[node] !== SOLID) continue;
      const part = view.model.nodes[node]?.part ?? -1;
      const mesh = view.model.parts[part]?.mesh;
      const bounds = view.ranges[part]?.bounds;
      if (mesh === undefined || bounds === undefined) continue;
      matrix.fromArray(view.world, node * 16).premultiply(viewProjection);
      const corners = project(matrix, cornersOf(bounds));
      const rough = judge(corners, box);
      if (rough === "outside") continue;
      const isTaken = (shape: Shape): boolean =>
        touching ? touches(matrix, shape, box) : isInside(matrix, shape, box);
      const shapes = shapesOf(mesh);
      if (rough === "inside" || (touching ? shapes.some(isTaken) : shapes.every(isTaken))) taken.push(node);
    }
  }
  return taken.sort((a, b) => a - b);
}

type Shape = Pick<CadMesh, "positions" | "indices">;

/** Its faces, and its curves where it has some. */
function shapesOf(mesh: CadMesh): readonly Shape[] {
  if (isCurves(mesh)) return [asTriangles(mesh.edges)];
  return mesh.curves === undefined ? [mesh] : [mesh, asTriangles(mesh.edges.subarray(firstCurve(mesh) * 6))];
}

/** Segments of curves as triangles without an area. */
function asTriangles(edges: Float32Array): Shape {
  const indices = Uint32Array.from({ length: edges.length / 2 }, (_, at) =>
    Math.min(Math.floor(at / 3) * 2 + (at % 3), Math.floor(at / 3) * 2 + 1),
  );
  return { positions: edges, indices };
}

/** x, y per point; NaN for what is behind the eye. */
function project(matrix: Matrix4, points: ArrayLike<number>): Float64Array {
  const e = matrix.elements;
  const flat = new Float64Array((points.length / 3) * 2);
  for (let at = 0, to = 0; at < points.length; at += 3, to += 2) {
    const x = points[at] ?? 0;
    const y = points[at + 1] ?? 0;
    const z = points[at + 2] ?? 0;
    const w = e[3] * x + e[7] * y + e[11] * z + e[15];
    flat[to] = w > 0 ? (e[0] * x + e[4] * y + e[8] * z + e[12]) / w : NaN;
    flat[to + 1] = w > 0 ? (e[1] * x + e[5] * y + e[9] * z + e[13]) / w : NaN;
  }
  return flat;
}

/** What a convex body with these corners is to the box; unsure where one is behind the eye. */
function judge(corners: Float64Array, box: ScreenBox): "inside" | "outside" | "unsure" {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < corners.length; at += 2) {
    const x = corners[at] ?? NaN;
    const y = corners[at + 1] ?? NaN;
    if (Number.isNaN(x)) return "unsure";
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  if (left > box.right || right < box.left || bottom > box.top || top < box.bottom) return "outside";
  return left >= box.left && right <= box.right && bottom >= box.bottom && top <= box.top
    ? "inside"
    : "unsure";
}

function holds({ left, right, bottom, top }: ScreenBox, x: number, y: number): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

function isInside(matrix: Matrix4, { positions, indices }: Shape, box: ScreenBox): boolean {
  const flat = project(matrix, positions);
  // By the triangles' own corners: a mesh may keep vertices that none of them uses.
  return indices.every((vertex) => holds(box, flat[vertex * 2] ?? NaN, flat[vertex * 2 + 1] ?? NaN));
}

function touches(matrix: Matrix4, { positions, indices }: Shape, box: ScreenBox): boolean {
  const flat = project(matrix, positions);
  const x = new Float64Array(3);
  const y = new Float64Array(3);
  for (let at = 0; at + 2 < indices.length; at += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const vertex = indices[at + corner] ?? 0;
      x[corner] = flat[vertex * 2] ?? NaN;
      y[corner] = flat[vertex * 2 + 1] ?? NaN;
    }
    if (overlaps(x, y, box)) return true;
  }
  return false;
}

/** Triangle against rectangle by separating axes (Gottschalk 1996); false with a corner behind the eye. */
function overlaps(x: Float64Array, y: Float64Array, box: ScreenBox): boolean {
  const [ax = NaN, bx = NaN, cx = NaN] = x;
  const [ay = NaN, by = NaN, cy = NaN] = y;
  if (Number.isNaN(ax + bx + cx)) return false;
  if (Math.max(ax, bx, cx) < box.left || Math.min(ax, bx, cx) > box.right) return false;
  if (Math.max(ay, by, cy) < box.bottom || Math.min(ay, by, cy) > box.top) return false;
  return !(
    separates(ax, ay, bx, by, cx, cy, box) ||
    separates(bx, by, cx, cy, ax, ay, box) ||
    separates(cx, cy, ax, ay, bx, by, box)
  );
}

/** The line through a and b has c on one side and all of the box on the other. */
function separates(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  box: ScreenBox,
): boolean {
  const [nx, ny] = [ay - by, bx - ax];
  const side = (x: number, y: number): number => (x - ax) * nx + (y - ay) * ny;
  const c = side(cx, cy);
  // A triangle seen from its edge is no more than that line.
  if (c === 0) return false;
  const sign = Math.sign(c);
  return (
    side(box.left, box.bottom) * sign < 0 &&
    side(box.right, box.bottom) * sign < 0 &&
    side(box.left, box.top) * sign < 0 &&
    side(box.right, box.top) * sign < 0
  );
}

function cornersOf(bounds: readonly number[]): number[] {
  const corners: number[] = [];
  for (let corner = 0; corner < 8; corner++) {
    corners.push(
      bounds[corner & 1 ? 3 : 0] ?? 0,
      bounds[corner & 2 ? 4 : 1] ?? 0,
      bounds[corner & 4 ? 5 : 2] ?? 0,
    );
  }
  return corners;
}
