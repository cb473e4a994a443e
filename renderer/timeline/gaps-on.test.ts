import { expect, test } from "vitest";
import type { TimelineGap } from "../../shared/contract/events.ts";
import { gapsOn, type HatchedGap } from "./layout.ts";
import type { Row } from "./rows.ts";
import { NO_DATA, type TimelineData } from "./view.ts";

const gap = (stream: string, backfilled = false): TimelineGap => ({
  sourceId: "opcua:one",
  stream,
  from: 0,
  to: 1,
  cause: "The line to the server was lost.",
  backfilled,
});

const GAPS = [
  gap("VMC-1"),
  gap("VMC-1 · Spindle load"),
  gap("VMC-2"),
  gap("VMC-1 · Path feed"),
  gap("VMC-1", true),
];
const HATCHED: readonly HatchedGap[] = GAPS.map((_, index) => ({ index, left: 0, right: 1 }));

const none = new Float32Array(0);
const trace = {
  first: 0,
  until: undefined,
  equipment: "VMC-1",
  signal: "Spindle load",
  uom: "%",
  minimum: none,
  maximum: none,
  mean: none,
};
const DATA: TimelineData = {
  ...NO_DATA,
  slice: {
    window: { from: 0, to: 1 },
    lanes: [],
    gaps: GAPS,
    notLoaded: [],
    leftLater: [],
    clocks: [],
    counts: new Uint32Array(),
  },
  traces: [{ trace, window: { from: 0, to: 1 }, range: undefined }],
};
const row = (type: Row["type"], index = 0): Row => ({
  type,
  index,
  top: 0,
  height: 20,
  collapsed: false,
  traces: type === "trace" ? 1 : 0,
});
const indexes = (gaps: readonly HatchedGap[]): readonly number[] => gaps.map(({ index }) => index);

test("a trace is hatched where its equipment or itself was not observed, and not where it was read back", () => {
  expect(indexes(gapsOn(row("trace"), DATA, HATCHED))).toEqual([0, 1]);
});

test("the row of the gaps has them all, a lane that is not there none", () => {
  expect(indexes(gapsOn(row("gaps"), DATA, HATCHED))).toEqual([0, 1, 2, 3, 4]);
  expect(gapsOn(row("lane", 3), DATA, HATCHED)).toEqual([]);
  expect(gapsOn(row("trace", 3), DATA, HATCHED)).toEqual([]);
});
