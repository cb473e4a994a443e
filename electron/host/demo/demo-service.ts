/**
 * The demo from the host's side: its plant and machines run in worker threads of their own, and are followed
 * and observed as any others. It comes where there is nothing else, and makes room for what a person brings.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  DEMO_MACHINES,
  DEMO_PLANT,
  type DemoState,
  type demoService,
} from "../../../shared/contract/demo.ts";
import { TOLERATED_OUTAGE_S } from "../../../shared/contract/opcua.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../shared/rpc/service.ts";
import type { OpcuaServiceHandle } from "../opcua/opcua-service.ts";
import type { Store } from "../store/store.ts";
import type { SyncServiceHandle } from "../sync/sync-service.ts";
import type { FromDemo, FromMachines } from "./demo-messages.ts";
import { startDemoThread, type DemoThread } from "./demo-thread.ts";
import { demoFolder, startDemoPlant, type EarlyDemo } from "./early-demo.ts";

export interface DemoServiceOptions {
  /** The data folder. */
  readonly folder: string;
  readonly store: Store;
  readonly sync: Pick<SyncServiceHandle, "follow" | "wake" | "leave" | "absent">;
  readonly opcua: Pick<OpcuaServiceHandle, "observe" | "leave">;
  /** STEP file of its product; undefined: no demo is started. */
  readonly model: string | undefined;
  /** Started before the store was open. */
  readonly early: EarlyDemo | undefined;
  /** One line per unexpected error. */
  readonly log: (line: string) => void;
}

