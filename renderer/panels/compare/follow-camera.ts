/** Two views with one camera: what one is turned to, the other is. */
import type { CameraState, Scene } from "../../scene/scene-types.ts";

/** Returns what ends it. */
export function followEachOther(a: Scene, b: Scene): () => void {
  // A view tells also of the pose it was given: that must not go back, where it would stop an ease on its way.
  const given = new Map<Scene, CameraState["pose"]>();
  const follow = (from: Scene, to: Scene): (() => void) =>
    from.onCameraChange((camera) => {
      if (given.get(from) === camera.pose) return;
      given.set(to, camera.pose);
      to.setCamera(camera, false);
    });
  const ends = [follow(a, b), follow(b, a)];
  return () => ends.forEach((end) => end());
}
