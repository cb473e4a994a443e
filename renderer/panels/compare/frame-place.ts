/** Where in the world a difference is, for the camera to go there. Pure. */
import type { DifferencePlace } from "../../../shared/compare/comparison.ts";
import { centreOf } from "../../../shared/compare/displacement.ts";
import type { PlacedModel } from "../../../shared/compare/placed-model.ts";
import { boundsOfFaces, EMPTY_BOUNDS, isEmptyBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import type { Pose } from "../../scene/camera/orbit.ts";
import { nodesOf } from "./compare-colours.ts";

export interface Ball {
  readonly centre: readonly [number, number, number];
  /** mm. */
  readonly radius: number;
}

/** More occurrences than these say no more of where it is. */
const MOST = 2_000;

export function ballOf(place: DifferencePlace, placed: PlacedModel): Ball | undefined {
  const box = place.faces.length > 0 ? boxOfFaces(place, placed) : placed.boxes[place.part];
  const nodes = nodesOf(place, placed).slice(0, MOST);
  if (box === undefined || nodes.length === 0) return undefined;
  const own = Math.hypot(box[3] - box[0], box[4] - box[1], box[5] - box[2]) / 2;
  const centres = nodes.map((node) => centreOf(box, placed.world, node * 16));
  const middle = ([0, 1, 2] as const).map(
    (axis) =>
      (Math.min(...centres.map((centre) => centre[axis])) +
        Math.max(...centres.map((centre) => centre[axis]))) /
      2,
  ) as [number, number, number];
  const reach = Math.max(
    ...centres.map((centre) => Math.hypot(...centre.map((value, axis) => value - (middle[axis] ?? 0)))),
  );
  return { centre: middle, radius: reach + own };
}

/** A point of an occurrence's part, in the world. */
export function pointInWorld(
  world: Float64Array,
  node: number,
  [x, y, z]: readonly [number, number, number],
): readonly [number, number, number] {
  const row = (axis: number): number => {
    const at = node * 16 + axis;
    return (world[at] ?? 0) * x + (world[at + 4] ?? 0) * y + (world[at + 8] ?? 0) * z + (world[at + 12] ?? 0);
  };
  return [row(0), row(1), row(2)];
}

/** Both balls in one. */
export function together(a: Ball | undefined, b: Ball | undefined): Ball | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const way = Math.hypot(...a.centre.map((value, axis) => value - (b.centre[axis] ?? 0)));
  const centre = a.centre.map((value, axis) => (value + (b.centre[axis] ?? 0)) / 2) as [
    number,
    number,
    number,
  ];
  return { centre, radius: way / 2 + Math.max(a.radius, b.radius) };
}

/** The same view, gone there: the thing takes about a third of the picture, so that its surroundings are seen. */
export function poseAt(pose: Pose, { centre, radius }: Ball): Pose {
  return { ...pose, target: centre, distance: Math.max(radius * 6, 1) };
}

function boxOfFaces({ part, faces }: DifferencePlace, { model }: PlacedModel): Bounds | undefined {
  const mesh = model.parts[part]?.mesh;
  const box = mesh === undefined ? EMPTY_BOUNDS : boundsOfFaces(mesh, faces);
  return isEmptyBounds(box) ? undefined : box;
}
