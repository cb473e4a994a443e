import { expect, test } from "vitest";
import { worksAt } from "./works-at.ts";

const MINUTE = 60_000_000;
const NOW = 1_000 * MINUTE;
const operation = (equipment: string | undefined, from: number, to?: number) => ({
  equipment,
  startedAt: NOW + from * MINUTE,
  endedAt: to === undefined ? undefined : NOW + to * MINUTE,
});

test("what is in work now stands before what was there last", () => {
  const works = worksAt(
    [operation("VMC-2", -10, -5), operation("VMC-1", -30, 20), operation("VMC-2", -90, -60)],
    NOW,
    false,
  );
  expect(works).toEqual([
    { equipment: "VMC-1", inWork: true, at: NOW - 30 * MINUTE },
    { equipment: "VMC-2", inWork: false, at: NOW - 5 * MINUTE },
  ]);
});

test("a unit that has left is not beside the machine any more; a part goes on being made there", () => {
  const left = [operation("VMC-1", -200, -120)];
  expect(worksAt(left, NOW, true)).toEqual([]);
  expect(worksAt(left, NOW, false)).toHaveLength(1);
});

test("what is yet to come, has no equipment or no time, is no work", () => {
  const undated = { equipment: "VMC-1", startedAt: undefined, endedAt: undefined };
  expect(worksAt([operation("VMC-1", 5, 10), operation(undefined, -5, 5), undated], NOW, false)).toEqual([]);
  // A moment is over at once.
  expect(worksAt([operation("VMC-1", -1)], NOW, true)).toEqual([
    { equipment: "VMC-1", inWork: false, at: NOW - MINUTE },
  ]);
});
