/** Plants and change requests, as the contract has them. The following itself happens in the sync worker. */
import type { changesService } from "../../../shared/contract/changes.ts";
import { DEMO_PLANT } from "../../../shared/contract/demo.ts";
import type { Plant, plantsService } from "../../../shared/contract/plants.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../shared/rpc/service.ts";
import { plantAddress } from "../connectors/plant/address.ts";
import type { Secrets } from "../secrets.ts";
import type { Store } from "../store/store.ts";
import type { StoredPlant, StoredScope } from "../store/writer/plants.ts";
import { OPEN_ELSEWHERE } from "../store/writer/only-reading.ts";
import { createChangesService } from "./changes-service.ts";
import { plantOf, reportOf } from "./plants-report.ts";
import { followedScopes, secretName } from "./plant-choice.ts";
import type { ArrivedModel, SyncStanding } from "./sync-contract.ts";
import { createSyncWorker } from "./sync-worker.ts";

export interface SyncServiceOptions {
  readonly folder: string;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly newId: () => string;
  /** False: nothing is followed until somebody asks for it. */
  readonly follow: boolean;
  /** Before a plant of a person's own is followed: a demo that is there makes room. */
  readonly leaveDemo: () => Promise<void>;
  /** One line per unexpected error. */
  readonly log: (line: string) => void;
  /** A model that a plant names is here and was not drawn yet. */
  readonly onModel: (model: ArrivedModel) => Promise<void>;
}

