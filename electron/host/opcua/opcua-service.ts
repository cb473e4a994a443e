/** The OPC UA service of the contract: settings in the store, secrets with the shell, the rest in the worker. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { DEMO_MACHINES } from "../../../shared/contract/demo.ts";
import {
  TOLERATED_OUTAGE_S,
  type OpcuaEndpoint,
  type OpcuaIdentity,
  type OpcuaSignal,
  type opcuaService,
} from "../../../shared/contract/opcua.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../shared/rpc/service.ts";
import type { Secrets } from "../secrets.ts";
import type { Store } from "../store/store.ts";
import { OPEN_ELSEWHERE } from "../store/writer/only-reading.ts";
import type { StoredEndpoint } from "../store/writer/opcua/opcua-contract.ts";
import { keepIdentity, identityFrom, secretName } from "./identity.ts";
import { createWorkQueues } from "./work-queues.ts";
import { createWorkerStarter, type OpcuaWorker } from "./worker-starter.ts";

export interface OpcuaServiceOptions {
  readonly folder: string;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly newId: () => string;
  /** False: no endpoint is observed until somebody asks for it. */
  readonly follow: boolean;
  /** One line per unexpected error. */
  readonly log: (line: string) => void;
}

/** An endpoint whose server the host itself runs. */
export interface HostedEndpoint {
  readonly endpoint: StoredEndpoint;
  readonly signals: readonly OpcuaSignal[];
  /** Of the server's certificate, told by the server's own process: only this one is trusted. */
  readonly thumbprint: string;
}

export interface OpcuaServiceHandle {
  readonly service: ServiceImplementation<typeof opcuaService>;
  /** Observes it at the address that it has now. `invalid` where the server shows another certificate. */
  observe(hosted: HostedEndpoint): Promise<void>;
  /** Ends observing it, forgets it and no longer trusts its certificate; what it delivered stays. */
  leave(endpointId: string, thumbprint: string | undefined): Promise<void>;
  close(): Promise<void>;
}

/** A worker that died is started anew after this many ms, twice as many each time in a row. */
const RESTART = 1_000;
const RESTARTS = 6;
/** One that lived this long, ms, has not died in a row. */
const SOUND = 600_000;

