import { expect, test } from "vitest";
import { EMPTY_BOUNDS, type Bounds } from "../../../shared/geometry/bounds.ts";
import { rehearsalRays } from "./rehearsal.ts";

test("rays come from outside of all boxes and run through the middles of some", () => {
  const boxes: Bounds[] = Array.from({ length: 250 }, (_, at) => [at, 0, 0, at + 1, 2, 3]);
  const rays = [...rehearsalRays(boxes)];
  expect(rays.length).toBe(100);
  for (const [origin, direction] of rays) {
    expect(origin.some((place, axis) => place < 0 || place > [250, 2, 3][axis]!)).toBe(true);
    // Where it is at the height of the middles it is in the middle of a box.
    const steps = (1.5 - origin[2]) / direction[2];
    expect(steps).toBeGreaterThan(0);
    expect(origin[1] + steps * direction[1]).toBeCloseTo(1, 6);
    expect((origin[0] + steps * direction[0]) % 1).toBeCloseTo(0.5, 6);
  }
});

test("without anything to meet there is nothing to try", () => {
  expect([...rehearsalRays([])]).toEqual([]);
  expect([...rehearsalRays([EMPTY_BOUNDS])]).toEqual([]);
});
