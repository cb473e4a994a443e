import { expect, test } from "vitest";
import type { OpcuaNode } from "../../../shared/contract/opcua.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import {
  addressRows,
  mayHaveChildren,
  ROOT,
  signalsBelow,
  type AddressRow,
  type Branch,
} from "./address-rows.ts";

function node(nodeId: string, kind: "object" | "signal" | "structure" | "method" = "signal"): OpcuaNode {
  return {
    nodeId,
    name: nodeId,
    nodeClass: kind === "object" || kind === "method" ? kind : "variable",
    dataType: undefined,
    selectable: kind === "signal",
    uom: undefined,
    range: undefined,
    hasHistory: false,
    value: undefined,
  };
}

const branch = (...nodes: OpcuaNode[]): Branch => ({ nodes, isCut: false, failure: undefined });
const written = (rows: readonly AddressRow[]): readonly string[] =>
  rows.map((row) => `${"  ".repeat(row.level)}${row.type === "node" ? row.shown.nodeId : `(${row.note})`}`);
/** Id of the row that shows a node. */
const idOf = (rows: readonly AddressRow[], nodeId: string): string =>
  rows.find((row) => row.type === "node" && row.shown.nodeId === nodeId)?.node.id ?? "";

const PARK = new Map([
  [ROOT, branch(node("VMC-1", "object"), node("VMC-2", "object"), node("Reset", "method"))],
  ["VMC-1", branch(node("Load"), node("Axes", "object"), node("Tool", "structure"))],
]);

test("what is not loaded yet says so, in its place", () => {
  expect(written(addressRows(new Map(), new Set(), ""))).toEqual(["(loading)"]);
  const top = addressRows(PARK, new Set(), "");
  expect(written(top)).toEqual(["VMC-1", "VMC-2", "Reset"]);
  const open = new Set([idOf(top, "VMC-1"), idOf(top, "VMC-2")]);
  expect(written(addressRows(PARK, open, ""))).toEqual([
    "VMC-1",
    "  Load",
    "  Axes",
    "  Tool",
    "VMC-2",
    "  (loading)",
    "Reset",
  ]);
});

test("nothing below, a failure and a cut listing each have their line", () => {
  const top = addressRows(PARK, new Set(), "");
  const open = new Set([idOf(top, "VMC-2")]);
  const below = (put: Branch): readonly string[] =>
    written(addressRows(new Map(PARK).set("VMC-2", put), open, "")).slice(1, -1);
  expect(below(branch())).toEqual(["VMC-2", "  (none)"]);
  expect(below({ ...branch(node("Load")), isCut: true })).toEqual(["VMC-2", "  Load", "  (cut)"]);
  const failure = new Failure("offline", "The line is gone.");
  expect(below({ nodes: undefined, isCut: false, failure })).toEqual(["VMC-2", "  (failed)"]);
});

test("a node that hangs in two places has a row of its own in each", () => {
  const shared = new Map([
    [ROOT, branch(node("A", "object"), node("B", "object"))],
    ["A", branch(node("S"))],
    ["B", branch(node("S"))],
  ]);
  const top = addressRows(shared, new Set(), "");
  const rows = addressRows(shared, new Set(top.map((row) => row.node.id)), "");
  expect(written(rows)).toEqual(["A", "  S", "B", "  S"]);
  expect(new Set(rows.map((row) => row.node.id)).size).toBe(4);
});

test("the filter finds what is loaded, with the way to it unfolded", () => {
  const rows = addressRows(PARK, new Set(), "load");
  expect(written(rows)).toEqual(["VMC-1", "  Load"]);
  expect(rows[0]).toMatchObject({ expanded: true, place: 1, siblings: 1 });
  // Words may match the names above.
  expect(written(addressRows(PARK, new Set(), "vmc-1 load"))).toEqual(["VMC-1", "  Load"]);
  expect(addressRows(PARK, new Set(), "nowhere")).toEqual([]);
});

test("references in a circle end the search", () => {
  const circle = new Map([
    [ROOT, branch(node("A", "object"))],
    ["A", branch(node("B", "object"))],
    ["B", branch(node("A", "object"), node("Load"))],
  ]);
  expect(written(addressRows(circle, new Set(), "load"))).toEqual(["A", "  B", "    Load"]);
});

test("only what is no signal itself is unfolded", () => {
  expect(
    ["object", "signal", "structure", "method"].map((kind) => mayHaveChildren(node("x", kind as "object"))),
  ).toEqual([true, false, true, false]);
  expect(signalsBelow(PARK, "VMC-1").map(({ nodeId }) => nodeId)).toEqual(["Load"]);
  expect(signalsBelow(PARK, "VMC-2")).toEqual([]);
});
