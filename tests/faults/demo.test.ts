/**
 * The demo is the simulated plant, followed: written beforehand or read over the network its records are the
 * same, a kill at any moment of its opening leaves none or one that finishes, and it leaves whole.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRandom } from "../../electron/demo/history/random.ts";
import { runMachines } from "../../electron/demo/opcua/run-machines.ts";
import type { Plant } from "../../electron/demo/plant/plant.ts";
import {
  preparePlant,
  type PreparedPlant,
  type RunningPlant,
} from "../../electron/demo/plant/start-plant.ts";
import { writeOpening, writeYear } from "../../electron/demo/prefill/prefill.ts";
import { writeModel } from "../../electron/demo/prefill/write-model.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { createHost, type Host } from "../../electron/host/host.ts";
import { memorySecrets } from "../../electron/host/secrets.ts";
import { openCache, openUser } from "../../electron/host/store/stores.ts";
import { startStore } from "../../electron/host/store/store.ts";
import type { Change } from "../../shared/contract/plant/protocol.ts";
import { DEMO_PLANT } from "../../shared/contract/demo.ts";
import type { PlantsReport } from "../../shared/contract/plants.ts";
import { canonicalCache } from "./canonical-cache.ts";
import { startHostProcess, type HostProcess } from "./host-process.ts";
import { expectSameAsPlant } from "./same-as-plant.ts";
import { unpackTree } from "../../shared/contract/part-tree.ts";

const MODEL = resolve(import.meta.dirname, "../../assets/demo/linear-actuator.step");
const TIMEOUT = 480_000;
const KILLS = process.env["THROUGHLINE_FAULTS"] === "long" ? 60 : 3;
const KILL_SEED = Number(process.env["THROUGHLINE_SEED"] ?? 168);
/** Longer than the opening takes, so that kills fall on all of it. */
const OPENING_MS = 6_000;

let top = "";
const cleanups: (() => Promise<void>)[] = [];
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "throughline-demo-"));
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  rmSync(top, { recursive: true, force: true });
});

function prepare(): PreparedPlant {
  return preparePlant({ clock: microseconds, modelFile: MODEL });
}

async function serve(prepared: PreparedPlant): Promise<RunningPlant> {
  const running = await prepared.serve({ token: "token", port: 0 });
  cleanups.push(() => running.stop());
  return running;
}

async function hostOn(
  folder: string,
  options: Partial<Parameters<typeof createHost>[0]> = {},
): Promise<Host> {
  const host = await createHost({
    dataFolder: folder,
    version: "demo",
    log: (line) => expect.unreachable(line),
    ...options,
  });
  cleanups.push(() => host.close());
  return host;
}

/** Waits, as a screen does, for the plants to stand so. */
async function until(
  host: Pick<Host, "implementation"> | HostProcess,
  holds: (report: PlantsReport) => boolean,
): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const emit = (report: PlantsReport): void => {
    if (holds(report)) controller.abort();
  };
  if ("client" in host)
    await expect(host.client.plants.watch({}, emit, { signal })).rejects.toMatchObject({ kind: "cancelled" });
  else await host.implementation.plants.watch({}, emit, { signal });
}

const isLevel = ({ plants: [plant] }: PlantsReport): boolean =>
  plant?.state === "idle" &&
  plant.feeds.length === 10 &&
  plant.feeds.every(({ state, coverage }) => state === "idle" && coverage.complete);

/** A folder with the demo as the demo's worker writes it at the first start. */
async function prefilled(prepared: PreparedPlant): Promise<string> {
  const folder = join(top, "prefilled");
  mkdirSync(folder);
  const store = await startStore({ folder, onBug: (_method, text) => expect.unreachable(text) });
  await Promise.all([
    writeOpening(prepared.plant, store.writer),
    writeModel({ folder, model: MODEL, writer: store.writer }),
  ]);
  await writeYear(prepared.complete(), store.writer);
  await store.writer.demo.written({});
  await store.close();
  return folder;
}

function content(folder: string): ReturnType<typeof canonicalCache> {
  const cache = openCache(folder, microseconds, true);
  try {
    expect(cache.pragma("foreign_key_check")).toEqual([]);
    return canonicalCache(cache);
  } finally {
    cache.close();
  }
}

function expectSame(found: ReturnType<typeof content>, wanted: ReturnType<typeof content>): void {
  expect([...found.keys()]).toEqual([...wanted.keys()]);
  for (const [table, rows] of wanted) {
    const here = new Set(found.get(table));
    const missing = rows.filter((row) => !here.has(row)).slice(0, 3);
    const all = found.get(table)?.length;
    expect({ table, rows: all, missing }).toEqual({ table, rows: rows.length, missing: [] });
  }
}

