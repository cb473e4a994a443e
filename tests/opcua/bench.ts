/**
 * A real machine server, a line that can be cut, the engine and the store, all in this process. The
 * machines' time is stepped by the test; what is waited for is a state, never a time.
 */
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setErrorLogger, setWarningLogger } from "node-opcua-client";
import type {
  OpcuaEndpointState,
  OpcuaGap,
  OpcuaIdentity,
  OpcuaMode,
  OpcuaPolicy,
  OpcuaSignal,
  OpcuaState,
  OpcuaValue,
} from "../../shared/contract/opcua.ts";
import type { HandlerContext } from "../../shared/rpc/service.ts";
import {
  startMachineServer,
  type MachineServer,
  type MachineServerOptions,
} from "../../electron/demo/opcua/machine-server.ts";
import { openLine, type Line } from "../../electron/demo/opcua/testing/line.ts";
import type { Connection } from "../../electron/host/store/open.ts";
import { openCache, openUser } from "../../electron/host/store/stores.ts";
import { createOpcuaWriter } from "../../electron/host/store/writer/opcua/opcua.ts";
import { createSharedRecords } from "../../electron/host/store/writer/shared-records.ts";
import type { OpcuaStore } from "../../electron/host/opcua/delivery.ts";
import { createEngine, type Engine } from "../../electron/host/opcua/engine.ts";
import type { Timing } from "../../electron/host/opcua/timing.ts";

/** 2026-01-05T08:00:00Z in µs. */
export const START = 1_767_600_000_000_000;
/** Of the machines: ten values a second. */
export const STEP = 100_000;
export const CONTEXT: HandlerContext = { signal: new AbortController().signal };

/** A minute of the real thing in a second. */
export const QUICK: Timing = {
  publishing: 50,
  quiet: 200,
  session: 800,
  subscription: 800,
  ping: 150,
  answer: 1_000,
  flush: 40,
  retryFirst: 40,
  retryLongest: 200,
  refused: 400,
  values: 50,
  historyLag: 50,
};

/** Of a line that holds throughout: that a busy machine pauses for longer than a quick one's outage is none. */
export const HOLDS: Partial<Timing> = {
  quiet: 20_000,
  session: 60_000,
  subscription: 60_000,
  answer: 20_000,
};

export interface BenchOptions {
  readonly server?: Partial<MachineServerOptions>;
  readonly timing?: Partial<Timing>;
  /** Called when the store has opened an endpoint; its answer waits for it. */
  readonly onOpened?: () => Promise<void>;
}

export interface ConnectOptions {
  readonly url?: string;
  readonly policy?: OpcuaPolicy;
  readonly mode?: OpcuaMode;
  readonly identity?: OpcuaIdentity;
  readonly signals?: readonly OpcuaSignal[];
  readonly toleratedOutageS?: number;
}

export interface Sample {
  readonly at: number;
  readonly value: number;
}

export interface Bench {
  readonly folder: string;
  readonly server: MachineServer;
  readonly line: Line;
  readonly cache: Connection;
  engine: Engine;
  /** µs UTC, of the machines. */
  readonly now: number;
  /** Steps the machines `count` times. */
  run(count: number): void;
  open(options?: ConnectOptions): Promise<void>;
  /** What the engine is told of an endpoint when it is opened. */
  settings(options?: ConnectOptions): Parameters<Engine["open"]>[0];
  setSignals(signals: readonly OpcuaSignal[]): Promise<void>;
  /** Ends the engine as a kill does: nothing is stored, nobody is told; and starts another one. */
  kill(): Promise<void>;
  /** Samples of a signal in the store, in order. */
  stored(path: string): Sample[];
  /** Changes that the machine made from `from` on, as the store should hold them. */
  recorded(path: string, from?: number): Sample[];
  readonly state: OpcuaEndpointState | undefined;
  readonly gaps: readonly OpcuaGap[];
  /** Gaps in the store that are still open. */
  openGaps(): number;
  readonly values: ReadonlyMap<string, OpcuaValue>;
  /** Every state that was seen, without repeats. */
  readonly states: readonly OpcuaState[];
  /** Resolves as soon as `condition` holds; looked at whenever anything happens. */
  until(what: string, condition: () => boolean): Promise<void>;
  events(): {
    readonly key: string;
    readonly title: string;
    readonly severity: number;
    readonly equipment: string | null;
  }[];
  close(): Promise<void>;
}

