import { expect, test } from "vitest";
import { Sequence } from "./sequence.ts";

const data = (sequence: number) => ({ sequence, isSignOfLife: false });
const life = (sequence: number) => ({ sequence, isSignOfLife: true });

function after(...messages: readonly ReturnType<typeof data>[]): Sequence {
  const sequence = new Sequence();
  for (const message of messages) sequence.follow(message);
  return sequence;
}

test("numbers that follow each other miss nothing, signs of life between them included", () => {
  expect(after(data(1), data(2), life(3), life(3), data(3), data(4)).isMissing).toBe(false);
});

test("a number left out is missing, also where only a sign of life shows it", () => {
  expect(after(data(1), data(3)).isMissing).toBe(true);
  expect(after(data(1), life(3)).isMissing).toBe(true);
});

test("one that was overtaken and comes after all is missing no more", () => {
  const sequence = after(data(1), data(4), data(3));
  expect(sequence.isMissing).toBe(true);
  sequence.follow(data(2));
  expect(sequence.isMissing).toBe(false);
  sequence.follow(data(5));
  expect(sequence.isMissing).toBe(false);
});

test("a sign of life with an old number brings nothing", () => {
  expect(after(data(1), data(3), life(2)).isMissing).toBe(true);
});

test("after the last number comes 1", () => {
  expect(after(data(0xffff_ffff), data(1)).isMissing).toBe(false);
  expect(after(data(0xffff_fffe), data(1)).isMissing).toBe(true);
  expect(after(data(0xffff_fffe), data(1), data(0xffff_ffff)).isMissing).toBe(false);
});

test("a new subscription begins anew, and what was given up is forgotten", () => {
  const sequence = after(data(77), data(99));
  sequence.giveUp();
  expect(sequence.isMissing).toBe(false);
  sequence.reset();
  sequence.follow(data(1));
  expect(sequence.isMissing).toBe(false);
});
