import { expect, test } from "vitest";
import { nextEvent } from "./step.ts";

const events = [
  { position: 4, startedAt: 100 },
  { position: 2, startedAt: 200 },
  { position: 7, startedAt: 200 },
  { position: 1, startedAt: 300 },
];
const window = { from: 150, to: 250 };
const from = (position: number) => {
  const event = events.find((one) => one.position === position);
  return { position, from: event?.startedAt ?? 0 };
};

test("events follow each other in time, those of one instant by position", () => {
  const walk: number[] = [];
  let at = events[0];
  while (at !== undefined) {
    walk.push(at.position);
    at = nextEvent(events, from(at.position), 1, window);
  }
  expect(walk).toEqual([4, 2, 7, 1]);
  expect(nextEvent(events, from(7), -1, window)?.position).toBe(2);
  expect(nextEvent(events, from(4), -1, window)).toBeUndefined();
});

test("without a start it is the first or the last of the window", () => {
  expect(nextEvent(events, undefined, 1, window)?.position).toBe(2);
  expect(nextEvent(events, undefined, -1, window)?.position).toBe(7);
});