test(
  "written beforehand it is what a sync over the network makes of the plant, row by row",
  async () => {
    const prepared = prepare();
    const written = content(await prefilled(prepared));
    expect(written.get("event")?.length).toBeGreaterThan(25_000);
    const running = await serve(prepared);
    const folder = join(top, "synced");
    const host = await hostOn(folder, { newId: () => DEMO_PLANT });
    const systems = [...running.plant.systems.values()].map(({ id, scopes }) => ({
      system: id,
      scopes: [...scopes.keys()],
    }));
    await host.implementation.plants.add(
      { name: running.plant.name, url: running.url, token: running.token, systems },
      { signal: new AbortController().signal },
    );
    await until(host, isLevel);
    // The model comes after the records that name it.
    await expect
      .poll(async () => (await host.store.reader.sources.list({})).length, { timeout: 60_000 })
      .toBe(6);
    // While it is read it says what is still to come.
    await expect
      .poll(() => host.store.reader.parts.model({ partNumber: "10-4000" }), { timeout: 60_000 })
      .toMatchObject({ fileName: "linear-actuator.step", problems: [] });
    expectSame(content(folder), written);
  },
  TIMEOUT,
);

test(
  "after it the first sync fetches only what is new",
  async () => {
    const prepared = prepare();
    const folder = await prefilled(prepared);
    const running = await serve(prepared);
    await rename(folder, running.url);
    const secrets = memorySecrets();
    await secrets.set("plant:other", running.token);
    const host = await hostOn(folder, { secrets });
    await until(host, isLevel);
    let rows = 0;
    await until(host, ({ plants: [plant] }) => {
      rows = plant?.feeds.reduce((sum, feed) => sum + feed.rows, 0) ?? -1;
      return true;
    });
    expect(rows).toBe(0);
    // No page but the one that says that nothing is new, no snapshot, no model.
    expect(running.server.requests).toBeLessThan(40);
    const came = running.plant.advance(600);
    expect(came).toBeGreaterThan(20);
    await until(
      host,
      ({ plants: [plant] }) => plant?.feeds.reduce((sum, feed) => sum + feed.rows, 0) === came,
    );
    const cache = openCache(folder, microseconds, true);
    expectSameAsPlant(cache, running.plant, "other");
    cache.close();
  },
  TIMEOUT,
);

/** Makes it a plant of one's own, so that no demo is started for it. */
async function rename(folder: string, url: string): Promise<void> {
  const user = openUser(folder, microseconds);
  user.pragma("foreign_keys = OFF");
  user.prepare("UPDATE plant SET plant_id = 'other', url = ?").run(url);
  user.exec("UPDATE plant_scope SET plant_id = 'other'");
  user.close();
  const cache = openCache(folder, microseconds);
  cache.exec(
    "UPDATE feed SET plant_id = 'other'; UPDATE source SET id = replace(id, 'plant:demo', 'plant:other')",
  );
  cache.close();
}

/** Every record of the plant's year stands in the folder in its revision and place, and once. */
function expectYear(folder: string, whole: Plant): void {
  const cache = openCache(folder, microseconds, true);
  try {
    const rows = cache
      .prepare(
        `SELECT f.system || ' ' || f.scope || ' ' || r.id AS key, r.revision, r.position
         FROM feed_record r JOIN feed f USING (feed_id)`,
      )
      .all() as { key: string; revision: number; position: number }[];
    const found = new Map(rows.map((row) => [row.key, row]));
    const missing: string[] = [];
    for (const [system, { scopes }] of whole.systems)
      for (const [scope, { log }] of scopes)
        for (let at = 0; at < log.count; at += 1) {
          const { id, revision, position } = JSON.parse(log.line(at).toString()) as Change;
          const row = found.get(`${system} ${scope} ${id}`);
          // What the plant went on producing may have changed it since.
          const isThere =
            row?.revision === revision ? row.position === position : (row?.revision ?? 0) > revision;
          if (!isThere) missing.push(`${system} ${scope} ${id}`);
        }
    expect(missing.slice(0, 3)).toEqual([]);
    const count = (sql: string): unknown => cache.prepare(`SELECT count(*) FROM ${sql}`).pluck().get();
    const isOfPlant = "source_id IN (SELECT source_id FROM feed)";
    expect(count(`event WHERE ${isOfPlant}`)).toBe(count("feed_record WHERE kind = 6"));
    expect(count(`measurement WHERE ${isOfPlant}`)).toBe(count("feed_record WHERE kind = 5"));
    expect(count("model")).toBe(1);
    expect(cache.pragma("foreign_key_check")).toEqual([]);
  } finally {
    cache.close();
  }
}

