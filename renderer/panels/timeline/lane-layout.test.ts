import * as v from "valibot";
import { expect, test } from "vitest";
import { laneLayoutSchema, lanesSchema } from "../../../shared/contract/timeline-lanes.ts";
import { askedOf, boundedLayout, DEFAULT_LAYOUT, movedLane, pinnedKeys, toggled } from "./lane-layout.ts";

const BY_EQUIPMENT = { ...DEFAULT_LAYOUT, by: "equipment", within: "kind" } as const;
const SHOWN = ["equipment:A", "equipment:B", "equipment:C", "equipment:D"];

test("a lane that is moved keeps its place with all above it, the others go on by rank", () => {
  expect(movedLane(BY_EQUIPMENT, SHOWN, "equipment:C", 0).pinned).toEqual(["equipment:C"]);
  expect(movedLane(BY_EQUIPMENT, SHOWN, "equipment:A", 2).pinned).toEqual([
    "equipment:B",
    "equipment:C",
    "equipment:A",
  ]);
  // Beyond the last place is the last place.
  expect(movedLane(BY_EQUIPMENT, SHOWN, "equipment:B", 99).pinned).toEqual([
    "equipment:A",
    "equipment:C",
    "equipment:D",
    "equipment:B",
  ]);
});

test("moving a lane leaves what is pinned below it and in other dimensions", () => {
  const pinned = ["kind:field", "equipment:A", "equipment:B"];
  const moved = movedLane({ ...BY_EQUIPMENT, pinned }, SHOWN, "equipment:D", 0).pinned;
  expect(moved).toEqual(["kind:field", "equipment:D", "equipment:A", "equipment:B"]);
  expect(pinnedKeys({ by: "equipment", pinned: moved })).toEqual(["D", "A", "B"]);
});

test("what is asked is what is shown: keys of the dimension alone, nothing that changes no answer", () => {
  expect(askedOf(DEFAULT_LAYOUT, " ")).toEqual({ by: "kind" });
  const layout = {
    ...BY_EQUIPMENT,
    pinned: ["equipment:VMC-2", "kind:field"],
    expanded: ["equipment:VMC-1", "kind:field", "equipment:"],
  };
  expect(askedOf(layout, " vmc ")).toEqual({
    by: "equipment",
    sort: "worst",
    limit: 40,
    within: "kind",
    expanded: ["VMC-1", ""],
    pinned: ["VMC-2"],
    search: "vmc",
  });
});

test("toggling twice is nothing", () => {
  expect(toggled(toggled(["a"], "b"), "b")).toEqual(["a"]);
});

test("a layout that is used for years keeps and asks the newest of it", () => {
  const many = (by: string, count: number): string[] =>
    Array.from({ length: count }, (_, at) => `${by}:${at}`);
  const expanded = [
    ...many("equipment", 40),
    ...many("order", 40),
    ...many("unit", 40),
    ...many("source", 40),
  ];
  const heights = Object.fromEntries(many("order", 400).map((id) => [id, 20]));
  const layout = {
    ...BY_EQUIPMENT,
    expanded,
    heights,
    collapsed: many("unit", 400),
    pinned: many("equipment", 400),
  };
  const kept = boundedLayout(layout);
  expect(v.is(laneLayoutSchema, kept)).toBe(true);
  expect(kept.collapsed.at(-1)).toBe("unit:399");
  expect(kept.pinned).toEqual(many("equipment", 400).slice(100));
  expect(Object.keys(kept.heights)).toEqual(many("order", 400).slice(100));
  expect(kept.expanded).toHaveLength(100);
  const asked = askedOf({ ...kept, by: "source" }, "");
  expect(v.is(lanesSchema, asked)).toBe(true);
  expect(asked.expanded).toEqual(
    many("source", 40)
      .slice(10)
      .map((id) => id.slice(7)),
  );
});

test("a lane moved far down stays where it was put", () => {
  const shown = Array.from({ length: 200 }, (_, at) => `equipment:${at}`);
  const { pinned } = movedLane(BY_EQUIPMENT, shown, "equipment:0", 150);
  expect(pinned.indexOf("equipment:0")).toBe(150);
  const asked = askedOf({ ...BY_EQUIPMENT, pinned }, "").pinned ?? [];
  expect(asked[150]).toBe("0");
});
