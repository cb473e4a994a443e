import { expect, test } from "vitest";
import type { TimelineLane } from "../../shared/contract/events.ts";
import { prepare } from "./prepare.ts";

interface Event {
  readonly start: number;
  readonly end?: number;
  readonly severity?: number;
}

const lane = (events: readonly Event[], few = true): TimelineLane => {
  const marks = {
    positions: Float64Array.from(events, (_event, index) => index + 1),
    starts: Float64Array.from(events, ({ start }) => start),
    ends: Float64Array.from(events, ({ end }) => end ?? NaN),
    severities: Uint8Array.from(events, ({ severity }) => severity ?? 0),
    kinds: Uint8Array.from(events, () => 2),
    titles: events.map((_event, index) => `event ${index + 1}`),
  };
  return {
    by: "kind",
    key: "machine",
    name: "machine",
    parent: undefined,
    others: 0,
    kind: "machine",
    history: { events: events.length, failed: 0, expected: 0 },
    total: events.length,
    undated: 0,
    counts: Uint32Array.of(events.length),
    failed: Uint32Array.of(0),
    expected: Float32Array.of(0),
    worst: Uint8Array.of(0),
    worstPositions: Float64Array.of(1),
    marks: few ? marks : undefined,
    notable: few ? undefined : marks,
  };
};

/** 1,000 pixels at 1,000 µs each. */
const prepared = (one: TimelineLane) => {
  const slice = {
    window: { from: 0, to: 1_000_000 },
    extent: { from: 0, to: 1_000_000 },
    lanes: [one],
    gaps: [],
    notLoaded: [],
    leftLater: [],
    clocks: [],
    total: 0,
    counts: one.counts,
    undated: 0,
  };
  const [made] = prepare(slice, 1_000).lanes;
  if (made === undefined) throw new Error("no lane");
  return made;
};

test("a few events are drawn singly, even in a heap", () => {
  const heap = Array.from({ length: 20 }, () => ({ start: 500_000 }));
  expect(prepared(lane(heap))).toMatchObject({ style: "marks", rowCount: 2 });
});

test("many points become bars", () => {
  const many = Array.from({ length: 100 }, (_value, index) => ({ start: index * 10_000 }));
  expect(prepared(lane(many)).style).toBe("bars");
});

test("spans one after the other stay single in one row, however many fit", () => {
  const runs = Array.from({ length: 100 }, (_value, index) => ({
    start: index * 10_000,
    end: index * 10_000 + 8_000,
  }));
  expect(prepared(lane(runs))).toMatchObject({ style: "marks", rowCount: 1 });
});

test("two machines at once take two rows", () => {
  const runs = Array.from({ length: 60 }, (_value, index) => ({
    start: index * 15_000,
    end: index * 15_000 + 22_000,
  }));
  expect(prepared(lane(runs))).toMatchObject({ style: "marks", rowCount: 2 });
});

test("over bars the critical events and the long spans are kept", () => {
  const many: Event[] = Array.from({ length: 100 }, (_value, index) => ({ start: index * 10_000 }));
  many[3] = { start: 30_000, severity: 4 };
  many[7] = { start: 70_000, end: 90_000 };
  many[8] = { start: 80_000, end: 84_000 };
  const made = prepared(lane(many));
  expect(made.style).toBe("bars");
  expect(made.marks.titles).toEqual(["event 4", "event 8"]);
});

test("what the host calls notable is taken as it is", () => {
  const made = prepared(lane([{ start: 1, severity: 4 }], false));
  expect(made).toMatchObject({ style: "bars", marks: { titles: ["event 1"] } });
});
