/** Feature edges of the parts of a batch. */
import { ShaderMaterial, Vector3, type Camera, type Material } from "three";
import { EDGES_FROM, sizeOfCode } from "./occurrence-size.ts";
import { SharedBatch, type BatchOptions } from "./shared-batch.ts";

/** Draws its ranges as line segments: the renderer asks these three flags, not the class. */
export class EdgeBatch extends SharedBatch {
  constructor(options: BatchOptions) {
    super(options);
    Object.assign(this, { isMesh: false, isLine: true, isLineSegments: true });
  }

  /**
   * Edges too small to be drawn are left out here already: instances are in order of size, so one limit for
   * the cell, from the place of it nearest to the eye, says how many runs are left.
   */
  override runsWorthDrawing(cell: number, camera: Camera, material: Material | undefined): number {
    const { runs } = this;
    const all = super.runsWorthDrawing(cell, camera, material);
    const sphere = this.sphereOf(cell);
    const height: unknown =
      material instanceof ShaderMaterial ? material.uniforms["viewHeight"]?.value : undefined;
    if (sphere === null || typeof height !== "number") return all;
    const scale = (camera.projectionMatrix.elements[5] ?? 0) * height;
    let depth = 1;
    if (!("isOrthographicCamera" in camera)) {
      CENTRE.copy(sphere.center).applyMatrix4(camera.matrixWorldInverse);
      depth = -CENTRE.z - sphere.radius;
      if (depth <= 0) return all;
    }
    const least = (EDGES_FROM * depth) / scale;
    const { colours } = this;
    const first = runs.cellRuns[cell] as number;
    let from = first;
    let to = first + all;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sizeOfCode(colours[(runs.firsts[middle] ?? 0) * 4 + 3] ?? 0) >= least) from = middle + 1;
      else to = middle;
    }
    return from - first;
  }
}

const CENTRE = new Vector3();
