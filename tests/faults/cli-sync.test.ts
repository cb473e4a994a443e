/** `cli sync` on a folder that the app left: level in the end, or the reason why not. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { startPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { openCache } from "../../electron/host/store/stores.ts";
import { startHostProcess } from "./host-process.ts";
import { fill } from "./plants.ts";
import { expectSameAsPlant } from "./same-as-plant.ts";

const MAIN = resolve(import.meta.dirname, "../../electron/cli/main.ts");

/** The plant answers from this process: the command must not hold it up. */
function cli(...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  return new Promise((done) => child.once("close", (code) => done({ code, out })));
}

test("brings the folder level and ends, or says what keeps it from that; removes by the rules that were set", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-cli-sync-"));
  const plant = await startPlant({ clock: microseconds, units: 0 });
  fill(plant, 0, 30);
  try {
    const app = await startHostProcess(folder);
    const { url, token } = plant;
    const systems = [{ system: "mes", scopes: ["product:10-4000"] }];
    const { plantId } = await app.client.plants.add({ name: "Plant", url, token, systems });
    await app.client.settings.set({ retention: [{ sourceId: `plant:${plantId}/mes`, events: 12 }] });
    await app.end();
    fill(plant, 30, 20);
    const level = await cli("sync", "--data", folder);
    expect(level).toEqual({ code: 0, out: "Plant mes product:10-4000: idle, 100 records\n" });
    const cache = openCache(folder, microseconds, true);
    expectSameAsPlant(cache, plant.plant, plantId);
    cache.close();
    await plant.stop();
    const away = await cli("sync", "--data", folder, "--json");
    expect(away.code).toBe(1);
    expect(JSON.parse(away.out)).toMatchObject([{ feeds: [{ state: "offline" }] }]);

    // What happened was in 1970: a rule that was set in the app takes all of it, with the plant away.
    const before = await cli("retention", "--data", folder);
    expect(before.out).toMatch(
      /: 50 events, 0 measurements, 0 samples would be removed, .* about \d+ bytes\n$/,
    );
    const applied = await cli("retention", "--data", folder, "--apply", "--json");
    expect(applied.code).toBe(0);
    expect(JSON.parse(applied.out)).toMatchObject({ state: "done", events: 50 });
  } finally {
    await plant.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
