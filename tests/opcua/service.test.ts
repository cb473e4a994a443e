/** The service of a real host: what is loaded when, where secrets lie, and a worker or a host that dies. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startMachineServer, type MachineServer } from "../../electron/demo/opcua/machine-server.ts";
import { createHost, type Host } from "../../electron/host/host.ts";
import { memorySecrets } from "../../electron/host/secrets.ts";
import type { OpcuaWatchEvent } from "../../shared/contract/opcua.ts";

const CONTEXT = { signal: new AbortController().signal };
const START = 1_767_600_000_000_000;
const LOAD = { nodeId: "ns=1;s=VMC-1/Spindle load", equipment: "VMC-1", name: "Spindle load", intervalMs: 0 };
const PASSWORD = "correct-horse-battery-staple";

let top: string;
let server: MachineServer | undefined;
const hosts: Host[] = [];
const lines: string[] = [];
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "throughline-service-"));
  lines.length = 0;
});
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
  await server?.close();
  server = undefined;
  rmSync(top, { recursive: true, force: true });
});

const secrets = memorySecrets();
const dataFolder = (): string => join(top, "data");
async function newHost(): Promise<Host> {
  const host = await createHost({
    dataFolder: dataFolder(),
    version: "0",
    secrets,
    log: (line) => void lines.push(line),
  });
  hosts.push(host);
  return host;
}
async function machines(): Promise<MachineServer> {
  server = await startMachineServer({
    folder: join(top, "machines"),
    seed: 1,
    validFrom: Date.now() - 60_000,
    users: { operator: PASSWORD },
  });
  server.step(START);
  return server;
}

/** Watches until an event is as wanted. */
async function until(host: Host, isWanted: (event: OpcuaWatchEvent) => boolean): Promise<void> {
  const controller = new AbortController();
  await host.implementation.opcua.watch(
    {},
    (event) => {
      if (isWanted(event)) controller.abort();
    },
    { signal: controller.signal },
  );
}
const stateIs = (host: Host, state: string): Promise<void> =>
  until(host, (event) => event.type === "states" && event.states[0]?.state === state);
const shown = (host: Host, at: number): Promise<void> =>
  until(host, (event) => event.type === "values" && event.values.some(({ sourceTime }) => sourceTime === at));

test("without an endpoint nothing of OPC UA is loaded, and a watch waits", async () => {
  const host = await newHost();
  await until(host, (event) => event.type === "states" && event.states.length === 0);
  expect(await host.implementation.opcua.endpoints({}, CONTEXT)).toEqual([]);
  expect(existsSync(join(dataFolder(), "opcua"))).toBe(false);
});

test("a password is nowhere but with the secrets, is used after a restart, and goes with the endpoint", async () => {
  const { url } = await machines();
  const first = await newHost();
  const { opcua } = first.implementation;
  const identity = { kind: "userName", userName: "operator", password: PASSWORD } as const;
  const secure = { policy: "Aes128_Sha256_RsaOaep", mode: "SignAndEncrypt" } as const;
  const { endpointId } = await opcua.add({ name: "Machines", url, ...secure, identity }, CONTEXT);
  await stateIs(first, "untrusted");
  const [certificate] = await opcua.certificates({}, CONTEXT);
  await opcua.trust({ thumbprint: certificate?.thumbprint ?? "" }, CONTEXT);
  await stateIs(first, "online");
  await opcua.setSignals({ endpointId, signals: [LOAD] }, CONTEXT);
  await shown(first, START);
  await hosts.pop()?.close();
  for (const name of readdirSync(dataFolder(), { recursive: true, withFileTypes: true }))
    if (name.isFile())
      expect(readFileSync(join(name.parentPath, name.name)).includes(PASSWORD), name.name).toBe(false);
  expect(lines.join("\n")).not.toContain(PASSWORD);

  const second = await newHost();
  await stateIs(second, "online");
  server?.step(START + 1_000_000);
  await shown(second, START + 1_000_000);
  await second.implementation.opcua.remove({ endpointId }, CONTEXT);
  expect(await secrets.get(`opcua/${endpointId}`)).toBeUndefined();
});

