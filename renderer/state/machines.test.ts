import { expect, test } from "vitest";
import type { OpcuaEndpoint, OpcuaSignalState, OpcuaValue } from "../../shared/contract/opcua.ts";
import { heard, intervalOf, liveOf, machines, withEndpoints, withSignals } from "./machines.ts";

const START = machines.getInitialState();

function value(nodeId: string, name: string, more: Partial<OpcuaValue> = {}): OpcuaValue {
  return {
    nodeId,
    equipment: "VMC-1",
    name,
    uom: "%",
    value: 40,
    text: undefined,
    sourceTime: 1,
    status: "Good",
    stale: false,
    ...more,
  };
}

function signal(nodeId: string, name: string): OpcuaSignalState {
  return {
    nodeId,
    equipment: "VMC-1",
    name,
    uom: "%",
    intervalMs: 250,
    revised: undefined,
    hasHistory: false,
    problem: undefined,
  };
}

function endpoint(endpointId: string): OpcuaEndpoint {
  return {
    endpointId,
    name: endpointId,
    url: "opc.tcp://machine:4840",
    policy: "Basic256Sha256",
    mode: "SignAndEncrypt",
    identity: "anonymous",
    userName: undefined,
    toleratedOutageS: 60,
    paused: false,
    signalCount: 1,
  };
}

test("the newest value of a signal is found as the timeline names it", () => {
  let state = withEndpoints(START, [endpoint("one")]);
  state = withSignals(state, "one", [signal("a", "Load")]);
  expect(liveOf(state, "VMC-1", "Load")).toBeUndefined();
  state = heard(state, { type: "values", endpointId: "one", values: [value("a", "Load")] });
  state = heard(state, { type: "values", endpointId: "one", values: [value("a", "Load", { value: 41 })] });
  const live = liveOf(state, "VMC-1", "Load");
  expect(live?.value.value).toBe(41);
  expect(live && intervalOf(state, live)).toBe(250);
  expect(liveOf(state, "VMC-2", "Load")).toBeUndefined();
});

test("where two servers tell of one signal the one that is not stale is shown", () => {
  let state = withEndpoints(START, [endpoint("one"), endpoint("two")]);
  for (const id of ["one", "two"]) state = withSignals(state, id, [signal("a", "Load")]);
  state = heard(state, { type: "values", endpointId: "one", values: [value("a", "Load", { stale: true })] });
  state = heard(state, { type: "values", endpointId: "two", values: [value("a", "Load", { value: 7 })] });
  expect(liveOf(state, "VMC-1", "Load")?.endpointId).toBe("two");
});

test("what is watched no longer, or under another name, leaves no value behind", () => {
  let state = withSignals(withEndpoints(START, [endpoint("one")]), "one", [
    signal("a", "Load"),
    signal("b", "Feed"),
  ]);
  const values = [value("a", "Load"), value("b", "Feed")];
  state = heard(state, { type: "values", endpointId: "one", values });
  state = withSignals(state, "one", [signal("b", "Path feed")]);
  expect(state.values.size).toBe(0);
  state = heard(state, { type: "values", endpointId: "one", values: [value("b", "Path feed")] });
  state = withEndpoints(state, []);
  expect([state.values.size, state.signals.size, state.gaps.size]).toEqual([0, 0, 0]);
});

test("the newest gap stands first, and no news changes nothing", () => {
  const gap = (from: number) => ({ stream: "VMC-1", from, to: from + 1, cause: "cut", backfilled: false });
  const state = heard(START, { type: "gaps", endpointId: "one", gaps: [gap(1), gap(5), gap(3)] });
  expect(state.gaps.get("one")?.map(({ from }) => from)).toEqual([5, 3, 1]);
  expect(heard(state, { type: "values", endpointId: "one", values: [] })).toBe(state);
});
