/**
 * OPC UA over the contract, against a real machine server that both hosts ask. What is a host's own (its
 * certificate) or depends on time is checked, not compared.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { watchUntil } from "./watch-until.ts";
import { startMachineServer, type MachineServer } from "../../electron/demo/opcua/machine-server.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { OpcuaWatchEvent } from "../../shared/contract/opcua.ts";

export interface OpcuaStep {
  readonly method: string;
  readonly run: (client: HostClient) => Promise<unknown>;
}

/** 2026-01-05T08:00:00Z in µs. */
const START = 1_767_600_000_000_000;
const LOAD = {
  nodeId: "ns=1;s=VMC-1/Spindle load",
  equipment: "VMC-1",
  name: "Spindle load",
  uom: "%",
  intervalMs: 100,
};

let running: { readonly server: MachineServer; readonly folder: string } | undefined;

async function machines(): Promise<MachineServer> {
  if (running === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "throughline-machines-"));
    const server = await startMachineServer({ folder, seed: 1, validFrom: Date.now() - 60_000 });
    server.step(START);
    running = { server, folder };
  }
  return running.server;
}

export async function stopMachines(): Promise<void> {
  await running?.server.close();
  if (running !== undefined) rmSync(running.folder, { recursive: true, force: true });
  running = undefined;
}

async function endpointOf(client: HostClient): Promise<string> {
  const [first] = await client.opcua.endpoints({});
  if (first === undefined) throw new Error("no endpoint");
  return first.endpointId;
}

const stateIs = (client: HostClient, state: string): Promise<OpcuaWatchEvent> =>
  watchUntil(client.opcua.watch, (event) => event.type === "states" && event.states[0]?.state === state);

export const OPCUA_STEPS: readonly OpcuaStep[] = [
  {
    method: "opcua.discover",
    run: async (client) => {
      const found = await client.opcua.discover({ url: (await machines()).url });
      expect(found.offers).toHaveLength(7);
      expect(found.certificate?.trusted).toBe(false);
      await expect(client.opcua.discover({ url: "http://plant" })).rejects.toMatchObject({ kind: "invalid" });
      return found;
    },
  },
  {
    method: "opcua.ownCertificate",
    run: async (client) => {
      const own = await client.opcua.ownCertificate({});
      expect(own.pem).toContain("BEGIN CERTIFICATE");
      return own.subject;
    },
  },
  {
    method: "opcua.add",
    run: async (client) => {
      const { url } = await machines();
      const common = { name: "Machines", url, identity: { kind: "anonymous" } } as const;
      await expect(client.opcua.add({ ...common, policy: "None", mode: "Sign" })).rejects.toMatchObject({
        kind: "invalid",
      });
      return client.opcua.add({ ...common, policy: "Aes256_Sha256_RsaPss", mode: "SignAndEncrypt" });
    },
  },
  {
    method: "opcua.endpoints",
    run: async (client) => {
      const endpoints = await client.opcua.endpoints({});
      expect(endpoints).toMatchObject([{ name: "Machines", toleratedOutageS: 60, signalCount: 0 }]);
      return endpoints;
    },
  },
  {
    method: "opcua.certificates",
    run: async (client) => {
      await stateIs(client, "untrusted");
      const known = await client.opcua.certificates({});
      expect(known).toMatchObject([{ subject: "CN=Machines, O=Throughline demo", trusted: false }]);
      return known;
    },
  },
  {
    method: "opcua.trust",
    run: async (client) => {
      const [known] = await client.opcua.certificates({});
      await client.opcua.trust({ thumbprint: known?.thumbprint ?? "" });
      await stateIs(client, "online");
      await expect(client.opcua.trust({ thumbprint: "0".repeat(40) })).rejects.toMatchObject({
        kind: "invalid",
      });
      return client.opcua.certificates({});
    },
  },
  {
    method: "opcua.browse",
    run: async (client) => {
      const endpointId = await endpointOf(client);
      const children = await client.opcua.browse({ endpointId, nodeId: "ns=1;s=VMC-1" });
      expect(children.nodes.find(({ name }) => name === "Spindle load")).toMatchObject({
        selectable: true,
        uom: "%",
        range: [0, 120],
      });
      return children;
    },
  },
  {
    method: "opcua.setSignals",
    run: async (client) => {
      const endpointId = await endpointOf(client);
      await expect(client.opcua.setSignals({ endpointId, signals: [LOAD, LOAD] })).rejects.toMatchObject({
        kind: "invalid",
      });
      const signals = await client.opcua.setSignals({ endpointId, signals: [LOAD] });
      expect(signals).toMatchObject([LOAD]);
      return signals.length;
    },
  },
  {
    method: "opcua.watch",
    run: async (client) => {
      const values = await watchUntil(
        client.opcua.watch,
        (event) => event.type === "values" && event.values.length > 0,
      );
      expect(values).toMatchObject({
        values: [{ equipment: "VMC-1", name: "Spindle load", uom: "%", status: "Good", sourceTime: START }],
      });
      return values;
    },
  },
  {
    method: "opcua.signals",
    run: async (client) => {
      const signals = await client.opcua.signals({ endpointId: await endpointOf(client) });
      expect(signals).toMatchObject([
        { ...LOAD, hasHistory: true, revised: { samplingIntervalMs: 100, queueSize: 750, coversMs: 75_000 } },
      ]);
      return signals;
    },
  },
  {
    method: "opcua.setToleratedOutage",
    run: async (client) => {
      const endpointId = await endpointOf(client);
      await expect(
        client.opcua.setToleratedOutage({ endpointId, toleratedOutageS: 0 }),
      ).rejects.toMatchObject({
        kind: "invalid",
      });
      const changed = await client.opcua.setToleratedOutage({ endpointId, toleratedOutageS: 10 });
      expect(changed).toMatchObject({ toleratedOutageS: 10, signalCount: 1 });
      const coversMs = async (): Promise<number | undefined> =>
        (await client.opcua.signals({ endpointId }))[0]?.revised?.coversMs;
      await expect.poll(coversMs).toBe(12_500);
      return changed;
    },
  },
  {
    method: "opcua.pause",
    run: async (client) => {
      await client.opcua.pause({ endpointId: await endpointOf(client) });
      await stateIs(client, "paused");
      return client.opcua.endpoints({});
    },
  },
  {
    method: "opcua.resume",
    run: async (client) => {
      await client.opcua.resume({ endpointId: await endpointOf(client) });
      await stateIs(client, "online");
      return client.opcua.endpoints({});
    },
  },
  {
    method: "opcua.setIdentity",
    run: async (client) => {
      const endpointId = await endpointOf(client);
      const identity = { kind: "userName", userName: "nobody", password: "wrong" } as const;
      const changed = await client.opcua.setIdentity({ endpointId, identity });
      await stateIs(client, "refused");
      expect(changed).toMatchObject({ identity: "userName", userName: "nobody" });
      expect(JSON.stringify(changed)).not.toContain("wrong");
      return changed;
    },
  },
  {
    method: "opcua.reject",
    run: async (client) => {
      const [known] = await client.opcua.certificates({});
      await client.opcua.reject({ thumbprint: known?.thumbprint ?? "" });
      const after = await client.opcua.certificates({});
      expect(after).toMatchObject([{ trusted: false }]);
      return after;
    },
  },
  {
    method: "opcua.remove",
    run: async (client) => {
      const endpointId = await endpointOf(client);
      await client.opcua.remove({ endpointId });
      await expect(client.opcua.signals({ endpointId })).rejects.toMatchObject({ kind: "invalid" });
      return client.opcua.endpoints({});
    },
  },
];
