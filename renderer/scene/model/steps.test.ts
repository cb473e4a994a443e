import { expect, test } from "vitest";
import { atOnce, inSlices, type Steps } from "./steps.ts";

function* count(to: number, seen: number[] = []): Steps<string> {
  for (let at = 0; at < to; at++) {
    seen.push(at);
    yield;
  }
  return "done";
}

test("all at once answers what the last step answers", () => {
  expect(atOnce(count(5))).toBe("done");
});

test("the page has its turn whenever steps have taken long enough, and not after each", async () => {
  let time = 0;
  const pauses: number[] = [];
  const seen: number[] = [];
  const answer = await inSlices(
    count(10, seen),
    new AbortController().signal,
    async () => {
      pauses.push(seen.length);
      time += 1_000;
      await Promise.resolve();
    },
    // Every step takes 5 ms.
    () => (time += 5),
  );
  expect(answer).toBe("done");
  expect(seen).toHaveLength(10);
  expect(pauses).toEqual([3, 6, 9]);
});

test("given up between two steps nothing more is done", async () => {
  const gone = new AbortController();
  const seen: number[] = [];
  const run = inSlices(
    count(10, seen),
    gone.signal,
    async () => {
      gone.abort(new Error("another model"));
      await Promise.resolve();
    },
    () => seen.length * 100,
  );
  await expect(run).rejects.toThrow("another model");
  expect(seen).toEqual([0]);
});
