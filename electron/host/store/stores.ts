/** The two databases of a data folder, and what each is made of. */
import { join } from "node:path";
import { model } from "./migrations/0010-model.ts";
import { views } from "./migrations/0020-views.ts";
import { measurementFeature } from "./migrations/0030-measurement-feature.ts";
import { tableReadings } from "./migrations/0040-table-readings.ts";
import { feeds } from "./migrations/0050-feeds.ts";
import { eventColumns } from "./migrations/0060-event-columns.ts";
import { feedSince } from "./migrations/0070-feed-since.ts";
import { characteristicFaces } from "./migrations/0080-characteristic-faces.ts";
import { segmentTables } from "./migrations/0090-segment-tables.ts";
import { feature } from "./migrations/0100-feature.ts";
import { textPerKind } from "./migrations/0110-text-per-kind.ts";
import { eventChunkOrders } from "./migrations/0120-event-chunk-orders.ts";
import { modelRevisions } from "./migrations/0130-model-revisions.ts";
import { sourceClock } from "./migrations/0140-source-clock.ts";
import { retention } from "./migrations/0150-retention.ts";
import { linkedParts } from "./migrations/0180-linked-parts.ts";
import { sampleEnds } from "./migrations/0190-sample-ends.ts";
import { measurementOutcomes } from "./migrations/0200-measurement-outcomes.ts";
import { chunkPieces } from "./migrations/0210-chunk-pieces.ts";
import { feedUntil } from "./migrations/0220-feed-until.ts";
import { textsAndSamples } from "./migrations/0230-texts-and-samples.ts";
import { sampleLevels } from "./migrations/0240-sample-levels.ts";
import { settings } from "./migrations/user-0010-settings.ts";
import { plants } from "./migrations/user-0020-plants.ts";
import { opcua } from "./migrations/user-0030-opcua.ts";
import { plantSince } from "./migrations/user-0040-plant-since.ts";
import { requestAbout } from "./migrations/user-0050-request-about.ts";
import { faceLinks } from "./migrations/user-0060-face-links.ts";
import { carriedLinks } from "./migrations/user-0070-carried-links.ts";
import { partLinks } from "./migrations/user-0080-part-links.ts";
import { plantUntil } from "./migrations/user-0100-plant-until.ts";
import { CACHE_APPLICATION_ID, USER_APPLICATION_ID, openDatabase, type Connection } from "./open.ts";
import type { Migration, MigrationStep } from "./migrate.ts";

export const CACHE_MIGRATIONS: readonly Migration[] = [
  model,
  views,
  measurementFeature,
  tableReadings,
  feeds,
  eventColumns,
  feedSince,
  characteristicFaces,
  segmentTables,
  feature,
  textPerKind,
  eventChunkOrders,
  modelRevisions,
  sourceClock,
  retention,
  linkedParts,
  sampleEnds,
  measurementOutcomes,
  chunkPieces,
  feedUntil,
  textsAndSamples,
  sampleLevels,
];
export const USER_MIGRATIONS: readonly Migration[] = [
  settings,
  plants,
  opcua,
  plantSince,
  requestAbout,
  faceLinks,
  carriedLinks,
  partLinks,
  plantUntil,
];

export const cachePath = (folder: string): string => join(folder, "cache.db");
export const userPath = (folder: string): string => join(folder, "user.db");

/** Everything that came from a source: disposable, rebuilt from the sources. */
export function openCache(
  folder: string,
  now: () => number,
  readOnly = false,
  onStep?: (step: MigrationStep) => void,
): Connection {
  return openDatabase(cachePath(folder), {
    ...(onStep === undefined ? {} : { onStep }),
    readOnly,
    migrations: CACHE_MIGRATIONS,
    applicationId: CACHE_APPLICATION_ID,
    now,
  });
}

/** What only this person has: never rebuilt. */
export function openUser(folder: string, now: () => number, readOnly = false): Connection {
  return openDatabase(userPath(folder), {
    readOnly,
    synchronous: "FULL",
    migrations: USER_MIGRATIONS,
    applicationId: USER_APPLICATION_ID,
    now,
  });
}

/** Newest schema of the cache that this version writes. */
export const SCHEMA_VERSION = CACHE_MIGRATIONS.at(-1)?.version ?? 0;

/** The documented read views (docs/views.md). */
export const PUBLIC_VIEWS: readonly string[] = [
  "v_parts",
  "v_units",
  "v_events",
  "v_measurements",
  "v_factors",
  "v_genealogy",
  "v_gaps",
  "v_notes",
  "v_sources",
];
