/** All plants of an installation: starts and stops their engines, and tells how everything stands. */
import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PlantOffer } from "../../../shared/contract/plants.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Client, Implementation } from "../../../shared/rpc/service.ts";
import type { Connector, Reach } from "../connectors/connector.ts";
import type { writerContract } from "../store/writer/writer-contract.ts";
import type { FollowedFeed } from "./feed-engine.ts";
import { createOutboxWorker } from "./outbox-worker.ts";
import { createPlantEngine, type PlantEngine, type PlantSettings } from "./plant-engine.ts";
import { createPins } from "./pins.ts";
import { createPartFiles } from "./part-files.ts";
import { standingOf } from "./standing.ts";
import type { KnownPlant, SyncStanding, syncContract } from "./sync-contract.ts";
import type { Time } from "./time.ts";
import { createTurns } from "./turns.ts";

export interface SyncEngineParts {
  readonly writer: Client<Pick<typeof writerContract, "feeds" | "plants" | "outbox">>;
  readonly connectors: Readonly<Record<string, Connector>>;
  /** Data folder: segments under way go to `sync/`, files to `blobs/`. */
  readonly folder: string;
  /** Where a file lies here, by its hash; undefined where it is not here. */
  readonly filePath: (sha256: string) => string | undefined;
  readonly time: Time;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onBug: (thrown: unknown) => void;
  /** For the log. */
  readonly onRemark?: (text: string) => void;
}

/** Feeds that are read at once: more would only wait for the one writer. */
const AT_ONCE = 2;
/** µs between two tellings of mere progress. */
const TELL_INTERVAL = 250_000;

export type SyncEngine = Implementation<typeof syncContract>["engine"];

