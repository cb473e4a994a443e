/** What the screen follows of OPC UA servers: their states, live values and gaps, over one subscription. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type {
  OpcuaEndpoint,
  OpcuaEndpointState,
  OpcuaGap,
  OpcuaSignalState,
  OpcuaValue,
  OpcuaWatchEvent,
} from "../../shared/contract/opcua.ts";
import type { Failure } from "../../shared/rpc/failure.ts";
import { connection, currentHost } from "../host/host.ts";
import { asFailure } from "./query.ts";

export interface LiveValue {
  readonly endpointId: string;
  readonly value: OpcuaValue;
}

export interface MachinesState {
  /** undefined: nothing heard yet. */
  readonly endpoints: readonly OpcuaEndpoint[] | undefined;
  readonly failure: Failure | undefined;
  readonly states: ReadonlyMap<string, OpcuaEndpointState>;
  /** What is watched, by endpoint. */
  readonly signals: ReadonlyMap<string, readonly OpcuaSignalState[]>;
  /** By endpoint and node: see `liveKey`. */
  readonly values: ReadonlyMap<string, LiveValue>;
  /** The newest first, by endpoint. */
  readonly gaps: ReadonlyMap<string, readonly OpcuaGap[]>;
}

const NOTHING: MachinesState = {
  endpoints: undefined,
  failure: undefined,
  states: new Map(),
  signals: new Map(),
  values: new Map(),
  gaps: new Map(),
};

export const machines = createStore<MachinesState>(() => NOTHING);

export function useMachines<T>(pick: (state: MachinesState) => T): T {
  return useStore(machines, pick);
}

export function liveKey(endpointId: string, nodeId: string): string {
  return `${endpointId}\n${nodeId}`;
}

/** The state after a word of the host; the same object where it changes nothing. */
export function heard(before: MachinesState, event: OpcuaWatchEvent): MachinesState {
  if (event.type === "states")
    return { ...before, states: new Map(event.states.map((state) => [state.endpointId, state])) };
  const { endpointId } = event;
  if (event.type === "gaps")
    return {
      ...before,
      gaps: new Map(before.gaps).set(
        endpointId,
        event.gaps.toSorted((a, b) => b.from - a.from),
      ),
    };
  if (event.values.length === 0) return before;
  const values = new Map(before.values);
  for (const value of event.values) values.set(liveKey(endpointId, value.nodeId), { endpointId, value });
  return { ...before, values };
}

/** Without what is known of endpoints that are gone, and of signals that are watched no longer. */
export function withSignals(
  before: MachinesState,
  endpointId: string,
  signals: readonly OpcuaSignalState[],
): MachinesState {
  const kept = new Map(signals.map((signal) => [liveKey(endpointId, signal.nodeId), signal]));
  const values = new Map(
    [...before.values].filter(([key, live]) => {
      if (live.endpointId !== endpointId) return true;
      const signal = kept.get(key);
      return signal?.equipment === live.value.equipment && signal.name === live.value.name;
    }),
  );
  return { ...before, values, signals: new Map(before.signals).set(endpointId, signals) };
}

export function withEndpoints(before: MachinesState, endpoints: readonly OpcuaEndpoint[]): MachinesState {
  const ids = new Set(endpoints.map(({ endpointId }) => endpointId));
  const only = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...map].filter(([id]) => ids.has(id)));
  return {
    ...before,
    endpoints,
    failure: undefined,
    signals: only(before.signals),
    gaps: only(before.gaps),
    values: new Map([...before.values].filter(([, live]) => ids.has(live.endpointId))),
  };
}

/** The live value of a signal as the timeline names it; the one of a connected server where several have it. */
export function liveOf(state: MachinesState, equipment: string, signal: string): LiveValue | undefined {
  let found: LiveValue | undefined;
  for (const [endpointId, signals] of state.signals) {
    const known = signals.find((each) => each.name === signal && each.equipment === equipment);
    if (known === undefined) continue;
    const live = state.values.get(liveKey(endpointId, known.nodeId));
    if (live !== undefined && (found === undefined || found.value.stale)) found = live;
  }
  return found;
}

/** Asked sampling interval of a live value's signal, ms. */
export function intervalOf(state: MachinesState, { endpointId, value }: LiveValue): number {
  const signals = state.signals.get(endpointId);
  return signals?.find(({ nodeId }) => nodeId === value.nodeId)?.intervalMs ?? 0;
}

let watching = new AbortController();
/** What an endpoint was when its signals were asked for: they are asked again when it becomes another. */
let asked = new Map<string, string>();

/** Lists the endpoints and their signals anew: after a change that the subscription does not tell. */
export async function refreshMachines(): Promise<void> {
  const { signal } = watching;
  asked = new Map();
  try {
    const endpoints = await currentHost().opcua.endpoints({}, { signal });
    machines.setState((before) => withEndpoints(before, endpoints), true);
    for (const { endpointId } of endpoints) askSignals(endpointId);
  } catch (thrown) {
    const failure = asFailure(thrown);
    // While the host is gone the status bar says so, and the next connection lists anew.
    if (signal.aborted || failure.kind === "cancelled" || failure.kind === "offline") return;
    machines.setState({ failure });
  }
}

function askSignals(endpointId: string): void {
  const { state, since } = machines.getState().states.get(endpointId) ?? {};
  const key = `${state} ${since}`;
  if (asked.get(endpointId) === key) return;
  asked.set(endpointId, key);
  const { signal } = watching;
  currentHost()
    .opcua.signals({ endpointId }, { signal })
    .then(
      (signals) => {
        if (!signal.aborted) machines.setState((before) => withSignals(before, endpointId, signals), true);
      },
      // The endpoint is gone, or the host is: the next word of either asks again.
      () => asked.delete(endpointId),
    );
}

/** Listens anew over the connection under way. */
export function listenToMachines(): void {
  watching.abort();
  watching = new AbortController();
  const { signal } = watching;
  void refreshMachines();
  currentHost()
    .opcua.watch(
      {},
      (event) => {
        machines.setState((before) => heard(before, event), true);
        if (event.type !== "states") return;
        const known = new Set(machines.getState().endpoints?.map(({ endpointId }) => endpointId));
        if (event.states.some(({ endpointId }) => !known.has(endpointId))) void refreshMachines();
        else for (const { endpointId } of event.states) askSignals(endpointId);
      },
      { signal },
    )
    .catch((thrown: unknown) => {
      const failure = asFailure(thrown);
      if (signal.aborted || failure.kind === "cancelled" || failure.kind === "offline") return;
      machines.setState({ failure });
    });
}

/** Follows every connection from now on; returns what ends it. */
export function followMachines(): () => void {
  let { generation } = connection.getState();
  if (generation > 0) listenToMachines();
  const stop = connection.subscribe((state) => {
    if (state.generation === generation) return;
    generation = state.generation;
    listenToMachines();
  });
  return () => {
    stop();
    watching.abort();
  };
}
