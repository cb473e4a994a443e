/** The real sync engine on real databases, in this process, under a compressed clock: what faults are tried on. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import type { RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { connectPlant } from "../../electron/host/connectors/plant/plant-connector.ts";
import type { Connector, SourceConnection } from "../../electron/host/connectors/connector.ts";
import type { Connection } from "../../electron/host/store/open.ts";
import { openCache, openUser } from "../../electron/host/store/stores.ts";
import { createChangeRequests } from "../../electron/host/store/writer/change-requests.ts";
import { createFeeds } from "../../electron/host/store/writer/feeds/feeds.ts";
import { createOutbox } from "../../electron/host/store/writer/outbox.ts";
import { createStoredPlants, type StoredPlant } from "../../electron/host/store/writer/plants.ts";
import { createSettling } from "../../electron/host/store/writer/settling.ts";
import { createSharedRecords } from "../../electron/host/store/writer/shared-records.ts";
import { writerContract } from "../../electron/host/store/writer/writer-contract.ts";
import { createSyncEngine, type SyncEngine } from "../../electron/host/sync/sync-engine.ts";
import type { FeedStanding, SyncStanding } from "../../electron/host/sync/sync-contract.ts";
import { createRandom } from "../../electron/demo/history/random.ts";
import { createClient } from "../../shared/rpc/client.ts";
import { serveContract } from "../../shared/rpc/server.ts";
import { transportPair } from "../../shared/rpc/transport.ts";
import { compressedTime, type CompressedTime } from "./compressed-time.ts";

export const PLANT_ID = "11111111-1111-4111-8111-111111111111";
const CLIENT = "22222222-2222-4222-8222-222222222222";
const context = { signal: new AbortController().signal };

/** Slow enough for a busy machine, quick enough to be waited for. */
const TIMEOUTS = { answer: 1_500, idle: 600 };

