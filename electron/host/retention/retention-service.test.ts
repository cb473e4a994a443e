import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RetentionReport } from "../../../shared/contract/retention.ts";
import { microseconds } from "../clock.ts";
import { openCache } from "../store/stores.ts";
import { startStore, type Store } from "../store/store.ts";
import { createRetentionService, type RetentionServiceHandle } from "./retention-service.ts";

const context = { signal: new AbortController().signal };
let folder: string;
let store: Store;
let retention: RetentionServiceHandle | undefined;
const log: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-daily-"));
  const cache = openCache(folder, microseconds);
  // An event of 1970 of each.
  cache.exec(`
    INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES
      (1, 'plant:p/mes', 'MES', 'plant', 'live', 1), (2, 'opcua:a', 'A', 'opcua', 'live', 1), (3, 'qif:b', 'B', 'qif', 'file', 1);
    INSERT INTO event (position, kind, type, severity, started_us, title, source_id, source_key, source_revision, details, payload, sha256, received_us)
      SELECT source_id, 1, 't', 0, 5, 'e', source_id, 'k', 1, '{}', '', '', 1 FROM source`);
  cache.close();
  store = await startStore({ folder, onBug: (method, text) => log.push(`${method}: ${text}`) });
  log.length = 0;
});
afterEach(async () => {
  await retention?.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function serviceWith(daily?: { after: number; every: number }): RetentionServiceHandle["service"] {
  retention = createRetentionService({
    store,
    now: microseconds,
    wake: () => Promise.resolve(),
    log: (line) => log.push(line),
    daily,
  });
  return retention.service;
}

async function when(
  service: RetentionServiceHandle["service"],
  isWanted: (report: RetentionReport) => boolean,
): Promise<void> {
  const ended = new AbortController();
  const look = (report: RetentionReport): void => {
    if (isWanted(report)) ended.abort();
  };
  await service.watch({}, look, { signal: ended.signal });
}

const left = async (): Promise<readonly string[]> =>
  (await store.reader.sources.list({})).flatMap(({ name, events }) => (events > 0 ? [name] : []));

test("rules that are to be applied daily are, and of sources that are there alone", async () => {
  await store.writer.settings.set({
    retention: [{ sourceId: "plant:p/mes", events: 12 }],
    retentionDaily: true,
  });
  const service = serviceWith({ after: 1, every: 5 });
  await when(service, ({ last }) => last?.state === "done");
  expect(await left()).toEqual(["A", "B"]);
  await store.writer.settings.set({
    retention: [
      { sourceId: "opcua:a", events: 12, consent: true },
      { sourceId: "plant:gone/mes", events: 1 },
    ],
  });
  await when(service, ({ sources }) =>
    sources.some(({ name, removed }) => name === "A" && removed.length > 0),
  );
  await when(service, ({ running }) => running === undefined);
  expect(await left()).toEqual(["B"]);
  expect(log).toEqual([]);
});

test("others wait until a person says so; of an endpoint only with consent", async () => {
  await store.writer.settings.set({ retention: [{ sourceId: "plant:p/mes", events: 12 }] });
  const service = serviceWith({ after: 1, every: 1 });
  await expect(
    Promise.resolve(service.run({ rules: [{ sourceId: "opcua:a", events: 12 }] }, context)),
  ).rejects.toMatchObject({ kind: "invalid" });
  await service.run({ rules: [], daily: true }, context);
  await when(service, ({ daily, running }) => daily && running === undefined);
  expect(await left()).toEqual(["MES", "A", "B"]);
});
