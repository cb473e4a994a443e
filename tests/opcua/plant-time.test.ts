/** Machines by the clock of their plant: what they say and what the plant produces agree in time, nights are left out. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AttributeIds, OPCUAClient, setWarningLogger, type ClientSession } from "node-opcua-client";
import { OPCUACertificateManager } from "node-opcua-certificate-manager";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runMachines, type RunningMachines } from "../../electron/demo/opcua/run-machines.ts";
import { runPlant, type LivingPlant } from "../../electron/demo/plant/run-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import type { WireRecord } from "../../shared/contract/plant/wire-record.ts";

const LOAD = "VMC-1/Spindle load";
const MINUTE = 60_000_000;
/** Work minutes in a second. */
const SPEED = 30;

const folder = mkdtempSync(join(tmpdir(), "throughline-plant-time-"));
let plant: LivingPlant;
let machines: RunningMachines;
let client: OPCUAClient;
let session: ClientSession;
beforeAll(async () => {
  setWarningLogger(() => undefined);
  plant = await runPlant({ units: 0, speed: SPEED, stepMs: 100 });
  machines = await runMachines({
    folder: join(folder, "server"),
    seed: 3,
    rate: 10,
    now: microseconds,
    plant: { time: () => plant.time(), speed: SPEED * 60 },
  });
  const clientCertificateManager = new OPCUACertificateManager({
    rootFolder: join(folder, "pki"),
    disableFileWatchers: true,
  });
  await clientCertificateManager.initialize();
  client = OPCUAClient.create({ endpointMustExist: false, clientCertificateManager });
  await client.connect(machines.server.url);
  session = await client.createSession();
});
afterAll(async () => {
  await session.close();
  await client.disconnect();
  await machines.close();
  await plant.end();
  rmSync(folder, { recursive: true, force: true });
});

/** When the newest of what the plant went on producing was stated, µs. */
function newestOfPlant(): number {
  let newest = -Infinity;
  for (const system of plant.plant.systems.values())
    for (const { log } of system.scopes.values())
      for (let at = 0; at < log.count; at += 1) {
        const { record } = JSON.parse(log.line(at).toString()) as { readonly record?: WireRecord };
        if (record?.record === "event")
          newest = Math.max(newest, record.endedAt ?? record.startedAt ?? newest);
      }
  return newest;
}

test("what machines say is stated by the plant's time, as what it produces is, and so is the server's own clock", async () => {
  const began = plant.time();
  machines.start();
  await vi.waitFor(() => expect(newestOfPlant()).toBeGreaterThan(began), { timeout: 30_000, interval: 100 });
  await vi.waitFor(() => expect(machines.steps).toBeGreaterThan(5), { timeout: 30_000 });
  const before = plant.time();
  const { value } = await session.read({ nodeId: "i=2258", attributeId: AttributeIds.Value });
  const told = (value.value as Date).getTime() * 1_000;
  expect(told).toBeGreaterThanOrEqual(before - 1_000);
  expect(told).toBeLessThanOrEqual(plant.time());
  const times = machines.server.historyOf(LOAD).recorded();
  for (const { at } of times) expect(at).toBeLessThanOrEqual(plant.time());
  expect(times[0]?.at).toBeGreaterThanOrEqual(began - SPEED * MINUTE);
  // The newest of both are less than a step of either apart, and what the plant still has in work.
  expect(Math.abs((times.at(-1)?.at ?? 0) - newestOfPlant())).toBeLessThan(24 * 60 * MINUTE);
});

test("a night is no time to work: nothing is made up for it", async () => {
  let now = 1_767_600_000_000_000;
  const night = await runMachines({
    folder: join(folder, "night"),
    seed: 3,
    rate: 20,
    now: microseconds,
    plant: { time: () => now, speed: 60 },
  });
  try {
    night.start();
    const step = 3_000_000;
    now += 3 * step;
    await vi.waitFor(() => expect(night.steps).toBe(4), { timeout: 10_000 });
    now += 10 * 3_600_000_000;
    await vi.waitFor(() => expect(night.at).toBe(now), { timeout: 10_000 });
    expect(night.steps).toBe(5);
  } finally {
    await night.close();
  }
});
