import { expect, test } from "vitest";
import type { OpcuaNode } from "../../../shared/contract/opcua.ts";
import {
  changedSignal,
  draftOf,
  draftProblem,
  dropped,
  droppedCount,
  equipmentFor,
  FIRST_INTERVAL,
  picked,
  sameDraft,
  signalsOf,
} from "./signal-draft.ts";

function node(nodeId: string, name: string, uom?: string): OpcuaNode {
  return {
    nodeId,
    name,
    nodeClass: "variable",
    dataType: "Double",
    selectable: true,
    uom,
    range: undefined,
    hasHistory: false,
    value: "1",
  };
}

const NOTHING = draftOf([]);
const KNOWN = new Set(["VMC-1", "VMC-2"]);

test("a picked node goes to the nearest equipment that the plant knows", () => {
  expect(equipmentFor(["Spindle", "VMC-1", "Hall 2"], KNOWN)).toBe("VMC-1");
  expect(equipmentFor(["Spindle", "LATHE-9"], KNOWN)).toBe("Spindle");
  expect(equipmentFor([], KNOWN)).toBe("");
  const draft = picked(NOTHING, node("ns=1;s=a", "Load", "%"), ["Spindle", "VMC-1"], KNOWN);
  expect(signalsOf(draft)).toEqual([
    { nodeId: "ns=1;s=a", equipment: "VMC-1", name: "Load", uom: "%", intervalMs: FIRST_INTERVAL },
  ]);
});

test("two signals of one name in a machine are told apart by where they lie", () => {
  let draft = picked(NOTHING, node("a", "Load"), ["Spindle", "VMC-1"], KNOWN);
  draft = picked(draft, node("b", "Load"), ["Turret", "VMC-1"], KNOWN);
  draft = picked(draft, node("c", "Load"), ["Turret", "VMC-1"], KNOWN);
  draft = picked(draft, node("d", "Load"), ["Turret", "VMC-1"], KNOWN);
  expect([...draft.values()].map(({ name }) => name)).toEqual([
    "Load",
    "Turret Load",
    "VMC-1 Load",
    "Load (d)",
  ]);
  expect(draftProblem(draft)).toBeUndefined();
  expect(picked(draft, node("a", "Load"), [], KNOWN)).toBe(draft);
});

test("what the host would refuse is found before", () => {
  const two = draftOf([
    { nodeId: "a", equipment: "VMC-1", name: "Load", intervalMs: 0 },
    { nodeId: "b", equipment: "VMC-1", name: "Feed", intervalMs: 0 },
  ]);
  expect(draftProblem(two)).toBeUndefined();
  expect(draftProblem(changedSignal(two, "b", { name: " Load " }))).toEqual({
    kind: "clash",
    nodeId: "b",
    equipment: "VMC-1",
    name: "Load",
  });
  expect(draftProblem(changedSignal(two, "a", { equipment: " " }))).toEqual({ kind: "unnamed", nodeId: "a" });
});

test("an empty unit is none, and spaces round a name go", () => {
  const one = draftOf([{ nodeId: "a", equipment: "VMC-1", name: "Load", uom: "%", intervalMs: 250 }]);
  const changed = changedSignal(one, "a", { uom: "", name: " Load 2 " });
  expect(signalsOf(changed)).toEqual([{ nodeId: "a", equipment: "VMC-1", name: "Load 2", intervalMs: 250 }]);
  expect(changedSignal(one, "other", { name: "x" })).toBe(one);
});

test("what was changed and dropped is known", () => {
  const one = draftOf([{ nodeId: "a", equipment: "VMC-1", name: "Load", intervalMs: 250 }]);
  expect(sameDraft(one, draftOf(signalsOf(one)))).toBe(true);
  expect(sameDraft(one, changedSignal(one, "a", { intervalMs: 500 }))).toBe(false);
  expect(sameDraft(one, dropped(one, "a"))).toBe(false);
  expect(droppedCount(one, dropped(one, "a"))).toBe(1);
  expect(droppedCount(one, picked(one, node("b", "Feed"), ["VMC-1"], KNOWN))).toBe(0);
});
