/** What a person means at a place of the view: the corner or edge within reach of the pointer, else the face. */
import { Matrix4, Vector3 } from "three";
import type { CadModel } from "../../../shared/model/cad.ts";
import { along, subtract, type Vector } from "../camera/orbit.ts";
import { sumOf } from "../vectors.ts";
import type { CanvasPlace, SceneTools } from "../scene-tools.ts";
import type { ScenePick } from "../picking/scene-pick.ts";
import { acrossOf } from "../section/section-planes.ts";
import type { Target } from "./entity.ts";
import { featureEdgesOf } from "./feature-edges.ts";
import { movePoint, worldMatrix } from "./placement.ts";

export const PICK_FILTERS = ["any", "face", "edge", "corner", "node"] as const;
export type PickFilter = (typeof PICK_FILTERS)[number];

/** CSS pixels. */
const CORNER_REACH = 9;
const EDGE_REACH = 7;
/** A slanted surface shows a wide stretch of itself in few pixels. */
const SLANT = 4;

/**
 * The same where the assembly is taken apart: what is measured is the assembled one.
 * @param moved how far the picked part has been moved, mm
 */
export function snapMoved(
  model: CadModel,
  tools: Pick<SceneTools, "place" | "towardsEye">,
  place: CanvasPlace,
  pick: ScenePick,
  filter: PickFilter,
  moved: Vector,
): Target | undefined {
  const assembled = { ...pick, point: subtract(pick.point, moved) };
  const seen = {
    towardsEye: tools.towardsEye,
    place: (point: Vector) => tools.place(sumOf(point, moved)),
  };
  return snap(model, seen, place, assembled, filter);
}

export function snap(
  model: CadModel,
  tools: Pick<SceneTools, "place" | "towardsEye">,
  place: CanvasPlace,
  pick: ScenePick,
  filter: PickFilter,
): Target | undefined {
  const node = model.nodes[pick.node];
  const mesh = model.parts[node?.part ?? -1]?.mesh;
  if (node === undefined || mesh === undefined) return undefined;
  const matrix = worldMatrix(model.nodes, pick.node);
  const inverse = new Matrix4().fromArray([...matrix]).invert();
  const local = (point: Vector): Vector => {
    const { x, y, z } = new Vector3(...point).applyMatrix4(inverse);
    return [x, y, z];
  };
  const at = local(pick.point);
  const target = (kind: Target["kind"], index: number, on: Vector): Target => ({
    kind,
    path: node.path,
    index,
    at: on,
  });
  if (filter === "node") return target("node", 0, at);
  // How far in the part a pixel reaches there.
  const [right] = acrossOf(tools.towardsEye());
  const [here, beside] = [tools.place(pick.point), tools.place(along(pick.point, right, 1))];
  const pixel =
    here === undefined || beside === undefined ? 0 : 1 / Math.hypot(beside[0] - here[0], beside[1] - here[1]);
  const scale = Math.cbrt(Math.abs(inverse.determinant()));
  const reach = pixel * scale * SLANT;
  const away = (point: Vector): number => {
    const seen = tools.place(movePoint(matrix, point));
    return seen === undefined ? Infinity : Math.hypot(seen[0] - place[0], seen[1] - place[1]);
  };
  const { edges, corners } = featureEdgesOf(mesh);
  if (filter === "any" || filter === "corner") {
    let best = { index: -1, pixels: filter === "any" ? CORNER_REACH : CORNER_REACH * 3 };
    corners.forEach((corner, index) => {
      if (distance(corner, at) > reach * best.pixels) return;
      const pixels = away(corner);
      if (pixels < best.pixels) best = { index, pixels };
    });
    const corner = corners[best.index];
    if (corner !== undefined) return target("corner", best.index, corner);
    if (filter === "corner") return undefined;
  }
  if (filter === "any" || filter === "edge") {
    let best: { index: number; pixels: number; on: Vector } = {
      index: -1,
      pixels: filter === "any" ? EDGE_REACH : EDGE_REACH * 4,
      on: at,
    };
    edges.forEach(({ points }, index) => {
      for (let i = 0; i + 1 < points.length; i++) {
        const [p, q] = [points[i], points[i + 1]];
        if (p === undefined || q === undefined) continue;
        const on = nearestOnSegment(p, q, at);
        if (distance(on, at) > reach * best.pixels) continue;
        const pixels = away(on);
        if (pixels < best.pixels) best = { index, pixels, on };
      }
    });
    if (best.index >= 0) return target("edge", best.index, best.on);
    if (filter === "edge") return undefined;
  }
  return pick.face === undefined ? undefined : target("face", pick.face, at);
}

function distance(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function nearestOnSegment(p: Vector, q: Vector, at: Vector): Vector {
  const [x, y, z] = [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
  const square = x * x + y * y + z * z;
  const share = square === 0 ? 0 : ((at[0] - p[0]) * x + (at[1] - p[1]) * y + (at[2] - p[2]) * z) / square;
  return along(p, [x, y, z], Math.min(1, Math.max(0, share)));
}