test("an endpoint whose secret is gone says so, and goes on once it is entered again", async () => {
  const { url } = await machines();
  const host = await newHost();
  const { opcua } = host.implementation;
  const none = { policy: "None", mode: "None" } as const;
  const { endpointId } = await opcua.add(
    { name: "Machines", url, ...none, identity: { kind: "anonymous" } },
    CONTEXT,
  );
  await stateIs(host, "online");
  await host.store.writer.opcua.putEndpoint({
    ...none,
    endpointId,
    name: "Machines",
    url,
    identity: "userName",
    userName: "operator",
    toleratedOutageS: 60,
    paused: false,
  });
  await hosts.pop()?.close();
  const next = await newHost();
  await until(
    next,
    (event) =>
      event.type === "states" &&
      event.states[0]?.state === "refused" &&
      event.states[0].message?.includes("enter it again") === true,
  );
  await next.implementation.opcua.setIdentity({ endpointId, identity: { kind: "anonymous" } }, CONTEXT);
  await stateIs(next, "online");
});

test("a worker that dies is started anew, and nothing is lost", async () => {
  const { url } = await machines();
  const host = await newHost();
  const started: Worker[] = [];
  const note = (worker: Worker): void => void started.push(worker);
  process.on("worker", note);
  const { opcua } = host.implementation;
  const none = { policy: "None", mode: "None", identity: { kind: "anonymous" } } as const;
  const { endpointId } = await opcua.add({ name: "Machines", url, ...none }, CONTEXT);
  await opcua.setSignals({ endpointId, signals: [LOAD] }, CONTEXT);
  await until(host, (event) => event.type === "states" && (event.states[0]?.samples ?? 0) > 0);
  expect(started).toHaveLength(1);
  await started[0]?.terminate();
  for (let step = 1; step <= 20; step += 1) server?.step(START + step * 100_000);
  await shown(host, START + 2_000_000);
  process.off("worker", note);
  expect(started).toHaveLength(2);
  await until(
    host,
    (event) =>
      event.type === "gaps" && event.gaps.length > 0 && event.gaps.every(({ to }) => to !== undefined),
  );
  const trace = await host.implementation.events.trace(
    {
      equipment: "VMC-1",
      signal: "Spindle load",
      window: { from: START, to: START + 2_100_000 },
      buckets: 21,
    },
    CONTEXT,
  );
  expect([...trace.mean].filter((mean) => !Number.isNaN(mean))).toHaveLength(21);
});

test("a second host on the folder shows the endpoints and changes nothing", async () => {
  const { url } = await machines();
  const first = await newHost();
  const none = { policy: "None", mode: "None", identity: { kind: "anonymous" } } as const;
  const { endpointId } = await first.implementation.opcua.add({ name: "Machines", url, ...none }, CONTEXT);
  await first.implementation.opcua.setSignals({ endpointId, signals: [LOAD] }, CONTEXT);
  await shown(first, START);
  const second = await newHost();
  const { opcua } = second.implementation;
  expect(await opcua.endpoints({}, CONTEXT)).toMatchObject([{ endpointId, signalCount: 1 }]);
  expect(await opcua.signals({ endpointId }, CONTEXT)).toMatchObject([{ name: "Spindle load" }]);
  for (const refused of [
    async () => opcua.discover({ url }, CONTEXT),
    async () => opcua.add({ name: "Other", url, ...none }, CONTEXT),
    async () => opcua.pause({ endpointId }, CONTEXT),
    async () => opcua.remove({ endpointId }, CONTEXT),
  ])
    await expect(refused()).rejects.toMatchObject({ kind: "refused" });
  expect(server?.sessionCount).toBe(1);
});
