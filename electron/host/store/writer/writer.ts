/** Composes what the writer worker serves. One writer: every change of both databases passes here. */
import * as v from "valibot";
import { settingsSchema, type Settings } from "../../../../shared/contract/settings.ts";
import type { Implementation } from "../../../../shared/rpc/service.ts";
import { openCache, openUser, userPath } from "../stores.ts";
import { translateErrors } from "../open.ts";
import { createClaims } from "./claims.ts";
import { closeInterruptedRuns, createImports } from "./imports.ts";
import { createRecordWriter } from "./records.ts";
import type { writerContract } from "./writer-contract.ts";

export interface WriterOptions {
  readonly folder: string;
  /** µs since the epoch. */
  readonly now: () => number;
}

export function createWriter({ folder, now }: WriterOptions): Implementation<typeof writerContract> {
  const cache = openCache(folder, now);
  const user = openUser(folder, now);
  closeInterruptedRuns(cache);
  const watchers = new Set<() => void>();
  const bump = cache.prepare("UPDATE content SET value = value + 1 WHERE key = 'revision'");
  const revision = (): number =>
    Number(cache.prepare("SELECT value FROM content WHERE key = 'revision'").pluck().get());
  const onChanged = (): void => {
    bump.run();
    for (const watcher of watchers) watcher();
  };
  const readSettings = (): Settings => {
    const rows = user.prepare("SELECT key, value FROM setting").all() as { key: string; value: string }[];
    // A value from a newer version that this one does not understand is ignored, not lost.
    const known = rows.flatMap(({ key, value }) => {
      const parsed = v.safeParse(settingsSchema, { [key]: JSON.parse(value) as unknown });
      return parsed.success ? Object.entries(parsed.output) : [];
    });
    return Object.fromEntries(known) as Settings;
  };

  return {
    imports: createImports(cache, user, folder, () => createRecordWriter(cache), now, onChanged),
    claims: createClaims(cache, user, folder, now, onChanged),
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
      watch: (_input, emit, { signal }) =>
        new Promise<void>((resolve) => {
          const tell = (): void => emit({ revision: revision() });
          watchers.add(tell);
          signal.addEventListener("abort", () => {
            watchers.delete(tell);
            resolve();
          });
          tell();
        }),
    },
    control: {
      close: () => {
        cache.pragma("wal_checkpoint(TRUNCATE)");
        cache.close();
        user.close();
      },
    },
  };
}