const isRunning = async (host: HostProcess): Promise<void> => {
  await until(host, isLevel);
  await expect
    .poll(() => host.client.diagnostics.about({}), { timeout: 60_000 })
    .toMatchObject({ demo: "ready" });
};

test(
  "killed at any moment of its opening it finishes at the next start, with nothing twice and nothing missing",
  async () => {
    const whole = prepare().complete();
    const random = createRandom(KILL_SEED);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const folder = join(top, `killed-${kill}`);
      const first = await startHostProcess(folder, MODEL);
      await first.client.demo.drawn({});
      await new Promise((resolve) => setTimeout(resolve, random.between(0, OPENING_MS)));
      await first.kill();
      const second = await startHostProcess(folder, MODEL);
      try {
        await second.client.demo.drawn({});
        await isRunning(second);
        await expect
          .poll(async () => (await second.client.parts.model({ partNumber: "10-4000" }))?.fileName, {
            timeout: 60_000,
          })
          .toBe("linear-actuator.step");
        expect((await second.client.plants.list({})).plants).toMatchObject([{ plantId: DEMO_PLANT }]);
      } finally {
        await second.end();
      }
      expectYear(folder, whole);
    }
  },
  TIMEOUT + KILLS * 30_000,
);

test(
  "after a restart the plant goes on where it was; it leaves whole, and without what is not its own",
  async () => {
    const folder = join(top, "left");
    const first = await startHostProcess(folder, MODEL);
    await first.client.demo.drawn({});
    await isRunning(first);
    const standing = (): unknown => {
      const cache = openCache(folder, microseconds, true);
      const rows = cache.prepare(
        "SELECT system, scope, epoch FROM feed JOIN feed_reading USING (feed_id) ORDER BY 1, 2",
      );
      const all = rows.all();
      cache.close();
      return all;
    };
    const before = standing();
    await first.end();

    const second = await startHostProcess(folder, MODEL);
    try {
      const { client } = second;
      expect(await client.diagnostics.about({})).toMatchObject({ demo: "ready" });
      await client.demo.drawn({});
      await isRunning(second);
      expect(standing()).toEqual(before);
      const [plant] = (await client.plants.list({})).plants;
      expect((await fetch(`${plant?.url}/.well-known/throughline-plant`)).status).toBe(200);

      // Machines of one's own, observed beside the demo.
      const machines = await runMachines({ folder: join(top, "machines"), seed: 1, now: microseconds });
      cleanups.push(() => machines.close());
      machines.start();
      const { url } = machines.server;
      const { certificate } = await client.opcua.discover({ url });
      await client.opcua.trust({ thumbprint: certificate?.thumbprint ?? "" });
      const reach = {
        policy: "Basic256Sha256",
        mode: "SignAndEncrypt",
        identity: { kind: "anonymous" },
      } as const;
      const { endpointId } = await client.opcua.add({ name: "Own", url, ...reach });
      const signal = { nodeId: "ns=1;s=VMC-1/Spindle load", equipment: "VMC-1", name: "Load", intervalMs: 0 };
      await client.opcua.setSignals({ endpointId, signals: [signal] });
      const sources = async (): Promise<readonly string[]> =>
        (await client.sources.list({})).map(({ sourceId }) => sourceId);
      await expect.poll(sources, { timeout: 60_000 }).toContain(`opcua:${endpointId}`);

      const file = join(top, "setup.csv");
      writeFileSync(file, "Part;Serial;Coolant\nPL-200;1;Emulsion\nPL-200;2;Oil\n");
      const { planId } = await client.import.plan({ paths: [file] });
      await client.import.run({ planId }, () => undefined);
      expect((await client.plants.list({})).plants).toEqual([]);
      expect((await client.opcua.endpoints({})).map((each) => each.endpointId)).toEqual([endpointId]);
      const left = await sources();
      expect(left).toContain(`opcua:${endpointId}`);
      expect(left.filter((id) => /^\w+:demo/.test(id))).toEqual([]);
      expect(unpackTree(await client.parts.tree({})).map(({ partNumber }) => partNumber)).toEqual(["PL-200"]);
      await expect(fetch(`${plant?.url}/.well-known/throughline-plant`)).rejects.toThrow(/fetch failed/);
      expect(existsSync(join(folder, "demo"))).toBe(false);
      expect(readFileSync(join(folder, "secrets.json"), "utf8")).not.toContain(`plant:${DEMO_PLANT}`);
      await expect(client.demo.stopPlant({})).rejects.toMatchObject({ kind: "invalid" });
    } finally {
      await second.end();
    }
    // It does not come back beside what is a person's own.
    const third = await startHostProcess(folder, MODEL);
    expect(await third.client.diagnostics.about({})).toMatchObject({ demo: "none" });
    await third.end();
    expect(third.log()).toBe("");
  },
  TIMEOUT,
);