export function createSyncEngine(parts: SyncEngineParts): SyncEngine {
  const { writer, time, random, onBug } = parts;
  const plants = new Map<string, PlantEngine>();
  const turns = createTurns(AT_ONCE);
  const watchers = new Set<(standing: SyncStanding) => void>();
  const syncFolder = join(parts.folder, "sync");
  let scratchFiles = 0;
  const scratch = (): string => {
    scratchFiles += 1;
    return join(syncFolder, `rows-${scratchFiles}.db`);
  };
  let storedChanges = 0;
  let toldAt = -Infinity;

  const standing = (): SyncStanding => ({
    plants: [...plants.values()].map(standingOf),
    pins: pins.reports(),
    storedChanges,
  });
  const onChange = (isState: boolean): void => {
    if (isState) files.look();
    if (!isState && time.now() - toldAt < TELL_INTERVAL) return;
    toldAt = time.now();
    const now = standing();
    for (const watcher of watchers) watcher(now);
  };
  const files = createPartFiles({
    feeds: writer.feeds,
    plant: (plantId) => plants.get(plantId),
    folder: join(parts.folder, "blobs"),
    filePath: parts.filePath,
    time,
    random,
    onBug,
  });
  const pins = createPins({
    plants: () => [...plants.values()],
    files,
    time,
    follow: async (plantId, system, scopes) => {
      const stored = (await writer.plants.list({})).find((plant) => plant.plantId === plantId);
      const engine = plants.get(plantId);
      if (stored === undefined || engine === undefined) return;
      const next = {
        ...stored,
        scopes: [...stored.scopes, ...scopes.map((scope) => ({ ...system, ...scope }))],
      };
      await writer.plants.save(next);
      storedChanges += 1;
      await engine.change(settingsOf({ stored: next, token: engine.settings.reach.token }));
    },
    onChange: () => onChange(true),
    onBug,
  });

  const settingsOf = ({ stored, token }: KnownPlant): PlantSettings => {
    const { plantId, url, ca, allowPlainHttp, paused } = stored;
    return {
      plantId,
      paused,
      reach: { url, token, ca, allowPlainHttp },
      feeds: stored.scopes.map(({ system, systemName, scope, tellsDeletes, since, until }): FollowedFeed => ({
        plantId,
        system,
        scope,
        sourceName: systemName,
        since,
        until,
        tellsDeletes,
        folder: syncFolder,
        scratch,
      })),
    };
  };
  const connectorOf = (kind: string): Connector => {
    const connector = Object.hasOwn(parts.connectors, kind) ? parts.connectors[kind] : undefined;
    if (connector === undefined)
      throw new Failure("refused", `Sources of kind "${kind}" need a newer version of Throughline.`);
    return connector;
  };
  const begin = (known: KnownPlant): void => {
    const { plantId, kind } = known.stored;
    const engine = createPlantEngine(settingsOf(known), {
      connector: connectorOf(kind),
      feeds: writer.feeds,
      time,
      random,
      turns,
      outbox: createOutboxWorker({
        plantId,
        outbox: writer.outbox,
        time,
        random,
        filePath: parts.filePath,
        onChange: () => onChange(true),
        onBug,
      }),
      onChange,
      onBug,
      onRemark: (text) => parts.onRemark?.(text),
    });
    plants.set(plantId, engine);
    engine.start();
  };
  const get = (plantId: string): PlantEngine => {
    const engine = plants.get(plantId);
    if (engine === undefined) throw new Failure("invalid", "This plant is not there any more.");
    return engine;
  };

  return {
    async start({ plants: known, pins: pinned }) {
      await clearSegments(syncFolder, writer.feeds, true);
      for (const plant of known) {
        try {
          begin(plant);
        } catch (thrown) {
          // One plant that this version can't follow keeps no other from being followed.
          onBug(thrown);
        }
      }
      for (const partNumber of pinned) pins.add(partNumber);
    },
    async set(known) {
      const engine = plants.get(known.stored.plantId);
      if (engine === undefined) begin(known);
      else await engine.change(settingsOf(known));
      onChange(true);
    },
    async remove({ plantId }) {
      const engine = plants.get(plantId);
      plants.delete(plantId);
      await engine?.stop();
      onChange(true);
    },
    pause: ({ plantId }) => get(plantId).pause(),
    resume: ({ plantId }) => get(plantId).resume(),
    syncNow({ plantId }) {
      for (const engine of plantId === undefined ? plants.values() : [get(plantId)]) engine.syncNow();
      pins.checkAll();
    },
    async first({ partNumber }, { signal }) {
      const wanted = new Set(await writer.feeds.partsBelow({ partNumber }));
      const feeds = [...plants.values()].flatMap((plant) => plant.feeds);
      await Promise.all(feeds.map((feed) => feed.first(wanted, signal)));
    },
    forgotten: () => clearSegments(syncFolder, writer.feeds, false),
    outboxChanged: ({ plantId }) => plants.get(plantId)?.outboxChanged(),
    pin: ({ partNumber }) => pins.add(partNumber),
    unpin: ({ partNumber }) => pins.remove(partNumber),
    probe: ({ reach }, { signal }) => probe(connectorOf("plant"), reach, () => time.now(), signal),
    watch: (_input, emit, { signal }) =>
      new Promise<void>((resolve) => {
        watchers.add(emit);
        signal.addEventListener("abort", () => {
          watchers.delete(emit);
          resolve();
        });
        emit(standing());
      }),
    models: (_input, emit, { signal }) => files.watchModels(emit, signal),
    async stop() {
      files.stop();
      await Promise.all([pins.stop(), ...[...plants.values()].map((engine) => engine.stop())]);
      plants.clear();
    },
  };
}

/** A file that is named by its hash: whole, on its way, or unpacked. */
const SEGMENT = /^[0-9a-f]{64}(\.part|\.open)?$/;

/**
 * Removes what is left of segments that no reading waits for any more. `isIdle`: nothing is read, so that any other
 * file there is left over too.
 */
async function clearSegments(
  folder: string,
  feeds: SyncEngineParts["writer"]["feeds"],
  isIdle: boolean,
): Promise<void> {
  if (!existsSync(folder)) return;
  const names = await readdir(folder);
  // After the names: what a reading that begins just now is fetching is not among them.
  const wanted = new Set(await feeds.segmentsWanted({}));
  for (const name of names)
    if ((isIdle || SEGMENT.test(name)) && !wanted.has(name.replace(/\.(part|open)$/, "")))
      await rm(join(folder, name), { force: true });
}

async function probe(
  connector: Connector,
  reach: Reach,
  now: () => number,
  signal: AbortSignal,
): Promise<PlantOffer> {
  const connection = connector.connect(reach, now);
  try {
    const { name, clock, systems } = await connection.describe(signal);
    const offered: PlantOffer["systems"][number][] = [];
    for (const system of systems) {
      const scopes = await connection.scopes(system.id, signal);
      offered.push({
        system: system.id,
        kind: system.kind,
        name: system.name,
        tellsDeletes: system.tellsDeletes,
        acceptsChangeRequests: system.accepts.includes("change-request"),
        scopes: scopes.map(({ id, ...scope }) => ({ scope: id, ...scope })),
      });
    }
    return { name, clockSkew: clock.skew, systems: offered };
  } finally {
    connection.close();
  }
}
