import { expect, test } from "vitest";
import { reconnectDelay } from "./backoff.ts";

test("waits from a quarter of a second, doubling, up to five seconds, however often", () => {
  expect([0, 1, 2, 3, 4].map(reconnectDelay)).toEqual([250, 500, 1_000, 2_000, 4_000]);
  for (const attempt of [5, 6, 50, 5_000]) expect(reconnectDelay(attempt)).toBe(5_000);
});
