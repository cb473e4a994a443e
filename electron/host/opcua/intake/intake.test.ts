import { describe, expect, test } from "vitest";
import { Intake } from "./intake.ts";
import type { StoredText } from "../../store/writer/opcua/opcua-contract.ts";
import type { Reading } from "./reading.ts";

const SIGNALS = [
  { nodeId: "ns=1;s=load", equipment: "VMC-1", name: "load", uom: "%", intervalMs: 100 },
  { nodeId: "ns=1;s=a/b", equipment: "VMC-1", name: "program", intervalMs: 0 },
];
const NOTHING = {
  last: Float64Array.of(NaN, NaN),
  lastValues: Float64Array.of(NaN, NaN),
  lastTexts: [] as readonly (StoredText | undefined)[],
};
const number = (at: number, value: number): Reading => ({
  at,
  value,
  text: undefined,
  status: Number.isNaN(value) ? "Bad" : "Good",
  isGood: !Number.isNaN(value),
  overflowed: false,
});
const said = (at: number, text: string): Reading => ({
  ...number(at, NaN),
  text,
  status: "Good",
  isGood: true,
});

function intake(known = NOTHING): Intake {
  const made = new Intake(SIGNALS, known);
  made.setText(1, true);
  return made;
}

describe("numbers", () => {
  test("wait as columns, repeats of the newest are dropped, and taking empties", () => {
    const own = intake();
    for (const reading of [number(1, 10), number(1, 10), number(2, NaN), number(2, NaN), number(1, 9)])
      expect(own.accept(0, reading)).toBe(true);
    expect(own.duplicates).toBe(2);
    expect(own.take().samples).toEqual({
      indexes: Uint32Array.of(0),
      counts: Uint32Array.of(3),
      times: Float64Array.of(1, 2, 1),
      values: Float64Array.of(10, NaN, 9),
    });
    expect(own.take().samples).toBeUndefined();
    // What comes late does not turn the clock back.
    expect(own.lastOf(0)).toEqual({ at: 2, value: NaN });
    expect(own.newest).toBe(2);
  });

  test("what the store had last is not taken again after a start, but shown", () => {
    const own = intake({ ...NOTHING, last: Float64Array.of(5, NaN), lastValues: Float64Array.of(50, NaN) });
    own.accept(0, number(5, 50));
    expect(own.take().samples).toBeUndefined();
    expect(own.values(false, false)).toMatchObject([
      { name: "load", value: 50, sourceTime: 5, stale: false },
    ]);
    expect(own.values(false, false)).toEqual([]);
    expect(own.values(true, true)).toMatchObject([{ value: 50, stale: true }]);
  });
});

describe("texts", () => {
  test("told again at a newer time they have not changed, but are known as of then", () => {
    const own = intake();
    for (const reading of [said(1, "RUN"), said(2, "RUN"), said(3, "STOP"), said(4, "RUN"), said(5, "RUN")])
      own.accept(1, reading);
    expect(own.take().events.map(({ title, startedAt }) => [title, startedAt])).toEqual([
      ["program: RUN", 1],
      ["program: STOP", 3],
      ["program: RUN", 4],
    ]);
    expect(own.lastOf(1).at).toBe(5);
  });

  test("that were told before a start are told again only once they change", () => {
    const told = { at: 5, text: "RUN", status: "Good" };
    const own = intake({ ...NOTHING, last: Float64Array.of(NaN, 5), lastTexts: [undefined, told] });
    for (const reading of [said(7, "RUN"), said(8, "RUN"), said(9, "STOP"), said(10, "RUN")])
      own.accept(1, reading);
    expect(own.take().events.map(({ title, startedAt }) => [title, startedAt])).toEqual([
      ["program: STOP", 9],
      ["program: RUN", 10],
    ]);
    expect(own.values(true, false)).toMatchObject([{ text: "RUN", sourceTime: 10 }]);
    const other = intake({ ...NOTHING, last: Float64Array.of(NaN, 5), lastTexts: [undefined, told] });
    other.accept(1, said(6, "STOP"));
    expect(other.take().events).toHaveLength(1);
    const bad = intake({
      ...NOTHING,
      last: Float64Array.of(NaN, 5),
      lastTexts: [undefined, { at: 5, text: undefined, status: "BadSensorFailure" }],
    });
    bad.accept(1, { ...number(6, NaN), status: "BadSensorFailure" });
    expect(bad.take().events).toEqual([]);
    bad.accept(1, { ...number(7, NaN), status: "BadNoCommunication" });
    expect(bad.take().events).toHaveLength(1);
  });

  test("are events with a key of their own, a repeat and a bad status included", () => {
    const own = intake();
    for (const reading of [said(1, "OP10"), said(1, "OP10"), said(2, "OP20"), number(3, NaN)])
      own.accept(1, reading);
    const { samples, events } = own.take();
    expect(samples).toBeUndefined();
    expect(events.map(({ key, title, equipment, startedAt }) => [key, title, equipment, startedAt])).toEqual([
      ["value/ns%3D1%3Bs%3Da%2Fb/1/OP10", "program: OP10", "VMC-1", 1],
      ["value/ns%3D1%3Bs%3Da%2Fb/2/OP20", "program: OP20", "VMC-1", 2],
      ["value/ns%3D1%3Bs%3Da%2Fb/3/Bad", "program: Bad", "VMC-1", 3],
    ]);
    expect(own.duplicates).toBe(1);
  });
});
