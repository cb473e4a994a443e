/** Everything that moves the view: fitting, standard views, gestures of the pointer, steps of the keys. */
import { isEmptyBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import { fitPose, VIEW_ANGLES, type StandardView } from "./camera-fit.ts";
import type { CameraRig } from "./camera-rig.ts";
import type { Gesture } from "./mouse-presets.ts";
import {
  anglesAlong,
  basisOf,
  dot,
  pan,
  rayAt,
  rolled,
  rotateAbout,
  unrolled,
  zoomAbout,
  type Angles,
  type Pose,
  type Vector,
} from "./orbit.ts";
import { AT_REST, isAtRest, moveByCap } from "../space-mouse/motion.ts";
import type { CapAxes } from "../space-mouse/report.ts";
import type { ScenePick } from "../picking/scene-pick.ts";

/** Radians per pixel of a rotating drag: half a turn across a usual viewport. */
const TURN = Math.PI / 700;
/** Pixels of a zooming drag that double the distance. */
const ZOOM_DOUBLE = 160;
const QUARTER = Math.PI / 2;
/** Taken for the first frame that follows a cap, ms. */
const FRAME = 16;

export interface NavigationParts {
  readonly rig: CameraRig;
  /** Of the canvas, CSS pixels. */
  readonly size: () => { readonly width: number; readonly height: number };
  /** CSS pixels from the top that a toolbar covers. */
  readonly coveredTop: number;
  readonly box: () => Bounds;
  readonly drawnBounds: (nodes?: readonly number[]) => readonly Bounds[];
  readonly pick: (x: number, y: number) => ScenePick | undefined;
  readonly reduced: () => boolean;
  readonly invalidate: () => void;
}

export interface Navigation {
  readonly move: (pose: Pose | undefined, ease: boolean) => void;
  readonly fit: (nodes?: readonly number[], angles?: Angles, ease?: boolean) => void;
  /** Fits again what was fitted last, where nobody has moved the view since. */
  readonly refit: () => void;
  readonly view: (view: StandardView) => void;
  /** All of it, upright, seen from a direction. */
  readonly viewFrom: (direction: Vector) => void;
  /** Looks against a direction at a node; from behind where it already does, as "normal to" does in CAD. */
  readonly lookAlong: (node: number, direction: Vector) => void;
  readonly turn: (azimuth: number, polar: number) => void;
  /** Radians anticlockwise for the eye; undefined: upright. */
  readonly roll: (by: number | undefined) => void;
  readonly zoom: (factor: number) => void;
  readonly pan: (dx: number, dy: number) => void;
  /** How the cap of a 3D mouse stands from now on. */
  readonly setCap: (axes: CapAxes) => void;
  /** Moves as the cap has led since the last frame; false where nobody touches it. `now` in ms. */
  readonly followCap: (now: number) => boolean;
  readonly ray: (x: number, y: number) => { readonly origin: Vector; readonly direction: Vector };
  /** A drag begins at x, y. */
  readonly begin: (x: number, y: number) => void;
  readonly drag: (gesture: Gesture, dx: number, dy: number) => void;
  readonly zoomAt: (x: number, y: number, factor: number, ease: boolean) => void;
}

export function createNavigation(parts: NavigationParts): Navigation {
  const { rig, size, coveredTop, box, drawnBounds, pick, reduced, invalidate } = parts;
  let dragAbout: Vector = rig.pose().target;
  let cap = AT_REST;
  /** When the last frame that followed the cap was, ms. */
  let capAt: number | undefined;
  let fitted: { readonly nodes: readonly number[] | undefined; readonly pose: Pose | undefined } | undefined;

  const aspect = (): number => size().width / Math.max(1, size().height);
  const distanceLimits = (): readonly [number, number] => {
    const [x, y, z, toX, toY, toZ] = box();
    const extent = isEmptyBounds(box()) ? 1_000 : Math.hypot(toX - x, toY - y, toZ - z);
    return [extent * 1e-5, extent * 40];
  };
  const move: Navigation["move"] = (pose, ease) => {
    if (pose === undefined) return;
    rig.moveTo(pose, ease && !reduced());
    invalidate();
  };
  const fit: Navigation["fit"] = (nodes, angles = rig.goal(), ease = true) => {
    const covered = Math.min(0.3, coveredTop / Math.max(1, size().height));
    const frame = { aspect: aspect(), projection: rig.projection(), covered };
    const pose = fitPose(drawnBounds(nodes), angles, frame);
    move(pose, ease);
    fitted = { nodes, pose };
  };
  const ray: Navigation["ray"] = (x, y) => {
    const { width, height } = size();
    return rayAt(rig.pose(), rig.projection(), [(x / width) * 2 - 1, 1 - (y / height) * 2], aspect());
  };
  /** What a gesture at x, y goes about: the point under it, or one beside the model at its depth. */
  const pointUnder = (x: number, y: number): Vector => {
    const hit = pick(x, y);
    if (hit !== undefined) return hit.point;
    const { origin, direction } = ray(x, y);
    const { distance } = rig.pose();
    const centre = ray(size().width / 2, size().height / 2).direction;
    const depth =
      rig.projection() === "perspective" ? distance / Math.max(1e-6, dot(centre, direction)) : distance;
    return [
      origin[0] + direction[0] * depth,
      origin[1] + direction[1] * depth,
      origin[2] + direction[2] * depth,
    ];
  };
  return {
    move,
    fit,
    refit: () => {
      if (fitted !== undefined && fitted.pose === rig.goal()) fit(fitted.nodes, rig.goal(), false);
    },
    view: (view) => fit(undefined, VIEW_ANGLES[view]),
    viewFrom: (direction) => fit(undefined, anglesAlong(direction, rig.goal().azimuth)),
    lookAlong: (node, direction) => {
      const goal = rig.goal();
      const facing = dot(basisOf(goal).back, direction) / Math.hypot(...direction) > 0.99999;
      const towards: Vector = facing ? [-direction[0], -direction[1], -direction[2]] : direction;
      // Seen from straight above or below: the nearest quarter turn, so that edges stand upright.
      const quarter = Math.round(goal.azimuth / QUARTER) * QUARTER;
      fit([node], anglesAlong(towards, quarter));
    },
    turn: (azimuth, polar) => {
      const goal = rig.goal();
      // Minus: the keys say where the eye goes, `unrolled` where the model does.
      const [dx, dy] = unrolled(goal, -azimuth, -polar);
      move(rotateAbout(goal, goal.target, -dx, -dy), true);
    },
    roll: (by) => {
      const goal = rig.goal();
      move(by === undefined ? { ...goal, roll: 0 } : rolled(goal, by), true);
    },
    zoom: (factor) => {
      const goal = rig.goal();
      move(zoomAbout(goal, goal.target, factor, distanceLimits()), true);
    },
    pan: (dx, dy) => move(pan(rig.goal(), dx, dy, size().height), true),
    setCap: (axes) => {
      cap = axes;
      if (!isAtRest(cap)) invalidate();
    },
    followCap: (now) => {
      const isLed = !isAtRest(cap);
      if (isLed) {
        const pose = rig.pose();
        const seconds = (now - (capAt ?? now - FRAME)) / 1_000;
        move(moveByCap(pose, cap, { seconds, pivot: pose.target, limits: distanceLimits() }), false);
      }
      capAt = isLed ? now : undefined;
      return isLed;
    },
    ray,
    begin: (x, y) => {
      // Pressed on the model it turns about that point, beside it about the middle of what is looked at.
      dragAbout = pick(x, y)?.point ?? rig.pose().target;
    },
    drag: (gesture, dx, dy) => {
      const pose = rig.pose();
      if (gesture === "rotate") {
        const [aside, down] = unrolled(pose, dx, dy);
        move(rotateAbout(pose, dragAbout, -aside * TURN, -down * TURN), false);
      } else if (gesture === "pan") move(pan(pose, dx, dy, size().height), false);
      else move(zoomAbout(pose, dragAbout, 2 ** (dy / ZOOM_DOUBLE), distanceLimits()), false);
    },
    zoomAt: (x, y, factor, ease) =>
      move(zoomAbout(rig.goal(), pointUnder(x, y), factor, distanceLimits()), ease),
  };
}
