/** From a box in the model to its place in the canvas, for tags that follow a part. */
import { Vector3, type Camera } from "three";
import { centreOfBounds, isEmptyBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import type { ProjectedNode } from "../scene-types.ts";

/** CSS pixels; undefined for an empty box. */
export function projectBounds(
  box: Bounds,
  camera: Camera,
  { width, height }: { readonly width: number; readonly height: number },
): ProjectedNode | undefined {
  if (isEmptyBounds(box)) return undefined;
  const point = new Vector3();
  const place = (x: number, y: number, z: number): readonly [number, number, number] => {
    point.set(x, y, z).project(camera);
    return [((point.x + 1) / 2) * width, ((1 - point.y) / 2) * height, point.z];
  };
  const [x, y, depth] = place(...centreOfBounds(box));
  let top = y;
  for (let corner = 0; corner < 8; corner++) {
    const [, edge, cornerDepth] = place(
      box[corner & 1 ? 3 : 0],
      box[corner & 2 ? 4 : 1],
      box[corner & 4 ? 5 : 2],
    );
    // A corner behind the eye projects to anywhere.
    if (cornerDepth <= 1) top = Math.min(top, edge);
  }
  const visible = depth >= -1 && depth <= 1 && x >= 0 && y >= 0 && x <= width && y <= height;
  return { x, y, top, visible };
}
