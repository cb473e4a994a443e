/** The small things the engine waits with: turns, the gate, and the waker. */
import { expect, test } from "vitest";
import type { SourceConnection } from "../connectors/connector.ts";
import { createGate } from "./gate.ts";
import { createTurns } from "./turns.ts";
import { systemTime } from "./time.ts";
import { createWaker } from "./waker.ts";

const never = new AbortController().signal;
/** Time that never passes: only waking ends a wait. */
const still = {
  now: () => 0,
  sleep: (_milliseconds: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())),
};

test("turns: so many at once, the rest in their order, also where one fails", async () => {
  const turns = createTurns(2);
  const order: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) =>
    turns.take(async () => {
      order.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (name === "a") throw new Error("a fails");
    });
  const all = [work("a"), work("b"), work("c"), work("d")];
  await Promise.resolve();
  expect(order).toEqual(["a", "b"]);
  ends[0]?.();
  await expect(all[0]).rejects.toThrow("a fails");
  expect(order).toEqual(["a", "b", "c"]);
  ends[1]?.();
  await all[1];
  expect(order).toEqual(["a", "b", "c", "d"]);
  for (const end of ends) end();
  await Promise.all(all.slice(1));
});

test("waker: woken while nobody waits, the next wait is over at once, and only that one", async () => {
  const waker = createWaker(still);
  waker.wake();
  await waker.wait(undefined, never);
  let isOver = false;
  const waiting = waker.wait(10_000, never).then(() => (isOver = true));
  await Promise.resolve();
  expect(isOver).toBe(false);
  waker.wake();
  await waiting;
});

test("waker: ends when it is given up", async () => {
  const waker = createWaker(still);
  const controller = new AbortController();
  const waiting = waker.wait(undefined, controller.signal);
  controller.abort();
  await waiting;
  await waker.wait(undefined, AbortSignal.abort());
});

test("gate: those who wait pass when it opens, and wait again when it is closed", async () => {
  const gate = createGate();
  const session = { connection: {} as SourceConnection, signal: never };
  const waiting = gate.whenOpen(never);
  gate.open(session);
  expect(await waiting).toBe(session);
  expect(await gate.whenOpen(never)).toBe(session);
  gate.close();
  const controller = new AbortController();
  const givenUp = gate.whenOpen(controller.signal);
  controller.abort();
  expect(await givenUp).toBeUndefined();
});

test("the real time sleeps, and wakes when it is given up", async () => {
  const time = systemTime(() => 5);
  expect(time.now()).toBe(5);
  await time.sleep(1, never);
  const controller = new AbortController();
  const sleeping = time.sleep(60_000, controller.signal);
  controller.abort();
  await sleeping;
  await time.sleep(60_000, AbortSignal.abort());
});