export interface SyncServiceHandle {
  readonly plants: ServiceImplementation<typeof plantsService>;
  readonly changes: ServiceImplementation<typeof changesService>;
  /** Follows a plant that the host itself runs, at the address that it has now. */
  follow(plant: StoredPlant, token: string): Promise<void>;
  /** Looks at once whether it is there. */
  wake(plantId: string): Promise<void>;
  /** Why a plant that the host runs is not followed, as the screen is told; undefined: it is about to be. */
  absent(message: string | undefined): void;
  /**
   * Ends following such a plant and forgets it. `clear` takes its records away and says whether any are left
   * that have to be removed one by one; then it is asked again.
   */
  leave(plantId: string, clear: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

export async function createSyncService(options: SyncServiceOptions): Promise<SyncServiceHandle> {
  const { store, secrets, newId } = options;
  const { writer } = store;
  const watchers = new Set<() => void>();
  let stored: readonly StoredPlant[] = [];
  let tokens = new Map<string, string>();
  let outgoing: Readonly<Record<string, number>> = {};
  let standing: SyncStanding = { plants: [], pins: [], storedChanges: 0 };

  const load = async (): Promise<void> => {
    stored = await writer.plants.list({});
    const pairs = await Promise.all(
      stored.map(async ({ plantId }) => [plantId, await secrets.get(secretName(plantId))] as const),
    );
    tokens = new Map(pairs.flatMap(([plantId, token]) => (token === undefined ? [] : [[plantId, token]])));
    outgoing = await writer.outbox.counts({});
  };
  const tell = (): void => {
    for (const watcher of watchers) watcher();
  };
  /** Plants that the host runs, until it says where they are. */
  const awaited = new Set<string>([DEMO_PLANT]);
  let absence: string | undefined;
  const isFollowed = ({ plantId }: StoredPlant): boolean => !awaited.has(plantId);
  const known = (plant: StoredPlant) => ({ stored: plant, token: tokens.get(plant.plantId) });
  await load();

  const sync = createSyncWorker({
    folder: options.folder,
    writerPort: () => store.writerPort(),
    log: options.log,
    begin: async () => ({
      plants: stored.filter(isFollowed).map(known),
      pins: await writer.plants.pins({}),
    }),
    onStanding: async (next) => {
      const isOther = next.storedChanges !== standing.storedChanges;
      standing = next;
      if (isOther) stored = await writer.plants.list({});
      outgoing = await writer.outbox.counts({});
      tell();
    },
    onModel: options.onModel,
  });

  // The screen does not wait for it; what fails is logged.
  if (stored.some(isFollowed) && !store.readOnly && options.follow) sync.engine().catch(() => undefined);

  const get = (plantId: string): StoredPlant => {
    const plant = stored.find((each) => each.plantId === plantId);
    if (plant === undefined) throw new Failure("invalid", "This plant is not there any more.");
    return plant;
  };
  const keep = async (plant: StoredPlant, token: string | undefined): Promise<Plant> => {
    if (token === "") await secrets.remove(secretName(plant.plantId));
    else if (token !== undefined) await secrets.set(secretName(plant.plantId), token);
    await writer.plants.save(plant);
    await load();
    await (await sync.engine()).set(known(plant));
    tell();
    return plantOf(plant, tokens);
  };
  const unfollow = async (plantId: string, scopes: readonly StoredScope[]): Promise<void> => {
    for (const { system, scope } of scopes) {
      // In slices: what a person does meanwhile waits for one of them at most.
      for (let more = true; more;) ({ more } = await writer.feeds.unfollow({ plantId, system, scope }));
    }
    await (await sync.running)?.forgotten({});
  };
  const forget = async (plantId: string): Promise<void> => {
    await writer.plants.remove({ plantId });
    await secrets.remove(secretName(plantId));
    await load();
    tell();
  };
  const remove = async ({ plantId, scopes }: StoredPlant): Promise<void> => {
    await (await sync.engine()).remove({ plantId });
    await unfollow(plantId, scopes);
    await writer.feeds.forgetModels({ plantId });
    await forget(plantId);
  };
  const setPaused = async (plantId: string, paused: boolean): Promise<void> => {
    await writer.plants.setPaused({ plantId, paused });
    await load();
    if (!isFollowed(get(plantId))) return tell();
    const engine = await sync.engine();
    await (paused ? engine.pause({ plantId }) : engine.resume({ plantId }));
  };

  const plants: SyncServiceHandle["plants"] = {
    probe: async ({ url, token, ca, allowPlainHttp }, { signal }) => {
      const reach = { url, token, ca, allowPlainHttp: allowPlainHttp ?? false };
      return (await sync.engine()).probe({ reach }, { signal });
    },
    offer: async ({ plantId }, { signal }) => {
      const { url, ca, allowPlainHttp } = get(plantId);
      const reach = { url, token: tokens.get(plantId), ca, allowPlainHttp };
      return (await sync.engine()).probe({ reach }, { signal });
    },
    list: () => ({ plants: stored.map((plant) => plantOf(plant, tokens)), secretStorage: secrets.storage }),
    add: async ({ name, url, token, ca, allowPlainHttp, systems }, { signal }) => {
      const href = plantAddress(url, allowPlainHttp ?? false).href;
      const reach = { url: href, token, ca, allowPlainHttp: allowPlainHttp ?? false };
      const offer = await (await sync.engine()).probe({ reach }, { signal });
      const scopes = followedScopes(offer, systems);
      // As with the first file of one's own: nothing of the demo may mix with a plant.
      await options.leaveDemo();
      const { token: _secret, ...address } = reach;
      return keep({ plantId: newId(), kind: "plant", name, paused: false, scopes, ...address }, token);
    },
    change: async ({ plantId, token, ca, systems, ...change }, { signal }) => {
      const before = get(plantId);
      const next = { ...before, ...change, ca: ca === undefined ? before.ca : ca === "" ? undefined : ca };
      const url = plantAddress(next.url, next.allowPlainHttp).href;
      if (systems === undefined) return keep({ ...next, url }, token);
      const asked = token === undefined ? tokens.get(plantId) : token === "" ? undefined : token;
      const { allowPlainHttp } = next;
      const reach = { url, token: asked, ca: next.ca, allowPlainHttp };
      const scopes = followedScopes(await (await sync.engine()).probe({ reach }, { signal }), systems);
      const kept = await keep({ ...next, url, scopes }, token);
      const gone = before.scopes.filter(
        ({ system, scope }) => !scopes.some((each) => each.system === system && each.scope === scope),
      );
      await unfollow(plantId, gone);
      return kept;
    },
    remove: ({ plantId }) => (plantId === DEMO_PLANT ? options.leaveDemo() : remove(get(plantId))),
    pause: ({ plantId }) => setPaused(plantId, true),
    resume: ({ plantId }) => setPaused(plantId, false),
    syncNow: async ({ plantId }) =>
      (await sync.engine()).syncNow(plantId === undefined ? {} : { plantId: get(plantId).plantId }),
    first: async ({ partNumber }, { signal }) => {
      await (await sync.running)?.first({ partNumber }, { signal });
    },
    pin: async ({ partNumber }) => {
      await writer.plants.pin({ partNumber });
      await (await sync.engine()).pin({ partNumber });
    },
    unpin: async ({ partNumber }) => {
      await writer.plants.unpin({ partNumber });
      await (await sync.engine()).unpin({ partNumber });
    },
    watch: (_input, emit, { signal }) =>
      new Promise<void>((resolve) => {
        const send = (): void =>
          emit(reportOf(stored, tokens, standing, outgoing, { readOnly: store.readOnly, absence }));
        watchers.add(send);
        signal.addEventListener("abort", () => {
          watchers.delete(send);
          resolve();
        });
        send();
      }),
  };
  const refuse = (): never => {
    throw new Failure("refused", OPEN_ELSEWHERE);
  };
  /** Before anything is asked of a plant or kept of a token. */
  const refused = {
    probe: refuse,
    offer: refuse,
    add: refuse,
    change: refuse,
    remove: refuse,
    pause: refuse,
    resume: refuse,
    syncNow: refuse,
    first: refuse,
    pin: refuse,
    unpin: refuse,
  };
  const changes = createChangesService({
    requests: writer.changeRequests,
    newId,
    acceptingPlant: (plantId, system) =>
      get(plantId).scopes.some(
        (scope) => scope.system === system && scope.accepts.includes("change-request"),
      ),
    onOutgoing: async (plantId) => {
      outgoing = await writer.outbox.counts({});
      await (await sync.engine()).outboxChanged({ plantId });
      tell();
    },
  });
  return {
    plants: store.readOnly ? { ...plants, ...refused } : plants,
    changes,
    follow: async (plant, token) => {
      awaited.delete(plant.plantId);
      absence = undefined;
      await keep(plant, token);
    },
    wake: async (plantId) => {
      await (await sync.running)?.syncNow({ plantId });
    },
    absent: (message) => {
      absence = message;
      tell();
    },
    leave: async (plantId, clear) => {
      const plant = stored.find((each) => each.plantId === plantId);
      awaited.add(plantId);
      await (await sync.running)?.remove({ plantId });
      if (await clear()) {
        await unfollow(plantId, plant?.scopes ?? []);
        await writer.feeds.forgetModels({ plantId });
        await clear();
      }
      await forget(plantId);
    },
    close: () => sync.close(),
  };
}
