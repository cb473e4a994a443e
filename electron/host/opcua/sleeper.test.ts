import { expect, test } from "vitest";
import { Sleeper } from "./sleeper.ts";

test("a wake ends a sleep, one that came before it as well, and only one", async () => {
  const sleeper = new Sleeper();
  const order: string[] = [];
  const sleeping = sleeper.sleep().then(() => order.push("slept"));
  order.push("woken");
  sleeper.wake();
  await sleeping;
  sleeper.wake();
  await sleeper.sleep();
  order.push("not slept");
  await sleeper.sleep(1);
  expect(order).toEqual(["woken", "slept", "not slept"]);
});
