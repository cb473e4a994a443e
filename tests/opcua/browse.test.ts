import { afterEach, expect, test } from "vitest";
import { CONTEXT, openBench, type Bench } from "./bench.ts";

let bench: Bench;
afterEach(() => bench.close());

const browse = (nodeId?: string) =>
  bench.engine.browse({ endpointId: "e1", ...(nodeId === undefined ? {} : { nodeId }) }, CONTEXT);

test("from the Objects folder to a signal with unit, range, history and value", async () => {
  bench = await openBench();
  await expect(async () => browse()).rejects.toMatchObject({ kind: "invalid" });
  await bench.open();
  await bench.until("online", () => bench.state?.state === "online");
  const top = await browse();
  expect(top.nodes).toContainEqual(
    expect.objectContaining({ nodeId: "ns=1;s=VMC-1", name: "VMC-1", nodeClass: "object" }),
  );
  const { nodes, isCut } = await browse("ns=1;s=VMC-1");
  expect(isCut).toBe(false);
  const named = (name: string) => nodes.find((node) => node.name === name);
  expect(named("Spindle load")).toEqual({
    nodeId: "ns=1;s=VMC-1/Spindle load",
    name: "Spindle load",
    nodeClass: "variable",
    dataType: "Double",
    selectable: true,
    uom: "%",
    range: [0, 120],
    hasHistory: true,
    value: String(bench.recorded("VMC-1/Spindle load").at(-1)?.value),
  });
  expect(named("Program")).toMatchObject({ dataType: "String", selectable: true, uom: undefined });
  await expect(browse("ns=1;s=none")).rejects.toMatchObject({ kind: "invalid" });
  await expect(browse("no node id")).rejects.toMatchObject({ kind: "invalid" });
});

test("more children than a server gives at once are all there", async () => {
  bench = await openBench({ server: { signals: 4_800 } });
  await bench.open();
  await bench.until("online", () => bench.state?.state === "online");
  const { nodes, isCut } = await browse("ns=1;s=VMC-1");
  expect(nodes.filter(({ selectable }) => selectable)).toHaveLength(1_200);
  expect(new Set(nodes.map(({ nodeId }) => nodeId)).size).toBe(nodes.length);
  expect(isCut).toBe(false);
});

test("without a session it says that there is none", async () => {
  bench = await openBench();
  await bench.line.cut();
  await bench.open();
  await bench.until("offline", () => bench.state?.state === "offline");
  await expect(async () => browse()).rejects.toMatchObject({ kind: "offline" });
});
