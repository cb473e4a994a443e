/**
 * Many fast signals into a real host, from machines in a process of their own: what arrived is compared
 * with what the machines did, value by value, and the host's share of a core is measured.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createHost, type Host } from "../../electron/host/host.ts";
import { openCache } from "../../electron/host/store/stores.ts";
import type { OpcuaMode, OpcuaPolicy, OpcuaWatchEvent } from "../../shared/contract/opcua.ts";
import { compare, isWhole, startMachines, storedCounts, type Comparison } from "./machines-process.ts";

export interface LoadOptions {
  readonly signals: number;
  /** Changes of each signal per second. */
  readonly rate: number;
  readonly seconds: number;
  readonly policy?: OpcuaPolicy;
  readonly mode?: OpcuaMode;
}

export interface LoadResult extends Comparison {
  /** CPU time of the host's process, all threads, over wall time; 1 is a whole core. */
  readonly cpuShare: number;
  readonly residentMegabytes: number;
  /** ms from the machines' last value until it was stored. */
  readonly behindMs: number;
}

const CONTEXT = { signal: new AbortController().signal };
const PATIENCE = 60_000;

export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-load-"));
  const dataFolder = join(folder, "data");
  const machines = await startMachines(join(folder, "machines"), options.signals, options.rate);
  let host: Host | undefined;
  try {
    host = await createHost({ dataFolder, version: "0" });
    await observe(host, machines.url, machines.paths, options);
    // A screen looks on: it costs as well.
    const looking = new AbortController();
    const watching = host.implementation.opcua.watch({}, () => undefined, { signal: looking.signal });
    const cpu = process.cpuUsage();
    const began = performance.now();
    await machines.run();
    await wait(options.seconds * 1000);
    await machines.pause();
    const ended = performance.now();
    const report = await machines.report();
    const cache = openCache(dataFolder, () => 0, true);
    await until(host, "every sample", () => isWhole(storedCounts(cache), report));
    cache.close();
    const { user, system } = process.cpuUsage(cpu);
    const elapsed = performance.now() - began;
    const behindMs = performance.now() - ended;
    const residentMegabytes = process.memoryUsage.rss() / 1e6;
    looking.abort();
    await watching;
    await host.close();
    host = undefined;
    const cpuShare = (user + system) / 1000 / elapsed;
    return { ...compare(dataFolder, report), cpuShare, residentMegabytes, behindMs };
  } finally {
    await host?.close();
    await machines.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

export function describeLoad({ cpuShare, residentMegabytes, behindMs, ...counts }: LoadResult): string {
  const cpu = `${(cpuShare * 100).toFixed(1)} % of a core`;
  const memory = `${Math.round(residentMegabytes)} MB resident`;
  return `${counts.stored} of ${counts.expected} samples in ${counts.chunks} chunks, ${cpu}, ${memory}, ${Math.round(behindMs)} ms behind`;
}

/** Connects, trusts, subscribes, and waits until the first value of each signal is stored. */
async function observe(
  host: Host,
  url: string,
  paths: readonly string[],
  { policy = "None", mode = "None" }: LoadOptions,
): Promise<void> {
  const { opcua } = host.implementation;
  const identity = { kind: "anonymous" } as const;
  const { endpointId } = await opcua.add({ name: "Machines", url, policy, mode, identity }, CONTEXT);
  if (mode !== "None") {
    await until(
      host,
      "untrusted",
      (event) => event.type === "states" && event.states[0]?.state === "untrusted",
    );
    const [certificate] = await opcua.certificates({}, CONTEXT);
    await opcua.trust({ thumbprint: certificate?.thumbprint ?? "" }, CONTEXT);
  }
  await until(host, "online", (event) => event.type === "states" && event.states[0]?.state === "online");
  const signals = paths.map((path) => {
    const [equipment = "", name = ""] = path.split("/");
    return { nodeId: `ns=1;s=${path}`, equipment, name, intervalMs: 0 };
  });
  await opcua.setSignals({ endpointId, signals }, CONTEXT);
  const texts = paths.filter((path) => /\/(Program|State)$/.test(path));
  await untilStored(host, paths.length - texts.length);
}

const untilStored = (host: Host, count: number): Promise<void> =>
  until(
    host,
    `${count} samples`,
    (event) => event.type === "states" && (event.states[0]?.samples ?? 0) >= count,
  );

/** Until the host tells something wanted. */
async function until(host: Host, what: string, isWanted: (event: OpcuaWatchEvent) => boolean): Promise<void> {
  const controller = new AbortController();
  let seen: OpcuaWatchEvent | undefined;
  const timer = setTimeout(() => controller.abort(new Error("too late")), PATIENCE);
  const watching = host.implementation.opcua.watch(
    {},
    (event) => {
      if (event.type === "states") seen = event;
      if (isWanted(event)) controller.abort();
    },
    { signal: controller.signal },
  );
  await watching;
  clearTimeout(timer);
  if (controller.signal.reason instanceof Error && controller.signal.reason.message === "too late")
    throw new Error(`waited in vain for ${what}: ${JSON.stringify(seen)}`);
}
