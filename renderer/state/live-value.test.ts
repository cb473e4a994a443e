import { expect, test } from "vitest";
import { byEquipment, firstOf, freshnessOf, serverTone } from "./live-value.ts";

const SECOND = 1_000_000;
const good = { status: "Good", sourceTime: 100 * SECOND, stale: false };

test("a value that comes in time is current", () => {
  expect(freshnessOf(good, "online", 1_000, 101 * SECOND, 0)).toEqual({ kind: "current" });
  expect(freshnessOf(good, "online", 60_000, 160 * SECOND, 0)).toEqual({ kind: "current" });
});

test("a watched value without a change is unchanged, not stale", () => {
  const since = good.sourceTime;
  expect(freshnessOf(good, "online", 1_000, 116 * SECOND, 0)).toEqual({ kind: "unchanged", since });
  expect(freshnessOf(good, "online", 0, 116 * SECOND, 0)).toEqual({ kind: "unchanged", since });
});

test("a server whose clock is off is held against its own clock", () => {
  // An hour behind, and an hour ahead: a value that just came is current, one that came a minute ago is unchanged since.
  for (const skew of [-3_600, 3_600]) {
    const skewMs = skew * 1_000;
    const value = { ...good, sourceTime: (10_000 + skew) * SECOND };
    expect(freshnessOf(value, "online", 1_000, 10_001 * SECOND, skewMs)).toEqual({ kind: "current" });
    expect(freshnessOf(value, "online", 1_000, 10_060 * SECOND, skewMs)).toEqual({
      kind: "unchanged",
      since: 10_000 * SECOND,
    });
  }
  // Nothing is known of its clock.
  expect(freshnessOf(good, "online", 1_000, 101 * SECOND, undefined)).toEqual({ kind: "current" });
});

test("without a connection every value is stale", () => {
  for (const state of ["offline", "reconnecting", "connecting", "untrusted", "refused", undefined] as const)
    expect(freshnessOf(good, state, 1_000, 101 * SECOND, 0)).toEqual({ kind: "stale", paused: false });
  expect(freshnessOf(good, "paused", 1_000, 101 * SECOND, 0)).toEqual({ kind: "stale", paused: true });
  expect(freshnessOf({ ...good, stale: true }, "online", 1_000, 101 * SECOND, 0).kind).toBe("stale");
});

test("what the server does not vouch for says so before anything else", () => {
  const bad = { ...good, status: "BadSensorFailure", stale: true };
  expect(freshnessOf(bad, "offline", 1_000, 0, 0)).toEqual({ kind: "bad", status: "BadSensorFailure" });
  const uncertain = { ...good, status: "UncertainLastUsableValue" };
  expect(freshnessOf(uncertain, "online", 1_000, 0, 0).kind).toBe("bad");
  expect(freshnessOf({ ...good, status: "GoodClamped" }, "online", 1_000, 0, 0).kind).toBe("current");
});

test("equipment and signals stand in the order in which people count", () => {
  const signals = ["VMC-10/a", "VMC-2/Axis 10", "VMC-2/Axis 9"].map((path) => {
    const [equipment = "", name = ""] = path.split("/");
    return { equipment, name };
  });
  const groups = byEquipment(signals);
  expect(groups.map(({ equipment }) => equipment)).toEqual(["VMC-2", "VMC-10"]);
  expect(groups[0]?.signals.map(({ name }) => name)).toEqual(["Axis 9", "Axis 10"]);
  expect(firstOf(groups, 1)).toEqual([{ equipment: "VMC-2", signals: [groups[0]?.signals[0]] }]);
  expect(firstOf(groups, 9)).toEqual(groups);
  expect(firstOf(groups, 0)).toEqual([]);
});

test("the tone says who has to act", () => {
  expect(serverTone("online")).toBe("live");
  expect(serverTone("untrusted")).toBe("late");
  expect(serverTone("refused")).toBe("failed");
  expect(serverTone("paused")).toBe("offline");
});
