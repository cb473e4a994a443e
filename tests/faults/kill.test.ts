/**
 * kill -9 of a real host at random points of a sync, again and again on one data folder, while the
 * plant goes on: afterwards cache and plant must be the same, and every request must be there once.
 * Short: 10 kills; `npm run faults`: 200.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { createRandom } from "../../electron/demo/history/random.ts";
import { startPlant, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { openCache, openUser } from "../../electron/host/store/stores.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import { startHostProcess, type HostProcess } from "./host-process.ts";
import { fill } from "./plants.ts";
import { expectSameAsPlant, recordsAt } from "./same-as-plant.ts";

const KILLS = process.env["THROUGHLINE_FAULTS"] === "long" ? 200 : 10;
const SEED = Number(process.env["THROUGHLINE_SEED"] ?? 168);
/** ms in which a kill falls after the host is up: the time in which it has something to do. */
const SPAN = 400;

test(`${KILLS} kills at random points of a sync`, { timeout: KILLS * 12_000 + 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-kill-"));
  const random = createRandom(SEED);
  const plant = await startPlant({ clock: microseconds, units: 30, snapshot: { rows: 1_500 } });
  let host: HostProcess | undefined;
  try {
    host = await startHostProcess(folder);
    const plantId = await follow(host.client, plant);
    const titles: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const title = `Request ${kill}`;
      if (await submit(host.client, plantId, title)) titles.push(title);
      produce(plant, kill);
      await pause(random.unit() * SPAN);
      await host.kill();
      expectSound(folder);
      host = await startHostProcess(folder);
    }
    await level(host.client, plant, folder);
    await host.end();
    host = undefined;
    const cache = openCache(folder, microseconds, true);
    const { records } = expectSameAsPlant(cache, plant.plant, plantId);
    cache.close();
    expect(records).toBeGreaterThan(10_000);
    expect(requestsAt(plant)).toEqual(titles.sort());
  } finally {
    await host?.kill();
    await plant.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function follow(client: HostClient, { url, token }: RunningPlant): Promise<string> {
  const { systems } = await client.plants.probe({ url, token });
  const all = systems.map(({ system, scopes }) => ({ system, scopes: scopes.map(({ scope }) => scope) }));
  return (await client.plants.add({ name: "Plant", url, token, systems: all })).plantId;
}

/** Says whether the host took it: killed before that, a person would know that nothing was kept. */
async function submit(client: HostClient, plantId: string, title: string): Promise<boolean> {
  const { changeId } = await client.changes.save({ title, problem: "", proposal: "", evidence: [] });
  await client.changes.submit({ changeId, plantId, system: "plm" });
  return true;
}

/** What happens at the plant between two kills; every few of them a system begins anew. */
function produce(running: RunningPlant, kill: number): void {
  fill(running, kill * 40, 60);
  for (let n = 0; n < 5; n += 1) running.plant.remove("mes", "product:10-4000", `factor/${kill * 40 + n}`);
  if (kill % 4 === 3) running.plant.changeEpoch(kill % 8 === 3 ? "mes" : "plm");
}

/** Right after a kill both databases are whole, and every cursor stands for what is there. */
function expectSound(folder: string): void {
  for (const open of [openCache, openUser]) {
    const connection = open(folder, microseconds);
    expect(connection.pragma("quick_check", { simple: true })).toBe("ok");
    expect(connection.pragma("foreign_key_check")).toEqual([]);
    connection.close();
  }
  const cache = openCache(folder, microseconds, true);
  const wrong = cache
    .prepare(
      `SELECT f.system, f.scope, r.records, (SELECT count(*) FROM feed_record c WHERE c.feed_id = f.feed_id AND c.kind <> -1) AS counted
       FROM feed f JOIN feed_reading r ON r.feed_id = f.feed_id AND r.beside = 0 WHERE r.records <> counted`,
    )
    .all();
  expect(wrong).toEqual([]);
  cache.close();
}

/** Every scope that the plant has: one whose turn to be read has not come yet is not in the cache at all. */
async function level(client: HostClient, { plant }: RunningPlant, folder: string): Promise<void> {
  const followed = [...plant.systems.values()].flatMap((feed) =>
    [...feed.scopes.values()].map(({ id: scope, log }) => ({ feed, scope, log })),
  );
  for (let tries = 0; tries < 600; tries += 1) {
    const open = await client.plants.list({});
    const cache = openCache(folder, microseconds, true);
    const reading = cache.prepare(
      "SELECT r.epoch, r.position, r.complete FROM feed f JOIN feed_reading r ON r.feed_id = f.feed_id AND r.beside = 0 WHERE f.system = ? AND f.scope = ?",
    );
    const behind = followed.filter(({ feed, scope, log }) => {
      const here = reading.get(feed.id, scope) as
        | { readonly epoch: string; readonly position: number; readonly complete: number }
        | undefined;
      const last = log.count === 0 ? 0 : log.position(log.count - 1);
      return here?.complete !== 1 || here.epoch !== feed.epoch || here.position < last;
    });
    cache.close();
    const user = openUser(folder, microseconds, true);
    const outgoing = user
      .prepare("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sent')")
      .pluck()
      .get();
    user.close();
    if (open.plants.length > 0 && behind.length === 0 && outgoing === 0) return;
    await pause(100);
  }
  throw new Error("the host never became level with the plant");
}

const requestsAt = ({ plant }: RunningPlant): readonly string[] =>
  [...recordsAt(plant, "plm", "product:10-4000").values()]
    .flatMap(({ record }) =>
      record.record === "event" && record.details?.["client"] !== undefined
        ? [record.title.replace(/^ECR-\d+ /, "")]
        : [],
    )
    .sort();
