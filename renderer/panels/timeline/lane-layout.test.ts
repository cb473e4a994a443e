import { expect, test } from "vitest";
import { askedOf, DEFAULT_LAYOUT, movedLane, pinnedKeys, toggled } from "./lane-layout.ts";

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
