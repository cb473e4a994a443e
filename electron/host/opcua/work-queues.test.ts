import { expect, test } from "vitest";
import { createWorkQueues } from "./work-queues.ts";

test("work of one key runs one after the other, in order, and goes on after a failure", async () => {
  const queues = createWorkQueues();
  const said: string[] = [];
  const first = Promise.withResolvers<undefined>();
  const one = queues.run("a", async () => {
    said.push("one begins");
    await first.promise;
    said.push("one ends");
    throw new Error("one failed");
  });
  const two = queues.run("a", () => {
    said.push("two");
    return 2;
  });
  expect(await queues.run("b", () => said.push("other"))).toBe(2);
  expect(said).toEqual(["one begins", "other"]);
  first.resolve(undefined);
  await expect(one).rejects.toThrow("one failed");
  expect(await two).toBe(2);
  expect(said).toEqual(["one begins", "other", "one ends", "two"]);
});

test("it is idle when what was asked for has ended", async () => {
  const queues = createWorkQueues();
  await queues.idle();
  let isDone = false;
  const work = Promise.withResolvers<undefined>();
  void queues.run("a", async () => {
    await work.promise;
    isDone = true;
  });
  const idle = queues.idle().then(() => isDone);
  work.resolve(undefined);
  expect(await idle).toBe(true);
});
