import { expect, test } from "vitest";
import { readAhead } from "./read-ahead.ts";

test("the next value is asked for before the caller is done with the first, and none further", async () => {
  const made: number[] = [];
  async function* values(): AsyncGenerator<number> {
    for (let n = 1; n <= 4; n += 1) {
      made.push(n);
      yield n;
    }
  }
  const seen: string[] = [];
  for await (const value of readAhead(values())) {
    await Promise.resolve();
    seen.push(`${value} of ${made.length}`);
  }
  expect(seen).toEqual(["1 of 2", "2 of 3", "3 of 4", "4 of 4"]);
});

test("as many values are asked for as the caller wishes", async () => {
  let made = 0;
  async function* values(): AsyncGenerator<number> {
    while (made < 5) yield (made += 1);
  }
  const seen: string[] = [];
  for await (const value of readAhead(values(), 2)) {
    for (let turn = 0; turn < 9; turn += 1) await Promise.resolve();
    seen.push(`${value} of ${made}`);
  }
  expect(seen).toEqual(["1 of 3", "2 of 4", "3 of 5", "4 of 5", "5 of 5"]);
});

test("a failure comes after the values before it", async () => {
  async function* values(): AsyncGenerator<number> {
    yield 1;
    throw new Error("broken");
  }
  const seen: number[] = [];
  const reading = (async () => {
    for await (const value of readAhead(values())) seen.push(value);
  })();
  await expect(reading).rejects.toThrow("broken");
  expect(seen).toEqual([1]);
});

test("leaving early ends the source", async () => {
  let ended = false;
  async function* values(): AsyncGenerator<number> {
    try {
      for (let n = 0; ; n += 1) yield n;
    } finally {
      ended = true;
    }
  }
  for await (const value of readAhead(values())) if (value === 2) break;
  expect(ended).toBe(true);
});
