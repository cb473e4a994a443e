import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

test("work of one key runs one after the other, in order, and goes on after a failure", async () => {
  const turns = createTurns();
  const said: string[] = [];
  const first = Promise.withResolvers<undefined>();
  const one = turns.take("a", async () => {
    said.push("one begins");
    await first.promise;
    said.push("one ends");
    throw new Error("one failed");
  });
  const two = turns.take("a", () => {
    said.push("two");
    return 2;
  });
  expect(await turns.take("b", () => said.push("other"))).toBe(2);
  expect(said).toEqual(["one begins", "other"]);
  first.resolve(undefined);
  await expect(one).rejects.toThrow("one failed");
  expect(await two).toBe(2);
  expect(said).toEqual(["one begins", "other", "one ends", "two"]);
});

test("it is idle when what was asked for has ended", async () => {
  const turns = createTurns();
  await turns.idle();
  let isDone = false;
  const work = Promise.withResolvers<undefined>();
  void turns.take("a", async () => {
    await work.promise;
    isDone = true;
  });
  const idle = turns.idle().then(() => isDone);
  work.resolve(undefined);
  expect(await idle).toBe(true);
});
