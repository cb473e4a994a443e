import { expect, test } from "vitest";
import { queueSizeFor, revisedSampling, shortcoming } from "./queue.ts";

test("the queue holds what arises in the tolerated outage", () => {
  expect(queueSizeFor(100, 60)).toBe(750);
  expect(queueSizeFor(0, 60)).toBe(750);
  expect(queueSizeFor(60_000, 10)).toBe(2);
});

test("revised values are told as the outage that they bridge", () => {
  const asked = { intervalMs: 100 };
  const full = revisedSampling(asked, { samplingInterval: 100, queueSize: 750 });
  expect(full.coversMs).toBe(75_000);
  expect(shortcoming(asked, 60, full)).toBeUndefined();
  const short = revisedSampling(asked, { samplingInterval: 100, queueSize: 10 });
  expect(shortcoming(asked, 60, short)).toBe("The server's queue bridges an outage of 1 s instead of 60 s.");
  const slow = revisedSampling(asked, { samplingInterval: 1000, queueSize: 750 });
  expect(slow.coversMs).toBe(750_000);
  expect(shortcoming(asked, 60, slow)).toBe("The server samples it every 1000 ms instead of every 100 ms.");
  const polled = revisedSampling({ intervalMs: 0 }, { samplingInterval: 250, queueSize: 750 });
  expect(shortcoming({ intervalMs: 0 }, 60, polled)).toContain("instead of at every change");
  const exact = revisedSampling({ intervalMs: 0 }, { samplingInterval: 0, queueSize: 750 });
  expect(shortcoming({ intervalMs: 0 }, 60, exact)).toBeUndefined();
});
