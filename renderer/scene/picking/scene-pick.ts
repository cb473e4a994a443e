/** What is under a point of the 3D view. */
import type { Surface } from "../../../shared/model/cad.ts";
import type { Vector } from "../camera/orbit.ts";

export interface ScenePick {
  readonly node: number;
  /** Undefined where the mesh has no face for the triangle. */
  readonly face: number | undefined;
  /** World coordinates, mm. */
  readonly point: Vector;
  /** Exact surface of the face, in the part's own coordinates. */
  readonly surface: Surface | undefined;
  /** The cut face of a section was met, not a face of the part. */
  readonly onCut?: true;
}
