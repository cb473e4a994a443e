/** The model goes where the hand pushes the cap: a point of it, as the eye sees it. */
import { expect, test } from "vitest";
import { basisOf, dot, subtract, type Pose, type Vector } from "../camera/orbit.ts";
import { AT_REST, isAtRest, moveByCap } from "./motion.ts";
import type { CapAxes } from "./report.ts";

const POSE: Pose = { target: [0, 0, 0], azimuth: 0, polar: Math.PI / 2, distance: 100 };
const FRAME = { seconds: 0.016, pivot: [0, 0, 0] as Vector, limits: [1, 1_000] as const };

/** To the right, upwards and towards the eye, mm. */
function seen(pose: Pose, point: Vector): Vector {
  const { right, up, back } = basisOf(pose);
  const from = subtract(point, pose.target);
  return [dot(from, right), dot(from, up), dot(from, back) - pose.distance];
}

const TOP: Vector = [0, 0, 10];
const FRONT: Vector = [0, -10, 0];

test.each([
  { name: "right", axes: { right: 1 }, point: TOP, axis: 0, sign: 1 },
  { name: "up", axes: { up: 1 }, point: FRONT, axis: 1, sign: 1 },
  { name: "away", axes: { away: 1 }, point: TOP, axis: 2, sign: -1 },
  { name: "nod: the top goes away", axes: { nod: 1 }, point: TOP, axis: 2, sign: -1 },
  { name: "lean: the top goes to the right", axes: { lean: 1 }, point: TOP, axis: 0, sign: 1 },
  {
    name: "twist clockwise: the front goes to the left",
    axes: { twist: 1 },
    point: FRONT,
    axis: 0,
    sign: -1,
  },
] as const)("$name", ({ axes, point, axis, sign }) => {
  const go = (share: number): number => {
    const scaled = Object.fromEntries(Object.entries(axes).map(([key, value]) => [key, value * share]));
    const after = moveByCap(POSE, { ...AT_REST, ...scaled }, FRAME);
    return seen(after, point)[axis] - seen(POSE, point)[axis];
  };
  expect(Math.sign(go(1))).toBe(sign);
  expect(go(-1)).toBeCloseTo(-go(1), 0);
  // A light hand moves slowly.
  expect(Math.abs(go(0.5))).toBeLessThan(Math.abs(go(1)) * 0.4);
});

test("a hand that only rests on the cap moves nothing; no frame throws the model away", () => {
  const resting: CapAxes = { right: 0.02, away: -0.02, up: 0.01, nod: 0, lean: 0.03, twist: 0 };
  expect(isAtRest(resting)).toBe(true);
  expect(moveByCap(POSE, resting, FRAME)).toMatchObject({ ...POSE, target: [0, 0, 0] });
  const long = moveByCap(POSE, { ...AT_REST, right: 1 }, { ...FRAME, seconds: 30 });
  expect(Math.abs(seen(long, TOP)[0])).toBeLessThan(10);
});
