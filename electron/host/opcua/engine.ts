/** All OPC UA endpoints of a host, and the trust in their servers. */
import { join } from "node:path";
import {
  TOLERATED_OUTAGE_S,
  type OpcuaDiscovery,
  type OpcuaEndpointState,
  type OpcuaIdentity,
  type OpcuaSignal,
  type OpcuaWatchEvent,
} from "../../../shared/contract/opcua.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../shared/rpc/service.ts";
import type { StoredEndpoint } from "../store/writer/opcua/opcua-contract.ts";
import { browse } from "./browse.ts";
import { ConnectFailure } from "./connect-failure.ts";
import type { OpcuaStore } from "./delivery.ts";
import { getEndpoints, judgedCertificate } from "./discovery.ts";
import { Endpoint } from "./endpoint.ts";
import { openPki } from "./pki/pki.ts";
import { timingFor, type Timing } from "./timing.ts";
import { createWorkQueues } from "./work-queues.ts";
import type { opcuaWorkerContract } from "./worker-contract.ts";

export interface EngineOptions {
  /** The data folder; certificates lie in `opcua/pki` of it. */
  readonly folder: string;
  readonly store: OpcuaStore;
  /** µs UTC */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: (line: string) => void;
  /** Instead of what follows from the tolerated outage. */
  readonly timing?: Partial<Timing>;
}

interface Watcher {
  readonly endpointId: string | undefined;
  readonly emit: (event: OpcuaWatchEvent) => void;
}

export type Engine = ServiceImplementation<typeof opcuaWorkerContract.opcua>;

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { folder, store, now, random, log } = options;
  const pki = await openPki(join(folder, "opcua", "pki"), now);
  const endpoints = new Map<string, Endpoint>();
  const watchers = new Set<Watcher>();
  const told = new Map<string, string>();
  const timing = (toleratedOutageS: number): Timing => ({
    ...timingFor(toleratedOutageS),
    ...options.timing,
  });

  const tell = (event: OpcuaWatchEvent): void => {
    for (const watcher of watchers)
      if (
        event.type === "states" ||
        watcher.endpointId === undefined ||
        watcher.endpointId === event.endpointId
      )
        watcher.emit(event.type === "states" ? only(event.states, watcher) : event);
  };
  const states = (): OpcuaEndpointState[] => [...endpoints.values()].map(({ state }) => state);
  let lastStates = "";
  const tellStates = (): void => {
    const all = states();
    const text = JSON.stringify(all);
    if (text === lastStates) return;
    lastStates = text;
    tell({ type: "states", states: all });
  };
  const changed = (endpoint: Endpoint): void => {
    if (watchers.size === 0) return;
    tellStates();
    const gaps = JSON.stringify(endpoint.gaps);
    if (told.get(endpoint.id) === gaps) return;
    told.set(endpoint.id, gaps);
    tell({ type: "gaps", endpointId: endpoint.id, gaps: endpoint.gaps });
  };
  const ticking = setInterval(() => {
    if (watchers.size === 0) return;
    tellStates();
    for (const endpoint of endpoints.values()) {
      const values = endpoint.values(false);
      if (values.length > 0) tell({ type: "values", endpointId: endpoint.id, values });
    }
  }, timing(TOLERATED_OUTAGE_S).values);

  const endpointOf = (endpointId: string): Endpoint => {
    const endpoint = endpoints.get(endpointId);
    if (endpoint === undefined) throw new Failure("invalid", "This endpoint is not there any more.");
    return endpoint;
  };
  /** What is asked of an endpoint, in that order: one that is opened anew has to leave its server first. */
  const queues = createWorkQueues();
  const open = async (
    stored: StoredEndpoint,
    identity: OpcuaIdentity | undefined,
    signals: readonly OpcuaSignal[],
  ) => {
    await endpoints.get(stored.endpointId)?.stop();
    const endpoint: Endpoint = new Endpoint({
      stored,
      identity,
      signals,
      store,
      pki,
      timing: timing(stored.toleratedOutageS),
      now,
      random,
      log,
      onChanged: () => changed(endpoint),
    });
    endpoints.set(stored.endpointId, endpoint);
    endpoint.start();
  };

  return {
    discover: async ({ url }): Promise<OpcuaDiscovery> => {
      try {
        const { discovery, offers } = await getEndpoints(url, pki, timing(TOLERATED_OUTAGE_S));
        const judged = await judgedCertificate(offers[0]?.description, pki);
        return { ...discovery, certificate: judged?.certificate };
      } catch (thrown) {
        if (!(thrown instanceof ConnectFailure)) throw thrown;
        throw new Failure(thrown.state === "offline" ? "offline" : "refused", thrown.message);
      }
    },
    open: ({ stored, identity, signals }) =>
      queues.run(stored.endpointId, () => open(stored, identity, signals)),
    close: ({ endpointId }) =>
      queues.run(endpointId, async () => {
        await endpoints.get(endpointId)?.stop();
        endpoints.delete(endpointId);
        told.delete(endpointId);
        tellStates();
      }),
    setPaused: ({ endpointId, paused }) =>
      queues.run(endpointId, () => endpointOf(endpointId).setPaused(paused)),
    certificates: () => pki.known(),
    trust: async ({ thumbprint }) => {
      await pki.trust(thumbprint);
      for (const endpoint of endpoints.values()) endpoint.retry();
    },
    reject: async ({ thumbprint }) => {
      await pki.reject(thumbprint);
      for (const endpoint of endpoints.values()) endpoint.drop(thumbprint);
    },
    ownCertificate: () => pki.own(),
    browse: ({ endpointId, nodeId }) => browse(endpointOf(endpointId).session, nodeId),
    signals: ({ endpointId }) => endpointOf(endpointId).signalStates,
    setSignals: ({ endpointId, signals }) =>
      queues.run(endpointId, async () => {
        const endpoint = endpointOf(endpointId);
        await endpoint.setSignals(signals);
        return endpoint.signalStates;
      }),
    watch: (input, emit, { signal }) =>
      new Promise<void>((resolve) => {
        const watcher = { endpointId: input.endpointId, emit };
        watchers.add(watcher);
        signal.addEventListener("abort", () => {
          watchers.delete(watcher);
          resolve();
        });
        emit(only(states(), watcher));
        for (const endpoint of endpoints.values()) {
          if (input.endpointId !== undefined && input.endpointId !== endpoint.id) continue;
          emit({ type: "gaps", endpointId: endpoint.id, gaps: endpoint.gaps });
          emit({ type: "values", endpointId: endpoint.id, values: endpoint.values(true) });
        }
      }),
    end: async () => {
      clearInterval(ticking);
      await queues.idle();
      await Promise.all([...endpoints.values()].map((endpoint) => endpoint.stop()));
      await pki.close();
    },
  };
}

function only(states: readonly OpcuaEndpointState[], { endpointId }: Watcher): OpcuaWatchEvent {
  return {
    type: "states",
    states: endpointId === undefined ? states : states.filter((state) => state.endpointId === endpointId),
  };
}
