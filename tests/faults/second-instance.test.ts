/** Two programs on one data folder: the first writes, the second reads, says so, and breaks nothing. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { lockFolder } from "../../electron/host/store/lock.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import { startHostProcess, type HostProcess } from "./host-process.ts";
import { fill } from "./plants.ts";

test("the second opens read-only, says so, and sees what the first takes in", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-second-"));
  const plant = await startPlant({ clock: microseconds, units: 0 });
  fill(plant, 0, 20);
  const hosts: HostProcess[] = [];
  const start = async (): Promise<HostProcess> => {
    const host = await startHostProcess(folder);
    hosts.push(host);
    return host;
  };
  try {
    const first = await start();
    const { url, token } = plant;
    const reach = { name: "Plant", url, token, systems: [{ system: "mes", scopes: ["product:10-4000"] }] };
    const { plantId } = await first.client.plants.add(reach);
    await events(first.client, 20);

    const second = await start();
    expect(await second.client.diagnostics.about({})).toMatchObject({ readOnly: true });
    expect(await first.client.diagnostics.about({})).toMatchObject({ readOnly: false });
    expect(second.log()).toContain("open in another Throughline");
    expect((await second.client.plants.list({})).plants).toMatchObject([{ name: "Plant" }]);
    const draft = { title: "x", problem: "", proposal: "", evidence: [] };
    const { client } = second;
    const refused: readonly (() => Promise<unknown>)[] = [
      () => client.changes.save(draft),
      () => client.plants.add(reach),
      () => client.plants.pause({ plantId }),
      () => client.plants.remove({ plantId }),
      () => client.plants.pin({ partNumber: "10-4000" }),
      () => client.settings.set({ theme: "dark" }),
      async () => {
        const { planId } = await client.import.plan({ paths: [import.meta.filename] });
        await client.import.run({ planId }, () => undefined);
      },
    ];
    for (const call of refused)
      await expect(call).rejects.toMatchObject({
        kind: "refused",
        message: expect.stringContaining("open in another Throughline") as string,
      });

    // It is told of what the first one takes in, and can read it.
    fill(plant, 20, 5);
    await events(second.client, 25);
    await second.end();
    await first.client.changes.save(draft);

    // Killed, the first leaves no lock behind.
    await first.kill();
    const third = await start();
    expect(await third.client.diagnostics.about({})).toMatchObject({ readOnly: false });
    expect(await third.client.changes.list({})).toHaveLength(1);
    await third.end();
  } finally {
    for (const host of hosts) await host.kill();
    await plant.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Waits, as a screen does, for the content to have so many events. */
async function events(client: HostClient, wanted: number): Promise<void> {
  const controller = new AbortController();
  const watching = client.sources.watch(
    {},
    () => {
      void client.events
        .list({ subject: { kind: "everything" }, limit: 1 })
        .then(({ total }) => (total === wanted ? controller.abort() : undefined))
        .catch(() => undefined);
    },
    { signal: controller.signal },
  );
  await expect(watching).rejects.toMatchObject({ kind: "cancelled" });
}

test("a lock holds within one process too, and ends with its release", () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-lock-"));
  try {
    const lock = lockFolder(folder);
    expect(lockFolder(folder)).toBeUndefined();
    lock?.release();
    const again = lockFolder(folder);
    expect(again).toBeDefined();
    again?.release();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
