/**
 * `node stuck-migration.ts FOLDER VERSION`: opens a cache, says so before its step to that version is committed, and
 * waits to be killed.
 */
import { CACHE_APPLICATION_ID, openDatabase } from "../open.ts";
import { CACHE_MIGRATIONS, cachePath } from "../stores.ts";

const [folder = "", stuckAt = ""] = process.argv.slice(2);
openDatabase(cachePath(folder), {
  applicationId: CACHE_APPLICATION_ID,
  now: () => 0,
  migrations: CACHE_MIGRATIONS.map((migration) =>
    migration.version !== Number(stuckAt)
      ? migration
      : {
          ...migration,
          up: (connection) => {
            migration.up(connection);
            process.stdout.write("written\n");
            // Until it is killed: the transaction must not end.
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
          },
        },
  ),
});
