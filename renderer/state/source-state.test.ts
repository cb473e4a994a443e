import { describe, expect, test } from "vitest";
import type { FeedReport, PlantsReport, SyncState } from "../../shared/contract/plants.ts";
import {
  isLive,
  isSkewed,
  liveSources,
  needsConsent,
  completeFrom,
  latestSince,
  oldestAsOf,
  shareOf,
  systemsOfPlants,
  worstState,
} from "./source-state.ts";

const feed = (system: string, state: SyncState, asOf: number | undefined): FeedReport => ({
  plantId: "p",
  system,
  scope: `${system}-${asOf}`,
  sourceId: `plant:p/${system}`,
  state,
  message: state === "refused" ? "The token is not known there." : undefined,
  retryAt: undefined,
  asOf,
  behind: 0,
  rows: 0,
  bytes: 0,
  secondsLeft: undefined,
  coverage: {
    records: 0,
    complete: true,
    since: undefined,
    until: undefined,
    removedUntil: undefined,
    rereading: false,
    parked: 0,
  },
});
const report = (state: SyncState, feeds: readonly FeedReport[]): PlantsReport => ({
  pins: [],
  plants: [
    {
      plantId: "p",
      name: "Works 1",
      url: "https://plant.example",
      hasOwnCa: false,
      allowPlainHttp: false,
      hasToken: true,
      paused: state === "paused",
      systems: ["plm", "mes"].map((system) => ({
        system,
        name: system.toUpperCase(),
        acceptsChangeRequests: system === "plm",
        scopes: [],
      })),
      state,
      message: state === "offline" ? "The plant can't be reached." : undefined,
      needs: undefined,
      retryAt: undefined,
      outgoingRetryAt: undefined,
      progress: undefined,
      clockSkew: undefined,
      feeds,
      outgoing: 0,
    },
  ],
});

describe("sources of the top bar", () => {
  test("a system is as old as its oldest scope, and as bad as its worst", () => {
    const shown = liveSources(
      report("idle", [feed("plm", "idle", 20), feed("plm", "refused", 10), feed("mes", "idle", 30)]),
    );
    expect(shown).toMatchObject([
      { name: "PLM", state: "refused", asOf: 10, message: "The token is not known there." },
      { name: "MES", state: "idle", asOf: 30, message: undefined },
    ]);
  });

  test("what holds for the whole plant holds for each system", () => {
    expect(liveSources(report("offline", [feed("plm", "idle", 20)]))).toMatchObject([
      { name: "PLM", state: "offline", asOf: 20, message: "The plant can't be reached." },
      { name: "MES", state: "offline", asOf: undefined },
    ]);
    expect(liveSources(undefined)).toEqual([]);
  });

  test("one that was never level makes the whole not level", () => {
    expect(oldestAsOf([{ asOf: 3 }, { asOf: 2 }])).toBe(2);
    expect(oldestAsOf([{ asOf: 3 }, { asOf: undefined }])).toBeUndefined();
    expect(oldestAsOf([])).toBeUndefined();
  });
});

test("what needs a person comes before what passes", () => {
  expect(worstState(["idle", "syncing", "waiting"])).toBe("waiting");
  expect(worstState(["offline", "failed", "paused"])).toBe("failed");
  expect(worstState([])).toBeUndefined();
});

test("live is said of what was level a moment ago", () => {
  expect(isLive({ state: "idle", asOf: 0 }, 60_000_000)).toBe(true);
  expect(isLive({ state: "idle", asOf: 0 }, 180_000_000)).toBe(false);
  expect(isLive({ state: "offline", asOf: 0 }, 0)).toBe(false);
  expect(isLive({ state: "idle", asOf: undefined }, 0)).toBe(false);
});

test("progress is unknown while nothing is known", () => {
  expect(shareOf({ rows: 0, left: 0 })).toBeUndefined();
  expect(shareOf({ rows: 25, left: 75 })).toBe(0.25);
  expect(shareOf({ rows: 25, left: 0 })).toBe(1);
});

test("clocks that differ by more than two seconds, either way, are worth a word", () => {
  expect([undefined, 0, 2_000_000, -2_000_000].map(isSkewed)).toEqual([false, false, false, false]);
  expect([2_000_001, -86_400_000_000].map(isSkewed)).toEqual([true, true]);
});

test.each([
  ["http://plant.example:8080/", true],
  [" HTTP://10.0.0.5 ", true],
  ["http://127.0.0.1.example", true],
  ["http://localhost:5000", false],
  ["http://127.0.0.1:5000", false],
  ["http://[::1]:5000", false],
  ["https://plant.example", false],
  ["plant.example", false],
  ["", false],
])("%o asks for consent: %o", (address, consent) => {
  expect(needsConsent(address)).toBe(consent);
});

test("a plant in one line: its worst system and its oldest one", () => {
  const systems = liveSources(report("idle", [feed("mes", "idle", 9), feed("plm", "offline", 5)]));
  expect(systemsOfPlants(systems)).toMatchObject([{ name: "Works 1", state: "offline", asOf: 5 }]);
  expect(systemsOfPlants([])).toEqual([]);
});

test("history is here from the latest day on that any feed begins with", () => {
  const from = (since: number | undefined) => ({
    coverage: { ...feed("mes", "idle", 1).coverage, since },
  });
  expect(latestSince([from(undefined), from(3), from(7)])).toBe(7);
  expect(latestSince([from(undefined)])).toBeUndefined();
  const removed = { coverage: { ...from(3).coverage, removedUntil: 5 } };
  expect(completeFrom([removed, from(undefined)])).toBe(5);
  expect(completeFrom([removed, from(7)])).toBe(7);
  expect(completeFrom([from(undefined)])).toBeUndefined();
});