/** Takes up the endpoints that are stored; without any, nothing of OPC UA is loaded. */
export async function createOpcuaService(options: OpcuaServiceOptions): Promise<OpcuaServiceHandle> {
  const { folder, store, secrets, newId, log } = options;
  const { opcua: stored } = store.writer;
  const waiting = new Set<() => void>();
  /** Endpoints that the host runs, until it says where they are. */
  const awaited = new Set<string>([DEMO_MACHINES]);
  const observed = async (): Promise<readonly StoredEndpoint[]> =>
    (await stored.endpoints({})).filter(({ endpointId }) => !awaited.has(endpointId));
  /** Of one endpoint what is stored and what the worker is told must not cross. */
  const queues = createWorkQueues();
  const closing = new AbortController();
  let deaths = 0;
  let restart: NodeJS.Timeout | undefined;
  let sound: NodeJS.Timeout | undefined;

  const open = async (worker: OpcuaWorker, endpoint: StoredEndpoint): Promise<void> => {
    const signals = await stored.signals({ endpointId: endpoint.endpointId });
    const identity = await identityFrom(endpoint, secrets);
    await worker.open({ stored: endpoint, identity, signals });
  };
  const starter = createWorkerStarter({
    folder,
    store,
    log,
    onStarted: async (worker) => {
      for (const endpoint of await observed()) await open(worker, endpoint);
      for (const go of waiting) go();
      sound = setTimeout(() => (deaths = 0), SOUND).unref();
    },
    onDied: () => {
      clearTimeout(sound);
      deaths += 1;
      if (closing.signal.aborted || deaths > RESTARTS) return;
      restart = setTimeout(start, RESTART * 2 ** (deaths - 1));
    },
  });
  const start = (): void => {
    starter.worker().catch((thrown: unknown) => {
      // Ended before it was up: nobody waits for it any more.
      if (!closing.signal.aborted) log(`opcua: ${String(thrown)}`);
    });
  };
  const worker = (): Promise<OpcuaWorker> => {
    if (store.readOnly) throw new Failure("refused", OPEN_ELSEWHERE);
    return starter.worker();
  };
  const find = async (endpointId: string): Promise<StoredEndpoint> => {
    const found = (await stored.endpoints({})).find((each) => each.endpointId === endpointId);
    if (found === undefined) throw new Failure("invalid", "This endpoint is not there any more.");
    return found;
  };
  const summary = async (endpoint: StoredEndpoint): Promise<OpcuaEndpoint> => ({
    ...endpoint,
    signalCount: (await stored.signals({ endpointId: endpoint.endpointId })).length,
  });
  const setPaused = (endpointId: string, paused: boolean): Promise<void> =>
    queues.run(endpointId, async () => {
      await stored.putEndpoint({ ...(await find(endpointId)), paused });
      if (awaited.has(endpointId)) return;
      await (await worker()).setPaused({ endpointId, paused });
    });
  /** Changes what is stored of it and opens it anew. */
  const change = (
    endpointId: string,
    edit: (before: StoredEndpoint) => Promise<StoredEndpoint>,
  ): Promise<OpcuaEndpoint> =>
    queues.run(endpointId, async () => {
      const running = await worker();
      const endpoint = await edit(await find(endpointId));
      await stored.putEndpoint(endpoint);
      await open(running, endpoint);
      return summary(endpoint);
    });

  if (!store.readOnly && options.follow && (await observed()).length > 0) start();

  const service: OpcuaServiceHandle["service"] = {
    discover: async (input, { signal }) => (await worker()).discover(input, { signal }),
    endpoints: async () => Promise.all((await stored.endpoints({})).map(summary)),
    add: async ({ name, url, policy, mode, identity, toleratedOutageS }) => {
      const running = await worker();
      requireSound(policy, mode, identity);
      const endpoint: StoredEndpoint = {
        endpointId: newId(),
        name,
        url,
        policy,
        mode,
        identity: identity.kind,
        userName: identity.kind === "userName" ? identity.userName : undefined,
        toleratedOutageS: toleratedOutageS ?? TOLERATED_OUTAGE_S,
        paused: false,
      };
      await keepIdentity(endpoint.endpointId, identity, secrets);
      await stored.putEndpoint(endpoint);
      await open(running, endpoint);
      return summary(endpoint);
    },
    setIdentity: ({ endpointId, identity }) =>
      change(endpointId, async (before) => {
        requireSound(before.policy, before.mode, identity);
        const userName = identity.kind === "userName" ? identity.userName : undefined;
        await secrets.remove(secretName(endpointId));
        await keepIdentity(endpointId, identity, secrets);
        return { ...before, identity: identity.kind, userName };
      }),
    setToleratedOutage: ({ endpointId, toleratedOutageS }) =>
      change(endpointId, async (before) => ({ ...before, toleratedOutageS })),
    remove: ({ endpointId }) =>
      queues.run(endpointId, async () => {
        const running = await worker();
        await running.close({ endpointId });
        await stored.removeEndpoint({ endpointId });
        await secrets.remove(secretName(endpointId));
      }),
    pause: ({ endpointId }) => setPaused(endpointId, true),
    resume: ({ endpointId }) => setPaused(endpointId, false),
    certificates: async () => (await worker()).certificates({}),
    trust: async (input) => (await worker()).trust(input),
    reject: async (input) => (await worker()).reject(input),
    ownCertificate: async () => (await worker()).ownCertificate({}),
    browse: async (input, { signal }) => {
      await find(input.endpointId);
      return (await worker()).browse(input, { signal });
    },
    signals: async ({ endpointId }) => {
      await find(endpointId);
      if (!store.readOnly && !awaited.has(endpointId)) return (await worker()).signals({ endpointId });
      const signals = await stored.signals({ endpointId });
      return signals.map((signal) => ({
        ...signal,
        revised: undefined,
        hasHistory: false,
        problem: undefined,
      }));
    },
    setSignals: ({ endpointId, signals }) =>
      queues.run(endpointId, async () => {
        const running = await worker();
        await stored.setSignals({ endpointId, signals });
        return running.setSignals({ endpointId, signals });
      }),
    watch: async (input, emit, { signal }) => {
      const over = AbortSignal.any([signal, closing.signal]);
      while (!over.aborted) {
        const { running } = starter;
        if (running === undefined) {
          // Nothing of OPC UA runs before there is something to watch.
          emit({ type: "states", states: [] });
          await started(waiting, over);
        } else await listen(await running, input, emit, over);
      }
    },
  };
  return {
    service,
    observe: async ({ endpoint, signals, thumbprint }) => {
      const { endpointId, url } = endpoint;
      await stored.putEndpoint(endpoint);
      await stored.setSignals({ endpointId, signals });
      const running = await worker();
      // A certificate is seen first and then trusted by what its owner says it is: nothing is passed over.
      await running.discover({ url });
      await running.trust({ thumbprint });
      awaited.delete(endpointId);
      await open(running, endpoint);
    },
    leave: async (endpointId, thumbprint) => {
      awaited.add(endpointId);
      const isKnown = (await stored.endpoints({})).some((each) => each.endpointId === endpointId);
      if (!isKnown) return;
      const running = await starter.running;
      await running?.close({ endpointId });
      if (thumbprint !== undefined) await running?.reject({ thumbprint });
      await stored.removeEndpoint({ endpointId });
    },
    close: async () => {
      closing.abort();
      clearTimeout(restart);
      clearTimeout(sound);
      await starter.close();
    },
  };
}

/** Until a worker runs, or nobody listens any more. */
function started(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      waiting.delete(done);
      resolve();
    };
    waiting.add(done);
    signal.addEventListener("abort", done, { once: true });
  });
}

/** Until the worker ends, or nobody listens any more. */
async function listen(
  worker: OpcuaWorker,
  input: Parameters<OpcuaWorker["watch"]>[0],
  emit: Parameters<OpcuaWorker["watch"]>[1],
  signal: AbortSignal,
): Promise<void> {
  try {
    await worker.watch(input, emit, { signal });
  } catch (thrown) {
    const isOver = thrown instanceof Failure && (thrown.kind === "cancelled" || thrown.kind === "offline");
    if (!isOver) throw thrown;
  }
  // A worker that dies may be seen to be gone a moment after its port is.
  if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RESTART));
}

function requireSound(policy: string, mode: string, identity: OpcuaIdentity): void {
  if ((policy === "None") !== (mode === "None"))
    throw new Failure("invalid", "The policy None goes with the mode None, and no other.");
  if (identity.kind !== "certificate") return;
  let isPair: boolean;
  try {
    isPair = new X509Certificate(identity.certificatePem).checkPrivateKey(
      createPrivateKey(identity.privateKeyPem),
    );
  } catch {
    throw new Failure(
      "invalid",
      "The certificate or its key can't be read: both must be PEM texts, the key without a password.",
    );
  }
  if (!isPair) throw new Failure("invalid", "The key does not belong to the certificate.");
}
