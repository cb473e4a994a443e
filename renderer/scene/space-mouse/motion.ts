/** From where the cap stands to how the view moves: the model follows the hand, the faster the farther it is pushed. */
import { pan, rolled, rotateAbout, unrolled, zoomAbout, type Pose, type Vector } from "../camera/orbit.ts";
import type { CapAxes } from "./report.ts";

export const AT_REST: CapAxes = { right: 0, away: 0, up: 0, nod: 0, lean: 0, twist: 0 };

/** Below it a hand only rests on the cap. */
const REST = 0.03;
/** At the stop: heights of the view, doublings of the distance and radians, per second. */
const MOVE = 1.2;
const ZOOM = 2;
const TURN = 2;
/** A frame that took longer must not throw the model out of the view, s. */
const LONGEST = 0.1;

export function isAtRest(axes: CapAxes): boolean {
  // Asked with every frame, mostly without a cap.
  if (axes === AT_REST) return true;
  return Object.values(axes).every((value: number) => Math.abs(value) <= REST);
}

export interface MotionFrame {
  /** s since the last one. */
  readonly seconds: number;
  /** What the model turns about and is zoomed to. */
  readonly pivot: Vector;
  /** Least and most distance, mm. */
  readonly limits: readonly [number, number];
}

/** The pose after a frame's time. */
export function moveByCap(pose: Pose, axes: CapAxes, { seconds, pivot, limits }: MotionFrame): Pose {
  const time = Math.min(LONGEST, Math.max(0, seconds));
  const { right, away, up, nod, lean, twist } = axes;
  let next = pan(pose, speed(right) * MOVE * time, -speed(up) * MOVE * time, 1);
  next = zoomAbout(next, pivot, 2 ** (speed(away) * ZOOM * time), limits);
  // The model turns with the cap: the eye goes the other way round.
  const [aside, over] = unrolled(next, -speed(twist) * TURN * time, -speed(nod) * TURN * time);
  next = rotateAbout(next, pivot, -aside, -over);
  return rolled(next, speed(lean) * TURN * time);
}

/** Squared: a light hand moves slowly. */
function speed(value: number): number {
  const beyond = Math.max(0, Math.abs(value) - REST) / (1 - REST);
  return Math.sign(value) * beyond * beyond;
}
