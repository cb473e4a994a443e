/** Composes what the writer worker serves. One writer: every change of both databases passes here. */
import * as v from "valibot";
import { EVERYTHING, isAbout } from "../../../../shared/contract/cache-change.ts";
import { settingsSchema, type Settings } from "../../../../shared/contract/settings.ts";
import type { Implementation } from "../../../../shared/rpc/service.ts";
import { createChunkMaker } from "../columns/make-chunks.ts";
import type { MigrationStep } from "../migrate.ts";
import { openCache, openUser, userPath } from "../stores.ts";
import { translateErrors } from "../open.ts";
import { createChangeCounts } from "../change-counts.ts";
import { createChangeRequests } from "./change-requests.ts";
import { createClaims } from "./claims.ts";
import { createDemoStore } from "./demo.ts";
import { createFaceLinks } from "./face-links.ts";
import { createFeeds } from "./feeds/feeds.ts";
import { closeInterruptedRuns, createImports } from "./imports.ts";
import { createLinkedParts } from "./linked-parts.ts";
import { createOpcuaWriter } from "./opcua/opcua.ts";
import { createStoredPartLinks } from "./part-links.ts";
import { createOutbox } from "./outbox.ts";
import { createStoredPlants } from "./plants.ts";
import { onlyReading, watchOthers } from "./only-reading.ts";
import { createRetention } from "./retention/retention.ts";
import { createSettling } from "./settling.ts";
import { createSharedRecords } from "./shared-records.ts";
import { AS_OF, AS_OF_INTERVAL, createTelling } from "./telling.ts";
import type { writerContract } from "./writer-contract.ts";

export interface WriterOptions {
  readonly folder: string;
  /** Another program writes this folder: what reads is answered, what writes is refused. */
  readonly readOnly?: boolean;
  /** µs since the epoch. */
  readonly now: () => number;
  /** Who sits at this computer, as it knows them. */
  readonly person?: string | undefined;
  /** The cache is of an older version: told before each step that brings it up to date. */
  readonly onMigrating?: (step: MigrationStep) => void;
}

/** µs between two tellings of a change while more is coming: each makes every view ask anew. */
const TELL_INTERVAL = 1_000_000;

export function createWriter({
  folder,
  now,
  readOnly = false,
  person,
  onMigrating,
}: WriterOptions): Implementation<typeof writerContract> {
  const cache = openCache(folder, now, readOnly, onMigrating);
  const user = openUser(folder, now, readOnly);
  if (!readOnly) closeInterruptedRuns(cache);
  const linked = createLinkedParts(cache, user);
  // The cache is of an older version, or was made anew.
  if (!readOnly) linked.take(false);
  const records = createSharedRecords(cache);
  const chunks = createChunkMaker(cache, now);
  // An older version kept none, or was killed before it had made them.
  if (!readOnly) chunks.make();
  const counts = createChangeCounts(cache);
  const telling = createTelling({
    now,
    revision: counts.revision,
    isWriting: () => cache.inTransaction,
    onTelling: (changed) => {
      if (readOnly) return;
      if (isAbout(changed, ["events"])) chunks.make();
      counts.count(changed);
      // A plant's word on a request comes as a record of its feed.
      if (isAbout(changed, ["events", "structure"])) changeRequests.changed();
    },
  });
  const onChanged = (): void => telling.tell(EVERYTHING);
  const stopLooking = readOnly ? watchOthers(cache, now, telling.tell) : () => undefined;
  const changeRequests = createChangeRequests(cache, user, folder, now);
  const feeds = createFeeds({
    cache,
    folder,
    records,
    now,
    ...createSettling(cache, user, linked),
    onChanged: (level, changed) => {
      if (level) telling.tell(changed);
      else telling.tellWithin(changed, TELL_INTERVAL);
    },
    onStillLevel: () => telling.tellWithin(AS_OF, AS_OF_INTERVAL),
  });
  const readSettings = (): Settings => {
    const rows = user.prepare("SELECT key, value FROM setting").all() as { key: string; value: string }[];
    // A value from a newer version that this one does not understand is ignored, not lost.
    const known = rows.flatMap(({ key, value }) => {
      const parsed = v.safeParse(settingsSchema, { [key]: JSON.parse(value) as unknown });
      return parsed.success ? Object.entries(parsed.output) : [];
    });
    return Object.fromEntries(known) as Settings;
  };

  const writer: Implementation<typeof writerContract> = {
    imports: createImports(cache, user, linked, folder, records, now, telling.tell),
    demo: createDemoStore({ cache, user, folder, records, onChanged }),
    feeds: feeds.service,
    opcua: createOpcuaWriter({ cache, user, folder, records, now, telling }),
    plants: createStoredPlants(user, folder, now, changeRequests.changed),
    outbox: createOutbox(user, folder, now, changeRequests.changed),
    changeRequests: changeRequests.service,
    claims: createClaims(cache, user, folder, now, onChanged),
    retention: createRetention({
      cache,
      user,
      folder,
      records,
      now,
      onChanged: (last) => {
        if (last) onChanged();
        else telling.tellWithin(EVERYTHING, TELL_INTERVAL);
      },
    }),
    links: createFaceLinks(user, folder, now, person, onChanged),
    partLinks: createStoredPartLinks(user, linked, folder, now, person, onChanged),
    settings: {
      get: () => readSettings(),
      set: (change) =>
        translateErrors(userPath(folder), () => {
          const put = user.prepare(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
          );
          user.transaction(() => {
            for (const [key, value] of Object.entries(change)) put.run(key, JSON.stringify(value));
          })();
          return readSettings();
        }),
    },
    content: {
      watch: ({ kinds }, emit, { signal }) =>
        new Promise<void>((resolve) => {
          const stop = telling.watch(emit, kinds);
          signal.addEventListener("abort", () => {
            stop();
            resolve();
          });
        }),
    },
    control: {
      close: () => {
        chunks.stop();
        telling.stop();
        stopLooking();
        if (!readOnly) cache.pragma("wal_checkpoint(TRUNCATE)");
        cache.close();
        user.close();
      },
    },
  };
  return readOnly ? onlyReading(writer) : flushingBefore(writer, feeds.flush);
}

/** Services that write the cache: what feeds have open is committed before, so that no transaction holds both. */
const CACHE_WRITERS = ["imports", "demo", "claims", "partLinks", "opcua", "retention", "control"] as const;

function flushingBefore(
  writer: Implementation<typeof writerContract>,
  flush: () => void,
): Implementation<typeof writerContract> {
  const wrapped = CACHE_WRITERS.map((service) => {
    const methods = Object.entries(writer[service]).map(([name, method]) => {
      const call = method as (...input: unknown[]) => unknown;
      const flushed = (...input: unknown[]): unknown => {
        flush();
        return call(...input);
      };
      return [name, flushed];
    });
    return [service, Object.fromEntries(methods)];
  });
  return { ...writer, ...(Object.fromEntries(wrapped) as Partial<Implementation<typeof writerContract>>) };
}
