/** The two cameras under one pose, and the short ease towards a new one. */
import { OrthographicCamera, PerspectiveCamera, type Camera } from "three";
import type { Bounds } from "../../../shared/geometry/bounds.ts";
import { depthRange } from "./camera-fit.ts";
import { basisOf, between, FIELD_OF_VIEW, heightAtTarget, type Pose } from "./orbit.ts";
import type { Projection } from "../scene-types.ts";

/** ms. */
const EASE = 120;

export interface CameraRig {
  /** Where the view is going, or is. */
  readonly goal: () => Pose;
  /** What is on the screen now. */
  readonly pose: () => Pose;
  readonly projection: () => Projection;
  readonly setProjection: (projection: Projection) => void;
  readonly moveTo: (pose: Pose, ease: boolean) => void;
  /** Steps to `now` (ms); true while the view still moves. */
  readonly step: (now: number) => boolean;
  /** The camera for this frame, its planes tight around the box. */
  readonly camera: (aspect: number, box: Bounds) => Camera;
}

export function createCameraRig(start: Pose, firstProjection: Projection): CameraRig {
  const perspective = new PerspectiveCamera((FIELD_OF_VIEW * 180) / Math.PI);
  const orthographic = new OrthographicCamera();
  // Placed here with every frame: three.js would take the matrix apart to see whether it scales, twice a frame.
  for (const camera of [perspective, orthographic]) {
    camera.matrixAutoUpdate = false;
    camera.matrixWorldAutoUpdate = false;
  }
  let projection = firstProjection;
  let pose = start;
  let ease: { readonly from: Pose; readonly to: Pose; startedAt: number | undefined } | undefined;

  return {
    goal: () => ease?.to ?? pose,
    pose: () => pose,
    projection: () => projection,
    setProjection: (next) => {
      projection = next;
    },
    moveTo: (to, eased) => {
      if (eased) ease = { from: pose, to, startedAt: undefined };
      else {
        ease = undefined;
        pose = to;
      }
    },
    step: (now) => {
      if (ease === undefined) return false;
      // From the first frame that shows it: a slow frame before must not eat the movement.
      ease.startedAt ??= now - 16;
      const share = Math.min(1, (now - ease.startedAt) / EASE);
      pose = share === 1 ? ease.to : between(ease.from, ease.to, 1 - (1 - share) ** 3);
      if (share === 1) ease = undefined;
      return ease !== undefined;
    },
    camera: (aspect, box) => {
      const [near, far] = depthRange(pose, box, projection);
      const { right, up, back } = basisOf(pose);
      const camera = projection === "perspective" ? perspective : orthographic;
      if (camera === perspective) perspective.aspect = aspect;
      else {
        const half = heightAtTarget(pose.distance) / 2;
        orthographic.top = half;
        orthographic.bottom = -half;
        orthographic.right = half * aspect;
        orthographic.left = -half * aspect;
      }
      camera.near = near;
      camera.far = far;
      const { target, distance } = pose;
      camera.matrix.set(
        right[0],
        up[0],
        back[0],
        target[0] + distance * back[0],
        right[1],
        up[1],
        back[1],
        target[1] + distance * back[1],
        right[2],
        up[2],
        back[2],
        target[2] + distance * back[2],
        0,
        0,
        0,
        1,
      );
      camera.matrixWorld.copy(camera.matrix);
      camera.matrixWorldInverse.copy(camera.matrix).invert();
      camera.updateProjectionMatrix();
      return camera;
    },
  };
}