export interface EngineUnderTest {
  readonly cache: Connection;
  readonly user: Connection;
  readonly folder: string;
  readonly time: CompressedTime;
  readonly engine: SyncEngine;
  readonly standing: SyncStanding;
  /** Errors that nobody expects. */
  readonly bugs: readonly unknown[];
  /** What it told the log. */
  readonly remarks: readonly string[];
  readonly changes: ReturnType<typeof createChangeRequests>["service"];
  /** Follows the scopes of the plant; all where none are named. */
  follow(
    plant: RunningPlant,
    scopes?: readonly (readonly [system: string, scope: string])[],
    since?: number,
    until?: number,
  ): Promise<void>;
  /** Resolves with the standing at which it holds; rejects after a real while, saying how it stands. */
  until(what: string, holds: (standing: SyncStanding) => boolean): Promise<SyncStanding>;
  /** Every feed idle, complete and past the plant's head. */
  untilLevel(plant: RunningPlant): Promise<SyncStanding>;
  submit(title: string): Promise<string>;
  /** Ends everything and opens it anew on the same folder, as after the program ended. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Real ms until a wait is given up: far more than it takes, for machines that are busy with other things. */
const PATIENCE = 60_000;
vi.setConfig({ testTimeout: 4 * PATIENCE });

/** `changed`: the connection that it gets instead, for plants that can do less. */
export function engineUnderTest(
  seed = 1,
  changed = (connection: SourceConnection): SourceConnection => connection,
): EngineUnderTest {
  const folder = mkdtempSync(join(tmpdir(), "throughline-faults-"));
  const time = compressedTime();
  const random = createRandom(seed);
  const bugs: unknown[] = [];
  const remarks: string[] = [];
  let ids = 0;
  let parts = open();
  let known: { stored: StoredPlant; token: string } | undefined;

  function open() {
    const now = (): number => time.now();
    const cache = openCache(folder, now);
    const user = openUser(folder, now);
    const requests = createChangeRequests(cache, user, folder, now);
    const { service: feeds } = createFeeds({
      cache,
      folder,
      records: createSharedRecords(cache),
      now,
      ...createSettling(cache, user),
      onChanged: () => requests.changed(),
      onStillLevel: () => undefined,
    });
    const plants = createStoredPlants(user, folder, now, requests.changed);
    const outbox = createOutbox(user, folder, now, requests.changed);
    const [near, far] = transportPair();
    const { feeds: feedsContract, plants: plantsContract, outbox: outboxContract } = writerContract;
    const contract = { feeds: feedsContract, plants: plantsContract, outbox: outboxContract };
    serveContract(contract, { feeds, plants, outbox }, far, {
      onBug: (_method, thrown) => bugs.push(thrown),
    });
    const connector: Connector = {
      kind: "plant",
      connect: (reach, now) => changed(connectPlant(reach, now, TIMEOUTS)),
    };
    const engine = createSyncEngine({
      writer: createClient(contract, near),
      connectors: { plant: connector },
      folder,
      filePath: (sha256) => {
        const path = join(folder, "blobs", sha256);
        return existsSync(path) ? path : undefined;
      },
      time,
      random: () => random.unit(),
      onBug: (thrown) => bugs.push(thrown),
      onRemark: (text) => remarks.push(text),
    });
    const watching = new AbortController();
    const listeners = new Set<() => void>();
    let standing: SyncStanding = { plants: [], pins: [], storedChanges: 0 };
    void engine.watch(
      {},
      (next) => {
        standing = next;
        for (const listener of listeners) listener();
      },
      { signal: watching.signal },
    );
    return {
      cache,
      user,
      engine,
      listeners,
      plants,
      outbox,
      changes: requests.service,
      standing: () => standing,
      close: async () => {
        await engine.stop({}, context);
        watching.abort();
        near.close();
        cache.close();
        user.close();
      },
    };
  }

  const until: EngineUnderTest["until"] = (what, holds) =>
    new Promise((resolve, reject) => {
      const { listeners, standing } = parts;
      const look = (): void => {
        if (!holds(standing())) return;
        end();
        resolve(standing());
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`never ${what}: ${JSON.stringify(standing(), undefined, 1)}`));
      }, PATIENCE);
      // Progress is told now and then only; a cheap look in between finds what came without a word.
      const looking = setInterval(look, 20);
      const end = (): void => {
        clearTimeout(timer);
        clearInterval(looking);
        listeners.delete(look);
      };
      listeners.add(look);
      look();
    });

  return {
    folder,
    time,
    bugs,
    remarks,
    get cache() {
      return parts.cache;
    },
    get user() {
      return parts.user;
    },
    get engine() {
      return parts.engine;
    },
    get standing() {
      return parts.standing();
    },
    get changes() {
      return parts.changes;
    },
    async follow(plant, scopes, since, before) {
      const stored: StoredPlant = {
        plantId: PLANT_ID,
        kind: "plant",
        name: "Plant",
        url: plant.url,
        ca: undefined,
        allowPlainHttp: false,
        paused: false,
        scopes: [...plant.plant.systems.values()].flatMap((system) =>
          [...system.scopes.keys()]
            .filter((scope) => scopes?.some(([id, name]) => id === system.id && name === scope) ?? true)
            .map((scope) => ({
              system: system.id,
              systemName: system.name,
              scope,
              scopeName: scope,
              tellsDeletes: system.tellsDeletes,
              accepts: system.accepts,
              since,
              until: before,
            })),
        ),
      };
      await parts.plants.save(stored, context);
      known = { stored, token: plant.token };
      await parts.engine.set(known, context);
    },
    until,
    untilLevel: (plant) =>
      until("level", ({ plants: [standing] }) => {
        if (standing === undefined || standing.feeds.length === 0) return false;
        return standing.feeds.every((feed) => isLevel(feed) && isPast(feed, parts.cache, plant));
      }),
    async submit(title) {
      ids += 1;
      const changeId = `33333333-3333-4333-8333-${String(ids).padStart(12, "0")}`;
      await parts.changes.save({ changeId, title, problem: "p", proposal: "q", evidence: [] }, context);
      const key = `44444444-4444-4444-8444-${String(ids).padStart(12, "0")}`;
      await parts.changes.submit(
        { changeId, plantId: PLANT_ID, system: "plm", client: CLIENT, key },
        context,
      );
      await parts.engine.outboxChanged({ plantId: PLANT_ID }, context);
      return changeId;
    },
    async restart() {
      await parts.close();
      parts = open();
      await parts.engine.start({ plants: known === undefined ? [] : [known], pins: [] }, context);
    },
    async close() {
      await parts.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const isLevel = ({ state, complete, rereading }: FeedStanding): boolean =>
  state === "idle" && complete && !rereading;

/** The reading has come as far as the plant's log, in its epoch. */
function isPast({ system, scope }: FeedStanding, cache: Connection, { plant }: RunningPlant): boolean {
  const feed = plant.systems.get(system);
  const row = cache
    .prepare(
      "SELECT r.epoch, r.position FROM feed_reading r JOIN feed f USING (feed_id) WHERE f.system = ? AND f.scope = ? AND beside = 0",
    )
    .get(system, scope) as { epoch: string; position: number } | undefined;
  const log = feed?.scopes.get(scope)?.log;
  const last = log === undefined || log.count === 0 ? 0 : log.position(log.count - 1);
  return row?.epoch === feed?.epoch && (row?.position ?? -1) >= last;
}
