/**
 * Old history is removed by a rule while the host is killed again and again: it is whole after each kill, goes on by
 * itself, and ends at what the rule says. The plant telling everything anew brings nothing back; wanted again, all is.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { createRandom } from "../../electron/demo/history/random.ts";
import { startPlant, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { examineDerived } from "../../electron/host/diagnostics/derived.ts";
import { openCache } from "../../electron/host/store/stores.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { RetentionReport } from "../../shared/contract/retention.ts";
import { startHostProcess, type HostProcess } from "./host-process.ts";
import { fill } from "./plants.ts";
import { expectSameAsPlant } from "./same-as-plant.ts";

const LONG = process.env["THROUGHLINE_FAULTS"] === "long";
const KILLS = LONG ? 60 : 4;
const SCOPE = "product:10-4000";
const SEED = Number(process.env["THROUGHLINE_SEED"] ?? 1126);
/** Events of 1970, which any rule removes, and of now. */
const OLD = LONG ? 40_000 : 6_000;
const NEW = 200;
/** ms after the host is up, in which a kill falls. */
const SPAN = 120;

test(`${KILLS} kills while older events are removed`, { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-retention-"));
  const random = createRandom(SEED);
  const plant = await startPlant({ clock: microseconds, units: 0, snapshot: { rows: 1_500 } });
  fill(plant, 0, OLD);
  for (let n = 0; n < NEW; n += 1) putEvent(plant, `new/${n}`, microseconds() - n * 1_000_000);
  let host: HostProcess | undefined;
  try {
    host = await startHostProcess(folder);
    const plantId = await follow(host.client, plant, folder);
    const sourceId = `plant:${plantId}/mes`;
    expect(await events(host.client, sourceId)).toBe(OLD + NEW);

    await host.client.retention.run({ rules: [{ sourceId, events: 1 }] });
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(random.unit() * SPAN);
      await host.kill();
      const left = expectSound(folder);
      // It goes on by itself, without anybody asking.
      host = await startHostProcess(folder);
      expect(await events(host.client, sourceId)).toBeLessThanOrEqual(left);
    }
    await reportWhen(
      host.client,
      ({ running, sources }) =>
        running === undefined &&
        sources.every(({ removed }) => removed.every(({ goal }) => goal === undefined)),
    );
    expect(await events(host.client, sourceId)).toBe(NEW);

    // A correction of an old one comes late, and a restored backup tells all of it anew.
    putEvent(plant, "7", 7_000_000);
    putEvent(plant, "new/0", microseconds());
    plant.plant.changeEpoch("mes");
    await level(host.client, plant, folder);
    expect(await events(host.client, sourceId)).toBe(NEW);

    await host.client.retention.restore({ sourceId });
    await reportWhen(host.client, ({ sources }) =>
      sources.every(({ rereading, removed }) => !rereading && removed.length === 0),
    );
    await level(host.client, plant, folder);
    await host.end();
    host = undefined;
    expectSound(folder);
    const cache = openCache(folder, microseconds, true);
    expectSameAsPlant(cache, plant.plant, plantId);
    cache.close();
  } finally {
    await host?.kill();
    await plant.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

function putEvent({ plant }: RunningPlant, key: string, startedAt: number): void {
  plant.put("mes", SCOPE, `event/${key}`, {
    record: "event",
    key,
    kind: "production",
    type: "operation",
    title: `Operation ${key}`,
    startedAt,
    payload: `{"key":"${key}","at":${startedAt}}`,
  });
}

async function follow(client: HostClient, plant: RunningPlant, folder: string): Promise<string> {
  const { url, token } = plant;
  const systems = [{ system: "mes", scopes: [SCOPE] }];
  const { plantId } = await client.plants.add({ name: "Plant", url, token, systems });
  await level(client, plant, folder);
  return plantId;
}

/** The feed stands at what the plant has now, in its epoch. */
async function level(client: HostClient, { plant }: RunningPlant, folder: string): Promise<void> {
  await client.plants.syncNow({});
  const feed = plant.systems.get("mes");
  const log = feed?.scopes.get(SCOPE)?.log;
  const last = log === undefined || log.count === 0 ? 0 : log.position(log.count - 1);
  for (let tries = 0; tries < 600; tries += 1) {
    const cache = openCache(folder, microseconds, true);
    const row = cache.prepare("SELECT epoch, position, complete FROM feed_reading WHERE beside = 0").get() as
      | { epoch: string; position: number; complete: number }
      | undefined;
    cache.close();
    if (row?.epoch === feed?.epoch && row?.complete === 1 && row.position >= last) return;
    await pause(50);
  }
  throw new Error("the host never became level with the plant");
}

async function reportWhen(client: HostClient, isWanted: (report: RetentionReport) => boolean): Promise<void> {
  const ended = new AbortController();
  await client.retention
    .watch(
      {},
      (report) => {
        if (isWanted(report)) ended.abort();
      },
      { signal: ended.signal },
    )
    .catch((thrown: unknown) => {
      if (!ended.signal.aborted) throw thrown;
    });
}

const events = async (client: HostClient, sourceId: string): Promise<number> =>
  (await client.sources.list({})).find((source) => source.sourceId === sourceId)?.events ?? 0;

/** The database is whole, what is derived says what the rows say, and nothing is gone that is not said to be. */
function expectSound(folder: string): number {
  const cache = openCache(folder, microseconds);
  try {
    expect(cache.pragma("quick_check", { simple: true })).toBe("ok");
    expect(cache.pragma("foreign_key_check")).toEqual([]);
    for (const [{ check }, problems] of examineDerived(cache)) expect([check, ...problems]).toEqual([check]);
    const until = (cache.prepare("SELECT max(until_us) FROM retention").pluck().get() ?? 0) as number;
    const [here, due] = cache
      .prepare("SELECT count(*), coalesce(sum(started_us < ?), 0) FROM event WHERE superseded = 0")
      .raw()
      .get(until) as [number, number];
    expect(due).toBe(0);
    const left = cache.prepare("SELECT count(*) FROM feed_record WHERE kind = -3").pluck().get();
    expect(cache.prepare("SELECT sum(left_records) FROM feed_reading WHERE beside = 0").pluck().get()).toBe(
      left,
    );
    return here;
  } finally {
    cache.close();
  }
}
