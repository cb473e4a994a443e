/**
 * Composes the services into what implements the contract. Everything variable comes in by the
 * config: the data folder, the clock, ids. The same host runs under Electron, serve and cli.
 */
import { randomUUID } from "node:crypto";
import type { HostImplementation } from "../../shared/contract/contract.ts";
import { examineBeside } from "./diagnostics/examine-beside.ts";
import { backUp } from "./backup/back-up.ts";
import { microseconds } from "./clock.ts";
import { createBlobs, type Blobs } from "./blobs.ts";
import { createCompareService } from "./compare/compare-service.ts";
import { createDemoService, type DemoServiceHandle } from "./demo/demo-service.ts";
import { startEarlyDemo } from "./demo/early-demo.ts";
import { createImportService } from "./import/import-service.ts";
import { createLinkCarrier } from "./links/link-carrier.ts";
import { createPartLinks } from "./links/part-links.ts";
import { createOpcuaService } from "./opcua/opcua-service.ts";
import { createRetentionService, DAILY } from "./retention/retention-service.ts";
import { memorySecrets, type Secrets } from "./secrets.ts";
import type { MigrationStep } from "./store/migrate.ts";
import { startStore, type Store } from "./store/store.ts";
import { OPEN_ELSEWHERE } from "./store/writer/only-reading.ts";
import { modelSourceId } from "./store/writer/feeds/forget-models.ts";
import { createSyncService } from "./sync/sync-service.ts";
import { SCHEMA_VERSION } from "./store/stores.ts";

export interface HostConfig {
  /** Folder of cache.db, user.db and blobs; created where it is missing. */
  readonly dataFolder: string;
  readonly version: string;
  /** Files or folders to be opened once the screen is up. */
  readonly openPaths?: readonly string[];
  /** STEP file of the demo product; given, the demo comes where there is nothing else, and goes on where it is. */
  readonly demoModel?: string;
  readonly newId?: () => string;
  /** Where tokens of plants are kept; in memory where the shell has no better place. */
  readonly secrets?: Secrets;
  /**
   * False: no plant is followed, no endpoint observed and no demo started by itself. A command that only
   * imports has no business with them.
   */
  readonly follow?: boolean;
  /** The cache is of an older version: told before each step that brings it up to date, and may take minutes. */
  readonly onMigrating?: (step: MigrationStep) => void;
  /** One line per unexpected error. */
  readonly log?: (line: string) => void;
}

export interface Host {
  readonly implementation: HostImplementation;
  readonly blobs: Blobs;
  readonly store: Store;
  /** Settles when the demo is written and its plant followed (at once where there is none). */
  readonly demoReady: Promise<void>;
  readonly onBug: (method: string, thrown: unknown) => void;
  close(): Promise<void>;
}

