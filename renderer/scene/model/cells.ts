/**
 * Neighbourhoods of the instances of a batch. All of a model is one draw, for most of a frame is what a draw call
 * costs in JavaScript; what of it is out of view is left out by neighbourhoods.
 */
import { Frustum, Matrix4, Sphere, type Camera } from "three";
import {
  centreOfBounds,
  EMPTY_BOUNDS,
  radiusOfBounds,
  type Bounds,
} from "../../../shared/geometry/bounds.ts";

export interface Cells {
  /** Of each its first instance, ascending from 0. */
  readonly starts: Int32Array;
  /** Of each around all of its instances, wherever they have been moved to. */
  readonly spheres: readonly Sphere[];
  /** 1 per cell that the last camera sees. */
  readonly inView: Uint8Array;
}

export function createCells(starts: Int32Array, bounds: readonly Bounds[]): Cells {
  const cells = {
    starts,
    spheres: Array.from(starts, () => new Sphere()),
    inView: new Uint8Array(starts.length).fill(1),
  };
  placeCells(cells, bounds);
  return cells;
}

/** Instances were moved. */
export function placeCells({ spheres }: Cells, bounds: readonly Bounds[]): void {
  spheres.forEach((sphere, at) => {
    const own = bounds[at] ?? EMPTY_BOUNDS;
    sphere.center.fromArray(centreOfBounds(own));
    sphere.radius = radiusOfBounds(own);
  });
}

const FRUSTUM = new Frustum();
const SEEN = new Matrix4();

/** Before a frame: which of them it sees. */
export function lookAtCells({ spheres, inView }: Cells, camera: Camera): void {
  if (spheres.length < 2) return;
  SEEN.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
  FRUSTUM.setFromProjectionMatrix(SEEN, camera.coordinateSystem, camera.reversedDepth);
  for (let cell = 0; cell < spheres.length; cell++)
    inView[cell] = FRUSTUM.intersectsSphere(spheres[cell] as Sphere) ? 1 : 0;
}
