import { describe, expect, test } from "vitest";
import { Failure } from "../../../shared/rpc/failure.ts";
import { Unavailable } from "../connectors/connector.ts";
import { backoff } from "./backoff.ts";
import { INITIAL_STATUS, nextStatus, type FeedEvent, type FeedStatus } from "./feed-status.ts";

const context = { now: () => 1_000_000, random: () => 0, poll: 30_000 };
const after = (...events: readonly FeedEvent[]): FeedStatus =>
  events.reduce((status, event) => nextStatus(status, event, context), INITIAL_STATUS);
const failure = (thrown: unknown): FeedEvent => ({ type: "failure", thrown });
const offline = failure(new Failure("offline", "can't be reached"));
const BEGIN = { type: "begin" } as const;
const LEVEL = { type: "level" } as const;

test("level with its source it is idle until the next look", () => {
  expect(after(BEGIN).state).toBe("syncing");
  expect(after(BEGIN, LEVEL)).toEqual({ ...INITIAL_STATUS, state: "idle", wait: 30_000 });
});

describe.each([
  ["offline", new Failure("offline", "x")],
  ["waiting", new Unavailable("x", undefined)],
  ["waiting", new Failure("corrupt", "x")],
  ["waiting", new Failure("conflict", "x")],
  ["refused", new Failure("refused", "x")],
  ["refused", new Failure("invalid", "x")],
  ["failed", new Failure("limit", "x")],
  ["failed", new TypeError("x")],
])("%s after %o", (state, thrown) => {
  test("says why, and waits longer each time", () => {
    const first = after(BEGIN, failure(thrown));
    expect(first).toMatchObject({ state, message: "x", failures: 1, wait: 500, retryAt: 1_500_000 });
    const tenth = Array.from({ length: 9 }, () => [BEGIN, failure(thrown)]).flat();
    const later = after(BEGIN, failure(thrown), ...tenth);
    expect(later.failures).toBe(10);
    expect(later.wait).toBeGreaterThanOrEqual(30_000);
    expect(later.wait).toBeLessThanOrEqual(600_000);
  });
});

test("what the source asks for is waited for", () => {
  expect(after(failure(new Unavailable("backup", 20_000))).wait).toBe(20_000);
  expect(after(failure(new Unavailable("backup", 10))).wait).toBe(500);
});

test("success forgets earlier failures; what was given up on purpose is none", () => {
  expect(after(offline, offline, BEGIN, LEVEL).failures).toBe(0);
  expect(after(offline, failure(new Failure("cancelled", "x")))).toMatchObject({
    state: "syncing",
    failures: 1,
    wait: 0,
  });
});

test("paused it stays, whatever ends meanwhile, until it is resumed", () => {
  for (const event of [BEGIN, LEVEL, offline]) expect(after({ type: "pause" }, event).state).toBe("paused");
  expect(after({ type: "pause" }, { type: "resume" })).toEqual(INITIAL_STATUS);
  expect(after(offline, { type: "resume" }).state).toBe("offline");
});

test("the wait lies by chance between half and all of a bound that doubles", () => {
  expect([1, 2, 3, 10].map((n) => backoff(n, 60_000, () => 0))).toEqual([500, 1_000, 2_000, 30_000]);
  expect([1, 2, 3, 1_000].map((n) => backoff(n, 60_000, () => 0.999999))).toEqual([
    1_000, 2_000, 4_000, 60_000,
  ]);
});