export interface DemoServiceHandle {
  readonly service: ServiceImplementation<typeof demoService>;
  readonly state: DemoState;
  /** Settles when its year is written and its plant is followed, or is known not to come. */
  readonly ready: Promise<void>;
  /** Ends it and removes all of it, where there is one. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

/**
 * ms after which what waits for the first picture begins without one: where nobody looks, and where somebody
 * does whose screen can't say that it has drawn, or takes long.
 */
const NOBODY_LOOKS = 6_000;
const SLOW_SCREEN = 20_000;
/** ms from the plant to the machines behind OPC UA, which take a second of a core to start. */
const MACHINES_LATER = 1_500;

const NOT_STARTED = "The demo was not started with this program: its plant stays away.";
const FAILED = "The demo's plant could not be started: see the log.";

export async function createDemoService(options: DemoServiceOptions): Promise<DemoServiceHandle> {
  const { folder, store, sync, opcua, model, early, log } = options;
  const { writer } = store;
  const stateFolder = demoFolder(folder);
  const watchers = new Set<(state: DemoState) => void>();
  const begin = Promise.withResolvers<void>();
  const timers = new Set<NodeJS.Timeout>();
  let isLookedAt = false;
  /** Of the machines' certificate, once they are observed. */
  let thumbprint: string | undefined;
  let isPlugged = true;
  /** How often the cable was pulled. */
  let pulls = 0;
  let observing = Promise.resolve();
  const failed = (what: string) => (thrown: unknown) =>
    log(`${what}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  let state: DemoState = { content: "none", plant: "none" };
  let plant: DemoThread | undefined;
  let machines: DemoThread | undefined;
  let leaving: Promise<void> | undefined;
  /** What a thread's message set going: nothing may come after the demo was left. */
  const going = new Set<Promise<void>>();
  const go = (what: string, work: Promise<void>): void => {
    const caught = work.catch(failed(what)).finally(() => going.delete(caught));
    going.add(caught);
  };
  const ready = Promise.withResolvers<void>();

  const change = (part: Partial<DemoState>): void => {
    state = { ...state, ...part };
    for (const emit of watchers) emit(state);
  };
  const later = (milliseconds: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  };
  const follow = async ({ name, url, token, scopes }: Extract<FromDemo, { type: "up" }>): Promise<void> => {
    const before = (await writer.plants.list({})).find(({ plantId }) => plantId === DEMO_PLANT);
    const known = before ?? {
      plantId: DEMO_PLANT,
      kind: "plant",
      ca: undefined,
      allowPlainHttp: false,
      paused: false,
    };
    // A person may have chosen otherwise what is followed of it.
    await sync.follow({ ...known, name, url, scopes: before?.scopes ?? scopes }, token);
    change({ plant: "running" });
    later(MACHINES_LATER, startMachines);
  };
  const observe = async ({ url, signals, thumbprint: shown }: FromMachines): Promise<void> => {
    const before = (await writer.opcua.endpoints({})).find(({ endpointId }) => endpointId === DEMO_MACHINES);
    const endpoint = before ?? {
      endpointId: DEMO_MACHINES,
      name: "Machines",
      url,
      policy: "Basic256Sha256",
      mode: "SignAndEncrypt",
      identity: "anonymous",
      userName: undefined,
      toleratedOutageS: TOLERATED_OUTAGE_S,
      paused: false,
    };
    await opcua.observe({ endpoint: { ...endpoint, url }, signals, thumbprint: shown });
    thumbprint = shown;
  };
  /**
   * Unplugged, or at the end of the demo, they can't be asked for their certificate: they tell of themselves again
   * when they are back.
   */
  const observeOnce = async (message: FromMachines, thread: DemoThread): Promise<void> => {
    if (thumbprint !== undefined || !isPlugged || machines !== thread) return;
    const before = pulls;
    const hasGone = (): boolean => pulls > before || machines !== thread;
    try {
      await observe(message);
    } catch (thrown) {
      if (!(thrown instanceof Failure && thrown.kind === "offline" && hasGone())) throw thrown;
    }
  };
  const startMachines = (): void => {
    if (plant === undefined || machines !== undefined) return;
    const thread = startDemoThread("demo-machines", { folder: join(stateFolder, "machines") }, []);
    machines = thread;
    thread.onMessage((message) => {
      if (machines !== thread) return;
      const next = observing.then(() => observeOnce(message as FromMachines, thread));
      observing = next.catch(() => undefined);
      go("demo machines", next);
    });
    thread.ended.catch(failed("demo machines")).finally(() => {
      if (machines === thread) machines = undefined;
    });
  };
  const holdPlant = (thread: DemoThread): void => {
    plant = thread;
    const hear = async (message: FromDemo): Promise<void> => {
      if (plant !== thread) return;
      if (message.type === "written") change({ content: "ready" });
      else if (message.type === "unplugged") change({ plant: "stopped" });
      else if (message.type === "plugged-in") {
        change({ plant: "running" });
        await sync.wake(DEMO_PLANT);
      } else {
        await follow(message);
        ready.resolve();
      }
    };
    thread.onMessage((message) => go("demo", hear(message as FromDemo)));
    thread.ended.catch(failed("demo")).finally(() => {
      if (plant !== thread) return;
      plant = undefined;
      sync.absent(FAILED);
      change({ plant: "none", content: state.content === "loading" ? "none" : state.content });
      ready.resolve();
    });
    void begin.promise.then(() => thread.say("begin"));
  };
  const start = (stepFile: string, isWhole: boolean): void => {
    change({ content: isWhole ? "ready" : "loading", plant: "starting" });
    const startPlant = (): void => {
      if (state.plant === "starting")
        holdPlant(startDemoPlant(folder, stepFile, isWhole, store.writerPort()));
    };
    if (early !== undefined) {
      store.serveWriter(early.writer);
      holdPlant(early.thread);
    } else if (isWhole) {
      // What is there is shown, and nothing of the plant is in its way.
      void begin.promise.then(startPlant);
    } else startPlant();
    later(NOBODY_LOOKS, () => {
      if (isLookedAt) later(SLOW_SCREEN, begin.resolve);
      else begin.resolve();
    });
  };
  const end = async (): Promise<void> => {
    const threads = [plant, machines].filter((thread) => thread !== undefined);
    [plant, machines] = [undefined, undefined];
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    await Promise.all(threads.map((thread) => thread.end()));
    await Promise.all(going);
  };
  const leave = async (): Promise<void> => {
    const { standing } = await writer.demo.look({});
    if (standing === "wanted" || standing === "none") return;
    await end();
    change({ content: "none", plant: "none" });
    ready.resolve();
    await opcua.leave(DEMO_MACHINES, thumbprint);
    await sync.leave(DEMO_PLANT, async () => (await writer.demo.clear({})).left);
    await rm(stateFolder, { recursive: true, force: true });
  };
  /** Waits for the answer of a thread that was told something, which shows in the state. */
  const become = (wanted: DemoState["plant"], signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = ({ plant: now }: DemoState): void => {
        if (now === wanted) done(resolve);
        else if (now === "none") done(() => reject(new Failure("invalid", FAILED)));
      };
      const stop = (): void => done(resolve);
      const done = (how: () => void): void => {
        watchers.delete(look);
        signal.removeEventListener("abort", stop);
        how();
      };
      watchers.add(look);
      signal.addEventListener("abort", stop);
      look(state);
    });
  const tell = async (word: "unplug" | "plug-in", signal: AbortSignal): Promise<void> => {
    if (plant === undefined) throw new Failure("invalid", "There is no demo plant here.");
    isPlugged = word === "plug-in";
    if (!isPlugged) pulls += 1;
    machines?.say(word);
    plant.say(word);
    await become(word === "unplug" ? "stopped" : "running", signal);
  };

  const standing = store.readOnly ? "none" : (await writer.demo.look({})).standing;
  if (standing !== "none" && model !== undefined) start(model, standing === "whole");
  else {
    await early?.thread.end();
    if (early !== undefined) await rm(stateFolder, { recursive: true, force: true });
    if (standing === "whole" || standing === "unfinished") sync.absent(NOT_STARTED);
    if (standing === "whole") change({ content: "ready" });
    ready.resolve();
  }

  return {
    get state() {
      return state;
    },
    get ready() {
      return ready.promise;
    },
    service: {
      watch: (_input, emit, { signal }) =>
        new Promise<void>((resolve) => {
          isLookedAt = true;
          const send = (now: DemoState): void => emit(now);
          watchers.add(send);
          signal.addEventListener("abort", () => {
            watchers.delete(send);
            resolve();
          });
          emit(state);
        }),
      stopPlant: (_input, { signal }) => tell("unplug", signal),
      startPlant: (_input, { signal }) => tell("plug-in", signal),
      drawn: () => begin.resolve(),
    },
    leave: () => (leaving ??= leave().finally(() => (leaving = undefined))),
    close: end,
  };
}