/** How long a state may take before a test says what it waited for. */
const PATIENCE = 20_000;

export const signalOf = (path: string, intervalMs = 0): OpcuaSignal => {
  const [equipment = "", name = ""] = path.split("/");
  return { nodeId: `ns=1;s=${path}`, equipment, name, intervalMs };
};

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  // The library writes to the console what tests bring about on purpose.
  setWarningLogger(() => undefined);
  setErrorLogger(() => undefined);
  const folder = mkdtempSync(join(tmpdir(), "throughline-opcua-"));
  placeKey(join(folder, "server/clients"), SERVER_KEY);
  placeKey(join(folder, "server/users"), SERVER_KEY);
  placeKey(join(folder, "opcua/pki"), OUR_KEY);
  const listeners = new Set<() => void>();
  const happened = (): void => {
    for (const listener of listeners) listener();
  };
  const server = await startMachineServer({
    folder: join(folder, "server"),
    seed: 7,
    validFrom: Date.now() - 60_000,
    minimumLifetime: 500,
    users: { operator: "secret" },
    onSessions: () => happened(),
    ...options.server,
  });
  const line = await openLine(server.port);
  const cache = openCache(folder, () => START);
  const user = openUser(folder, () => START);
  const states: OpcuaState[] = [];
  const values = new Map<string, OpcuaValue>();
  let state: OpcuaEndpointState | undefined;
  let gaps: readonly OpcuaGap[] = [];
  let now = START;
  let generation = 0;
  let watching = new AbortController();

  // What a killed one waits for never comes, until the test is over and it must end as well.
  const { promise: dead, reject: bury } = Promise.withResolvers<never>();
  dead.catch(() => undefined);
  const newStore = (): OpcuaStore => {
    const own = (generation += 1);
    const writer = createOpcuaWriter({
      cache,
      user,
      folder,
      records: createSharedRecords(cache),
      now: () => Date.now() * 1000,
      telling: { tell: happened, tellWithin: happened },
    });
    // As over the way between threads: always later, and nothing more from one that was killed.
    const later =
      <I, O>(work: (input: I, context: HandlerContext) => O | Promise<O>) =>
      async (input: I): Promise<O> => {
        await Promise.resolve();
        if (own !== generation) return dead;
        const result = await work(input, CONTEXT);
        setImmediate(happened);
        return result;
      };
    return {
      endpoints: later(writer.endpoints),
      putEndpoint: later(writer.putEndpoint),
      removeEndpoint: later(writer.removeEndpoint),
      signals: later(writer.signals),
      setSignals: later(writer.setSignals),
      open: later(async (input, context) => {
        const known = await writer.open(input, context);
        await options.onOpened?.();
        return known;
      }),
      deliver: later(writer.deliver),
      clock: later(writer.clock),
    };
  };
  const newEngine = async (): Promise<{ engine: Engine; store: OpcuaStore }> => {
    const store = newStore();
    const engine = await createEngine({
      folder,
      store,
      now: () => Date.now() * 1000,
      random: () => 0.5,
      log: () => undefined,
      timing: { ...QUICK, ...options.timing },
    });
    watching = new AbortController();
    void engine.watch(
      {},
      (event) => {
        if (event.type === "states") {
          state = event.states[0];
          if (state !== undefined && states.at(-1) !== state.state) states.push(state.state);
        } else if (event.type === "gaps") gaps = event.gaps;
        else for (const value of event.values) values.set(`${value.equipment}/${value.name}`, value);
        happened();
      },
      { signal: watching.signal },
    );
    return { engine, store };
  };
  let current = await newEngine();
  const abandoned: Engine[] = [];

  const bench: Bench = {
    folder,
    server,
    line,
    cache,
    engine: current.engine,
    get now() {
      return now;
    },
    run: (count) => {
      for (let step = 0; step < count; step += 1) server.step((now += STEP));
    },
    open: async (connect) => {
      const settings = bench.settings(connect);
      await current.store.putEndpoint(settings.stored);
      await current.store.setSignals({ endpointId: "e1", signals: settings.signals });
      await current.engine.open(settings, CONTEXT);
    },
    settings: (connect = {}) => {
      const { identity = { kind: "anonymous" } as const, signals = [] } = connect;
      const stored = {
        endpointId: "e1",
        name: "Machines",
        url: connect.url ?? `opc.tcp://127.0.0.1:${line.port}/machines`,
        policy: connect.policy ?? "None",
        mode: connect.mode ?? "None",
        identity: identity.kind,
        userName: identity.kind === "userName" ? identity.userName : undefined,
        toleratedOutageS: connect.toleratedOutageS ?? 60,
        paused: false,
      } as const;
      return { stored, identity, signals };
    },
    setSignals: async (signals) => {
      await current.store.setSignals({ endpointId: "e1", signals });
      await current.engine.setSignals({ endpointId: "e1", signals }, CONTEXT);
    },
    kill: async () => {
      watching.abort();
      abandoned.push(current.engine);
      // From here on the old store takes nothing.
      current = await newEngine();
      bench.engine = current.engine;
    },
    stored: (path) => storedSamples(cache, path),
    recorded: (path, from = -Infinity) =>
      server
        .historyOf(path)
        .recorded()
        .filter(({ at }) => at >= from)
        .map(({ at, value, isGood }) => ({ at, value: isGood ? Number(value) : NaN })),
    get state() {
      return state;
    },
    get gaps() {
      return gaps;
    },
    openGaps: () => Number(cache.prepare("SELECT count(*) FROM gap WHERE ended_us IS NULL").pluck().get()),
    values,
    states,
    until: (what, condition) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look);
          const seen = { state, states, gaps };
          reject(new Error(`waited in vain until ${what}: ${JSON.stringify(seen)}`));
        }, PATIENCE);
        const look = (): void => {
          if (!condition()) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    events: () =>
      cache
        .prepare(
          `SELECT e.source_key AS key, e.title, e.severity, q.name AS equipment FROM event e LEFT JOIN equipment q USING (equipment_id)
           WHERE e.superseded = 0 ORDER BY e.position`,
        )
        .all() as ReturnType<Bench["events"]>,
    close: async () => {
      watching.abort();
      bury(new Error("killed"));
      for (const engine of [...abandoned, current.engine]) await engine.end({}, CONTEXT);
      await line.close();
      await server.close();
      cache.close();
      user.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // A machine that never said anything has no values to be seen.
  bench.run(1);
  return bench;
}

/** Made once for all tests of a file: a key takes longer than most of them. */
const newKey = (): string =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    type: "pkcs8",
    format: "pem",
  }) as string;
const SERVER_KEY = newKey();
const OUR_KEY = newKey();

function placeKey(pki: string, key: string): void {
  const folder = join(pki, "own/private");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "private_key.pem"), key, { mode: 0o600 });
}

function storedSamples(cache: Connection, path: string): Sample[] {
  const { equipment, name } = signalOf(path);
  const rows = cache
    .prepare(
      `SELECT c.times, c.sample_values AS sampleValues FROM sample_chunk c JOIN signal g USING (signal_id) JOIN equipment q USING (equipment_id)
       WHERE q.name = ? AND g.name = ? ORDER BY c.from_us`,
    )
    .all(equipment, name) as { times: Buffer; sampleValues: Buffer }[];
  return rows.flatMap(({ times, sampleValues }) =>
    Array.from({ length: times.length / 8 }, (_, index) => ({
      at: times.readDoubleLE(index * 8),
      value: sampleValues.readDoubleLE(index * 8),
    })),
  );
}
