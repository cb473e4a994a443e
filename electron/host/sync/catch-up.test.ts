import { expect, test } from "vitest";
import { createCatchUp } from "./catch-up.ts";

const WORKING = { isWorking: true, isLevel: false };
const HELD_UP = { isWorking: false, isLevel: false };
const LEVEL = { isWorking: false, isLevel: true };

test("rows of feeds that are level already count with those of the others", () => {
  let now = 0;
  const catchUp = createCatchUp(() => now);
  expect(catchUp.read([0, 0])).toBeUndefined();
  catchUp.observe(WORKING);
  catchUp.taken(300, 0);
  catchUp.taken(0, 4_000);
  now = 3_000_000;
  // The first is level, the second at work, the third waits for its turn.
  expect(catchUp.read([0, 200, 700])).toEqual({ rows: 300, bytes: 4_000, left: 900, secondsLeft: 9 });
});

test("while the size of a feed is not known nobody says how long it takes", () => {
  let now = 0;
  const catchUp = createCatchUp(() => now);
  catchUp.observe(WORKING);
  catchUp.taken(300, 0);
  now = 3_000_000;
  expect(catchUp.read([100, undefined])).toMatchObject({ left: 100, secondsLeft: undefined });
});

test("held up it stands still, and goes on where it was; level, the next run begins at nothing", () => {
  let now = 0;
  const catchUp = createCatchUp(() => now);
  catchUp.observe(WORKING);
  catchUp.taken(100, 10);
  now = 1_000_000;
  catchUp.observe(HELD_UP);
  now = 3_600_000_000;
  expect(catchUp.read([100])).toMatchObject({ rows: 100, secondsLeft: 1 });
  catchUp.observe(WORKING);
  now += 1_000_000;
  expect(catchUp.read([100])).toMatchObject({ rows: 100, bytes: 10, secondsLeft: 2 });
  catchUp.observe(LEVEL);
  expect(catchUp.read([0])).toBeUndefined();
  catchUp.observe(WORKING);
  expect(catchUp.read([5])).toEqual({ rows: 0, bytes: 0, left: 5, secondsLeft: undefined });
});
