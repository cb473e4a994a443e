/** For tests: a cache of an older version that another program is writing to, so that no step to a newer one can end. */
import { CACHE_APPLICATION_ID, openDatabase } from "../open.ts";
import { CACHE_MIGRATIONS, cachePath } from "../stores.ts";

export interface HeldBack {
  /** Steps that it lacks. */
  readonly steps: number;
  /** The other program is done. */
  release(): void;
}

/** @param partNumber of the one part that the cache holds */
export function holdBack(folder: string, partNumber: string): HeldBack {
  const known = CACHE_MIGRATIONS.findIndex(({ version }) => version === 100) + 1;
  const old = openDatabase(cachePath(folder), {
    applicationId: CACHE_APPLICATION_ID,
    now: () => 0,
    migrations: CACHE_MIGRATIONS.slice(0, known),
  });
  old.prepare("INSERT INTO part (number, strength) VALUES (?, 'stated')").run(partNumber);
  old.exec("BEGIN IMMEDIATE");
  return {
    steps: CACHE_MIGRATIONS.length - known,
    release: () => {
      old.exec("COMMIT");
      old.close();
    },
  };
}