/** Rejects with a Failure that a person can act on where the data folder can't be opened. */
export async function createHost(config: HostConfig): Promise<Host> {
  const log = config.log ?? (() => undefined);
  const follow = config.follow ?? true;
  const demoModel = follow ? config.demoModel : undefined;
  const early = startEarlyDemo(config.dataFolder, demoModel);
  let store: Store;
  try {
    store = await startStore({
      folder: config.dataFolder,
      onBug: (method, text) => log(`${method}: ${text}`),
      onMigrating: (migration) => {
        const { step, of, name } = migration;
        log(
          `Bringing the cache up to date, step ${step} of ${of} (${name}). A large one takes some minutes; ended in between, it goes on at the next start.`,
        );
        config.onMigrating?.(migration);
      },
    });
  } catch (thrown) {
    await early?.thread.end();
    throw thrown;
  }
  const { reader, writer } = store;
  // Imports and plants make the demo leave, which itself is followed as a plant.
  let demo: DemoServiceHandle | undefined;
  const leaveDemo = async (): Promise<void> => demo?.leave();
  const blobs = createBlobs(config.dataFolder);
  const carrier = createLinkCarrier({ store, blobs, log });
  const partLinks = createPartLinks({ store, blobs, log });
  const imports = createImportService({
    carryLinks: async () => {
      await partLinks.run();
      return carrier.run();
    },
    folder: config.dataFolder,
    store,
    newId: config.newId ?? randomUUID,
    leaveDemo,
  });
  const common = {
    folder: config.dataFolder,
    store,
    secrets: config.secrets ?? memorySecrets(),
    newId: config.newId ?? randomUUID,
    follow,
    log,
  };
  const opcua = await createOpcuaService(common);
  const sync = await createSyncService({
    ...common,
    leaveDemo,
    onModel: async ({ sourceId, ...model }) => {
      const path = blobs.path(model.sha256);
      if (path === undefined) return;
      await imports.readModel({ ...model, path, sourceId: modelSourceId(sourceId, model.sha256) });
    },
  });
  const retention = createRetentionService({
    store,
    now: microseconds,
    wake: (plantId) => sync.wake(plantId),
    log,
    daily: follow ? DAILY : undefined,
  });
  // What the last end of the program cut off.
  void retention.resume().catch((thrown: unknown) => log(`retention: ${String(thrown)}`));
  if (store.readOnly) log(OPEN_ELSEWHERE);
  // What came before the last end and was not carried over by then.
  void partLinks.run();
  void carrier.run();
  const live = await createDemoService({
    folder: config.dataFolder,
    store,
    sync,
    opcua,
    model: demoModel,
    early,
    log,
  });
  demo = live;

  const implementation: HostImplementation = {
    parts: { ...reader.parts, ...partLinks.parts },
    units: {
      list: reader.units.list,
      details: reader.units.details,
      claimSerialsByOrder: (claim) =>
        writer.claims.add({ ...claim, claimId: (config.newId ?? randomUUID)() }),
      withdrawClaim: writer.claims.withdraw,
      claims: () => writer.claims.list({}),
    },
    events: reader.events,
    measurements: reader.measurements,
    colouring: reader.colouring,
    links: {
      ...partLinks.faces,
      gone: () => carrier.gone(),
    },
    partLinks: {
      ...partLinks.service,
      change: async (change, context) => {
        const links = await partLinks.service.change(change, context);
        // Decisions about faces of the part may be carried to where it is now.
        void carrier.run();
        return links;
      },
    },
    compare: createCompareService(store, blobs),
    import: imports.service,
    search: reader.search,
    tables: reader.tables,
    sources: {
      list: reader.sources.list,
      counts: reader.sources.counts,
      revision: reader.sources.revision,
      clocks: reader.sources.clocks,
      watch: (input, emit, { signal }) =>
        writer.content.watch(input, emit, { signal }).catch((thrown: unknown) => {
          // The caller has gone: that ends the stream, it is no failure.
          if (!signal.aborted) throw thrown;
        }),
    },
    plants: sync.plants,
    changes: sync.changes,
    opcua: opcua.service,
    demo: live.service,
    retention: retention.service,
    settings: { get: () => writer.settings.get({}), set: (change) => writer.settings.set(change) },
    // Whoever can ask this has a host that is ready.
    starting: { follow: async () => undefined },
    diagnostics: {
      about: () => ({
        version: config.version,
        dataFolder: config.dataFolder,
        openPaths: config.openPaths ?? [],
        demo: live.state.content,
        readOnly: store.readOnly,
        schemaVersion: SCHEMA_VERSION,
      }),
      examine: (_input, emit, { signal }) => examineBeside(config.dataFolder, emit, signal),
      backUp: async ({ to }, emit, { signal }) => {
        const made = await backUp({
          folder: config.dataFolder,
          to,
          version: config.version,
          now: microseconds,
          signal,
          onProgress: (progress) => emit({ type: "progress", ...progress }),
        });
        emit({ type: "made", ...made });
      },
    },
  };

  return {
    implementation,
    blobs,
    store,
    get demoReady() {
      return live.ready;
    },
    onBug: (method, thrown) =>
      log(`${method}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`),
    close: async () => {
      await partLinks.close();
      await retention.close();
      await carrier.close();
      await live.close();
      await opcua.close();
      await sync.close();
      await imports.close();
      await store.close();
    },
  };
}
