import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { examine } from "../diagnostics/examine.ts";
import { migrate } from "./migrate.ts";
import { CACHE_APPLICATION_ID, openDatabase, translateErrors } from "./open.ts";
import {
  CACHE_MIGRATIONS,
  cachePath,
  openCache,
  openUser,
  PUBLIC_VIEWS,
  SCHEMA_VERSION,
  USER_MIGRATIONS,
} from "./stores.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-open-"));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});
const now = (): number => 1_000_000;

describe("what must not be touched is refused with a way out, and left as it was", () => {
  test("a file that is no database", () => {
    writeFileSync(cachePath(folder), "a letter to my aunt, long enough to be read as a header");
    const before = readFileSync(cachePath(folder));
    expect(() => openCache(folder, now)).toThrow(
      expect.objectContaining({
        kind: "corrupt",
        message: expect.stringContaining("not a database") as string,
      }),
    );
    expect(readFileSync(cachePath(folder))).toEqual(before);
  });

  test("a database from a newer version", () => {
    const newer = openCache(folder, now);
    newer.pragma(`user_version = ${SCHEMA_VERSION + 10}`);
    newer.close();
    const before = readFileSync(cachePath(folder));
    expect(() => openCache(folder, now)).toThrow(
      expect.objectContaining({
        kind: "refused",
        message: expect.stringContaining("newer version") as string,
      }),
    );
    expect(readFileSync(cachePath(folder))).toEqual(before);
  });

  test("another application's database", () => {
    const other = new Database(cachePath(folder));
    other.exec("CREATE TABLE recipe (name TEXT)");
    other.close();
    expect(() => openCache(folder, now)).toThrow(
      expect.objectContaining({
        kind: "refused",
        message: expect.stringContaining("another application") as string,
      }),
    );
  });

  test("user.db in the place of cache.db", () => {
    openUser(folder, now).close();
    writeFileSync(cachePath(folder), readFileSync(join(folder, "user.db")));
    expect(() => openCache(folder, now)).toThrow(expect.objectContaining({ kind: "refused" }));
  });

  test("a damaged database", () => {
    openCache(folder, now).close();
    const bytes = readFileSync(cachePath(folder));
    bytes.fill(0xa5, 100, 4000);
    writeFileSync(cachePath(folder), bytes);
    expect(() => openCache(folder, now)).toThrow(expect.objectContaining({ kind: "corrupt" }));
  });

  test("an empty file becomes a new database", () => {
    writeFileSync(cachePath(folder), "");
    openCache(folder, now).close();
  });

  test("reading where nothing is yet", () => {
    expect(() => openCache(folder, now, true)).toThrow(
      expect.objectContaining({
        kind: "invalid",
        message: expect.stringContaining("import something first") as string,
      }),
    );
  });
});

test("a folder without write permission is refused", ({ skip }) => {
  // Root may write everywhere, so the check runs as the unprivileged user that every Unix has.
  if (process.platform === "win32") skip("permissions work differently on Windows");
  const locked = join(folder, "locked");
  mkdirSync(locked);
  chmodSync(folder, 0o755);
  chmodSync(locked, 0o555);
  const script = `
    import { openCache } from ${JSON.stringify(new URL("./stores.ts", import.meta.url).href)};
    if (process.getuid() === 0) process.setuid(65534);
    try { openCache(${JSON.stringify(locked)}, () => 1); console.log("opened"); }
    catch (thrown) { console.log(thrown.kind + ": " + thrown.message); }`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  expect(stdout, stderr).toMatch(/^refused: The data folder .* can't be written/);
});

test("a full disk is a clear failure and costs nothing that was stored", () => {
  const cache = openCache(folder, now);
  cache
    .prepare("INSERT INTO source (id, name, format, mode, as_of_us) VALUES ('a', 'a', 'qif', 'file', 1)")
    .run();
  // SQLite reports a reached page limit exactly as it reports a full disk.
  const pages = cache.pragma("page_count", { simple: true }) as number;
  cache.pragma(`max_page_count = ${pages}`);
  const fill = (): void => {
    cache.transaction(() => {
      const insert = cache.prepare(
        "INSERT INTO source (id, name, format, mode, as_of_us) VALUES (?, ?, 'qif', 'file', 1)",
      );
      for (let n = 0; n < 10_000; n += 1) insert.run(`s${n}`, "x".repeat(500));
    })();
  };
  expect(() => translateErrors("cache.db", fill)).toThrow(
    expect.objectContaining({ kind: "limit", message: expect.stringContaining("disk is full") as string }),
  );
  expect(cache.prepare("SELECT id FROM source").pluck().all()).toEqual(["a"]);
  expect(cache.pragma("quick_check", { simple: true })).toBe("ok");
  cache.close();
});

describe("migrations", () => {
  test("are numbered in tens, ascending, and lead to the newest schema", () => {
    for (const migrations of [CACHE_MIGRATIONS, USER_MIGRATIONS]) {
      const versions = migrations.map(({ version }) => version);
      expect(versions.filter((version) => version % 10 !== 0)).toEqual([]);
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    }
    const cache = openCache(folder, now);
    expect(cache.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
    expect(cache.pragma("application_id", { simple: true })).toBe(CACHE_APPLICATION_ID);
    cache.close();
  });

  test("a database that holds something says which steps it takes, a new one nothing", () => {
    const told: unknown[] = [];
    const connection = new Database(":memory:");
    const onStep = (step: unknown): void => void told.push(step);
    migrate(connection, CACHE_MIGRATIONS.slice(0, 2), now, onStep);
    expect(told).toEqual([]);
    migrate(connection, CACHE_MIGRATIONS.slice(0, 4), now, onStep);
    migrate(connection, CACHE_MIGRATIONS.slice(0, 4), now, onStep);
    expect(told).toEqual([
      { step: 1, of: 2, name: CACHE_MIGRATIONS[2]?.name },
      { step: 2, of: 2, name: CACHE_MIGRATIONS[3]?.name },
    ]);
    connection.close();
  });

  /** Ends it by SIGKILL while the step to a version is written and not committed. */
  async function killAt(version: number): Promise<void> {
    const script = join(import.meta.dirname, "testing/stuck-migration.ts");
    const child = spawn(process.execPath, [script, folder, String(version)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
  }

  test("killed in the middle of a step, it stands as before and goes on at the next start", async () => {
    const old = openDatabase(cachePath(folder), {
      applicationId: CACHE_APPLICATION_ID,
      now,
      migrations: CACHE_MIGRATIONS.slice(0, 10),
    });
    old.exec("INSERT INTO part (number, strength) VALUES ('10-4110', 'stated')");
    old.close();
    await killAt(110);
    const between = new Database(cachePath(folder), { readonly: true });
    expect(between.pragma("user_version", { simple: true })).toBe(100);
    between.close();
    const cache = openCache(folder, now);
    expect(cache.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
    expect(cache.pragma("integrity_check", { simple: true })).toBe("ok");
    const found = cache.prepare("SELECT rowid FROM part_text WHERE part_text MATCH '4110'").pluck().all();
    expect(found).toEqual([1]);
    cache.close();
  });

  test("killed while it is made, a database is still known as ours", async () => {
    await killAt(20);
    const cache = openCache(folder, now);
    expect(cache.pragma("user_version", { simple: true })).toBe(SCHEMA_VERSION);
    cache.close();
  });

  test("10 creates STRICT tables; before it nothing is there", () => {
    const connection = new Database(":memory:");
    expect(connection.prepare("SELECT count(*) FROM sqlite_schema").pluck().get()).toBe(0);
    migrate(connection, CACHE_MIGRATIONS.slice(0, 1), now);
    const loose = connection
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_text%'",
      )
      .pluck()
      .all();
    expect(loose).toEqual([]);
    expect(() =>
      connection.prepare("INSERT INTO part (number, strength) VALUES ('x', 'sure')").run(),
    ).toThrow("CHECK");
    connection.close();
  });

  test("20 adds the public views and keeps the rows that 10 held", () => {
    const connection = new Database(":memory:");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 1), now);
    connection.prepare("INSERT INTO part (number, strength) VALUES ('10-1', 'stated')").run();
    expect(() => connection.prepare("SELECT * FROM v_parts")).toThrow("no such table");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 2), now);
    expect(connection.prepare("SELECT part_number FROM v_parts").pluck().all()).toEqual(["10-1"]);
    connection.close();
  });

  test("30 adds the feature to what 20 had measured, and leaves it unknown there", () => {
    const connection = new Database(":memory:");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 2), now);
    connection.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'qif:a', 'a', 'qif', 'file', 1);
      INSERT INTO part (part_id, number, strength) VALUES (1, '10-1', 'stated');
      INSERT INTO unit (unit_id, part_id, serial, serial_status) VALUES (1, 1, '7', 'proven');
      INSERT INTO characteristic (characteristic_id, part_id, source_id, name, kind) VALUES (1, 1, 1, 'D5', 'diameter');
      INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, verdict, verdict_origin, sequence)
        VALUES (1, '1/D5', 1, 1, 3.98, 'pass', 'source', 1);`);
    const columns = "SELECT characteristic, value, serial, source_id";
    expect(() => connection.prepare(`${columns}, feature FROM v_measurements`)).toThrow("no such column");
    const before = connection.prepare(`${columns} FROM v_measurements`).all();
    migrate(connection, CACHE_MIGRATIONS.slice(0, 3), now);
    expect(connection.prepare(`${columns} FROM v_measurements`).all()).toEqual(before);
    expect(connection.prepare("SELECT feature FROM v_measurements").pluck().all()).toEqual([null]);
    connection.close();
  });

  test("40 keeps the files that were imported before, as read without a saved mapping", () => {
    const connection = new Database(":memory:");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 3), now);
    connection.exec(`
      INSERT INTO import_run (import_id, started_us, status) VALUES (1, 1, 'done');
      INSERT INTO import_file (import_id, name, path, sha256, status, rows_read, rows_taken, rows_rejected, repeated)
        VALUES (1, 'setup.csv', '/setup.csv', 'ab', 'done', 3, 3, 0, 0);`);
    migrate(connection, CACHE_MIGRATIONS.slice(0, 4), now);
    expect(connection.prepare("SELECT name, mapping_sha256, replaced FROM import_file").get()).toEqual({
      name: "setup.csv",
      mapping_sha256: null,
      replaced: 0,
    });
    connection.close();
  });

  test("50 adds feeds beside the sources that are there, which stay what they were", () => {
    const connection = new Database(":memory:");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 4), now);
    connection.exec(
      "INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'qif:a', 'a', 'qif', 'file', 1)",
    );
    expect(() => connection.prepare("SELECT * FROM feed")).toThrow("no such table");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 5), now);
    expect(connection.prepare("SELECT id, mode FROM source").raw().all()).toEqual([["qif:a", "file"]]);
    connection.exec(`
      INSERT INTO feed (feed_id, source_id, plant_id, system, scope) VALUES (1, 1, 'p', 'mes', 'site');
      INSERT INTO feed_reading VALUES (1, 0, 'e', NULL, NULL, 0, 0, 0, '0', 0);`);
    expect(() =>
      connection.exec("INSERT INTO feed (source_id, plant_id, system, scope) VALUES (1, 'p', 'mes', 'site')"),
    ).toThrow("UNIQUE");
    expect(() =>
      connection.exec("INSERT INTO feed_reading VALUES (1, 2, 'e', NULL, NULL, 0, 0, 0, '0', 0)"),
    ).toThrow("CHECK");
    connection.close();
  });

  test("60 keeps events as columns, and forgets the column of an event that changes", () => {
    const connection = new Database(":memory:");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 5), now);
    connection.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 1);
      INSERT INTO event (position, kind, type, severity, title, source_id, source_key, source_revision, details, payload, sha256, received_us)
        VALUES (8191, 1, 't', 0, 'kept', 1, 'k', 1, '{}', '', '', 1);`);
    expect(() => connection.prepare("SELECT * FROM event_chunk")).toThrow("no such table");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 6), now);
    expect(connection.prepare("SELECT title FROM event").pluck().all()).toEqual(["kept"]);
    const chunks = connection.prepare("SELECT chunk FROM event_chunk").pluck();
    connection.exec("INSERT INTO event_chunk VALUES (0, 1, X''), (1, 2, X'')");
    connection.exec("UPDATE event SET payload = 'p'");
    expect(chunks.all()).toEqual([0, 1]);
    connection.exec("UPDATE event SET superseded = 1");
    expect(chunks.all()).toEqual([1]);
    connection.exec("INSERT INTO event_chunk VALUES (0, 3, X''); DELETE FROM event");
    expect(chunks.all()).toEqual([1]);
    connection.close();
  });

  test("80 has a place for the faces of characteristics, and lets STEP files be read again", () => {
    const connection = new Database(":memory:");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 7), now);
    connection.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'qif:a', 'a', 'qif', 'file', 1);
      INSERT INTO part (part_id, number, strength) VALUES (1, '10-1', 'stated');
      INSERT INTO characteristic (characteristic_id, part_id, source_id, name, kind) VALUES (1, 1, 1, 'D5', 'diameter');
      INSERT INTO import_run (import_id, started_us, status) VALUES (1, 1, 'done');
      INSERT INTO import_file (import_id, name, path, format, sha256, status, rows_read, rows_taken, rows_rejected, repeated)
        VALUES (1, 'a.stp', '/a.stp', 'step', 'ab', 'done', 3, 3, 0, 0), (1, 'a.qif', '/a.qif', 'qif', 'cd', 'done', 3, 3, 0, 0);`);
    migrate(connection, CACHE_MIGRATIONS.slice(0, 8), now);
    expect(connection.prepare("SELECT name, faces FROM characteristic").all()).toEqual([
      { name: "D5", faces: null },
    ]);
    expect(connection.prepare("SELECT name, replaced FROM import_file ORDER BY name").all()).toEqual([
      { name: "a.qif", replaced: 0 },
      { name: "a.stp", replaced: 1 },
    ]);
    connection.close();
  });

  test("100 has features read from the QIF files that were imported before, and from no others", () => {
    const connection = new Database(":memory:");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 9), now);
    connection.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'qif:a', 'a', 'qif', 'file', 1);
      INSERT INTO import_run (import_id, started_us, status) VALUES (1, 1, 'done');
      INSERT INTO import_file (import_id, name, path, format, sha256, status, rows_read, rows_taken, rows_rejected, repeated)
        VALUES (1, 'a.qif', '/a.qif', 'qif', 'ab', 'done', 3, 3, 0, 0), (1, 'b.csv', '/b.csv', 'table', 'cd', 'done', 3, 3, 0, 0);`);
    expect(() => connection.prepare("SELECT * FROM feature")).toThrow("no such table");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 10), now);
    expect(connection.prepare("SELECT name, replaced FROM import_file ORDER BY name").raw().all()).toEqual([
      ["a.qif", 1],
      ["b.csv", 0],
    ]);
    connection.exec(
      "INSERT INTO feature (source_id, name, kind, x, y, z) VALUES (1, 'HOLE1', 'cylinder', 1, 2, 3)",
    );
    connection.close();
  });

  test("110 finds by kind what was found before, each by the id of its row, and parts that only a name told of", () => {
    const connection = new Database(":memory:");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 10), now);
    connection.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'a', 'a', 'csv', 'file', 1);
      INSERT INTO part (part_id, number, title, strength) VALUES (3, '10-1', 'Bracket', 'stated');
      INSERT INTO unit (unit_id, part_id, serial, serial_status) VALUES (5, 3, '0007', 'proven');
      INSERT INTO event (position, kind, type, severity, part_id, title, source_id, source_key, source_revision, superseded, order_number,
        details, payload, sha256, received_us) VALUES
        (1, 3, 't', 0, 3, 'Bore too wide', 1, 'a', 1, 1, NULL, '{}', '', '', 1),
        (2, 3, 't', 0, 3, 'Bore as drawn', 1, 'a', 2, 0, 'WO-1', '{}', '', '', 1),
        (4, 2, 't', 0, 3, 'Bore program', 1, 'm', 1, 0, NULL, '{}', '', '', 1);
      INSERT INTO note (note_id, source_id, key, part_id, text) VALUES (9, 1, 'n', 3, 'Bore again');
      INSERT INTO search_entry (entry_id, kind, ref) VALUES (1, 'event', 2), (2, 'note', 9), (3, 'unit', 5);
      INSERT INTO search_text (rowid, text) VALUES (1, 'Bore as drawn WO-1 '), (2, 'Bore again'), (3, '0007 10-1');`);
    migrate(connection, CACHE_MIGRATIONS.slice(0, 11), now);
    const found = (table: string, words: string): unknown =>
      connection.prepare(`SELECT rowid FROM ${table} WHERE ${table} MATCH ?`).pluck().all(words);
    expect(found("event_text", "bore")).toEqual([2]);
    expect(found("event_text", '"wo" "1"')).toEqual([2]);
    expect(found("note_text", "bore")).toEqual([9]);
    expect(found("unit_text", "0007")).toEqual([5]);
    expect(found("part_text", "bracket")).toEqual([3]);
    expect(() => connection.prepare("SELECT * FROM search_entry")).toThrow("no such table");
    connection.close();
  });

  test("130 knows of models that are there when they came and which revision the whole is", () => {
    const connection = new Database(":memory:");
    migrate(connection, CACHE_MIGRATIONS.slice(0, 12), now);
    connection.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'step:a', 'a', 'step', 'file', 1);
      INSERT INTO part (part_id, number, strength) VALUES (1, '10-1', 'stated'), (2, '10-2', 'stated');
      INSERT INTO part_revision (part_id, revision, model_sha256) VALUES (1, 'B', 'ab'), (2, 'C', NULL);
      INSERT INTO model (model_id, sha256, file_name, part_id, mesh_sha256, bytes, problems, source_id)
        VALUES (1, 'ab', 'a.step', 1, 'cd', 5, '[]', 1), (2, 'ef', 'old.step', 1, 'gh', 5, '[]', 1);
      INSERT INTO model_node VALUES (1, 'a', 1, 'source'), (1, 'a/b', 2, 'source'), (2, 'a', 1, 'source');
      INSERT INTO import_run (import_id, started_us, status) VALUES (1, 70, 'done'), (2, 90, 'done');
      INSERT INTO import_file (import_id, name, path, format, sha256, status, rows_read, rows_taken, rows_rejected, repeated)
        VALUES (1, 'a.step', '/a.step', 'step', 'ab', 'done', 3, 3, 0, 0), (2, 'a.step', '/a.step', 'step', 'ab', 'unchanged', 0, 0, 0, 0);`);
    migrate(connection, CACHE_MIGRATIONS.slice(0, 13), now);
    expect(connection.prepare("SELECT sha256, added_us FROM model ORDER BY 1").raw().all()).toEqual([
      ["ab", 70],
      ["ef", null],
    ]);
    expect(
      connection.prepare("SELECT model_id, path, revision FROM model_node ORDER BY 1, 2").raw().all(),
    ).toEqual([
      [1, "a", "B"],
      [1, "a/b", null],
      [2, "a", null],
    ]);
    connection.close();
  });

  test("150 reads samples on as samples, and nothing as removed", () => {
    const connection = new Database(":memory:");
    const at = CACHE_MIGRATIONS.findIndex(({ version }) => version === 150);
    migrate(connection, CACHE_MIGRATIONS.slice(0, at), now);
    connection.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'plant:a/mes', 'MES', 'plant', 'live', 1);
      INSERT INTO equipment VALUES (1, 'Mill');
      INSERT INTO signal VALUES (1, 1, 'Load', NULL);
      INSERT INTO sample_chunk VALUES (1, 5, 6, 1, NULL, 1, 2, 2, 2, x'00', x'00', 'ab');
      INSERT INTO feed (feed_id, source_id, plant_id, system, scope) VALUES (1, 1, 'a', 'mes', 'all');
      INSERT INTO feed_reading VALUES (1, 0, 'e', 'c', NULL, 7, 7, 3, '0', 1, NULL);`);
    migrate(connection, CACHE_MIGRATIONS.slice(0, at + 1), now);
    expect(connection.prepare("SELECT levels FROM sample_chunk").pluck().all()).toEqual([0]);
    expect(connection.prepare("SELECT left_records, records FROM feed_reading").raw().all()).toEqual([
      [0, 3],
    ]);
    expect(connection.prepare("SELECT reread FROM feed").pluck().all()).toEqual([0]);
    connection.exec("INSERT INTO retention (source_id, what, applied_us) VALUES (1, 'events', 9)");
    connection.pragma("foreign_keys = ON");
    connection.exec(
      "DELETE FROM sample_chunk; DELETE FROM feed_reading; DELETE FROM feed; DELETE FROM source",
    );
    expect(connection.prepare("SELECT count(*) FROM retention").pluck().get()).toBe(0);
    connection.close();
  });

  test("user 60 adds links to faces beside what a person has set", () => {
    const connection = new Database(":memory:");
    migrate(connection, USER_MIGRATIONS.slice(0, 5), now);
    connection.exec("INSERT INTO setting VALUES ('theme', '\"dark\"')");
    expect(() => connection.prepare("SELECT * FROM face_link")).toThrow("no such table");
    migrate(connection, USER_MIGRATIONS.slice(0, 6), now);
    expect(connection.prepare("SELECT key FROM setting").pluck().all()).toEqual(["theme"]);
    const insert = `INSERT INTO face_link (link_id, part_number, revision, source_id, characteristic, state, finder, face, decided_us)
      VALUES ('l', '10-1', '', 'qif:a', 'D5', $state, 'size', '{}', 1)`;
    expect(() => connection.prepare(insert).run({ state: "perhaps" })).toThrow("CHECK");
    connection.prepare(insert).run({ state: "confirmed" });
    connection.close();
  });

  test("user 70 keeps links, of which none was carried, and remembers per place what was looked for", () => {
    const connection = new Database(":memory:");
    migrate(connection, USER_MIGRATIONS.slice(0, 6), now);
    connection.exec(`INSERT INTO face_link (link_id, part_number, revision, source_id, characteristic, state, finder, face, decided_us)
      VALUES ('l', '10-1', '', 'qif:a', 'D5', 'confirmed', 'size', '{}', 1)`);
    migrate(connection, USER_MIGRATIONS.slice(0, 7), now);
    expect(
      connection.prepare("SELECT link_id, carried_from, carried_part FROM face_link").raw().all(),
    ).toEqual([["l", null, null]]);
    const note = connection.prepare("INSERT INTO link_carry VALUES ('l', ?, 'B', 'm', ?, 1)");
    note.run("10-1", 1);
    note.run("10-2", 1);
    expect(() => note.run("10-2", 0)).toThrow("UNIQUE");
    expect(() => note.run("10-3", 2)).toThrow("CHECK");
    connection.close();
  });

  test("user 20 keeps settings and claims, and has no place for a secret", () => {
    const connection = new Database(":memory:");
    migrate(connection, USER_MIGRATIONS.slice(0, 1), now);
    connection.exec("INSERT INTO setting VALUES ('theme', '\"dark\"')");
    expect(() => connection.prepare("SELECT * FROM plant")).toThrow("no such table");
    migrate(connection, USER_MIGRATIONS.slice(0, 2), now);
    expect(connection.prepare("SELECT key, value FROM setting").raw().all()).toEqual([["theme", '"dark"']]);
    const columns = connection.prepare("SELECT name FROM pragma_table_info('plant')").pluck().all();
    expect(columns).toEqual([
      "plant_id",
      "kind",
      "name",
      "url",
      "ca",
      "allow_plain_http",
      "paused",
      "added_us",
    ]);
    expect(() =>
      connection.exec(
        "INSERT INTO outbox VALUES ('c', 1, 'k', 'p', 'plm', 'change-request', 'o', '{}', 'lost', NULL, 0, NULL, 1, NULL)",
      ),
    ).toThrow("CHECK");
    connection.close();
  });

  test("one that fails leaves the version before it, whole", () => {
    const broken = {
      version: SCHEMA_VERSION + 10,
      name: "broken",
      up: (connection: Database.Database) => {
        connection.exec("CREATE TABLE half (x INTEGER) STRICT");
        throw new Error("power cut");
      },
    };
    openCache(folder, now).close();
    const options = { migrations: [...CACHE_MIGRATIONS, broken], applicationId: CACHE_APPLICATION_ID, now };
    expect(() => openDatabase(cachePath(folder), options)).toThrow("power cut");
    const cache = openCache(folder, now);
    expect(cache.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
    cache.close();
  });

  test("run twice they change nothing", () => {
    const cache = openCache(folder, now);
    migrate(cache, CACHE_MIGRATIONS, now);
    expect(cache.prepare("SELECT version FROM migration").pluck().all()).toEqual(
      CACHE_MIGRATIONS.map(({ version }) => version),
    );
    cache.close();
  });
});

test("the documented views have at least the documented columns", () => {
  const cache = openCache(folder, now);
  const documented = readFileSync(join(import.meta.dirname, "../../../docs/views.md"), "utf8");
  const rows = [...documented.matchAll(/^\| `(v_\w+)`\s*\| (.*)\|$/gm)];
  expect(rows.map(([, view]) => view)).toEqual(PUBLIC_VIEWS);
  for (const [, view = "", columns = ""] of rows) {
    const named = [...columns.matchAll(/`([^`]+)`/g)].flatMap(([, list = ""]) => list.split(", "));
    const real = cache
      .prepare(`SELECT * FROM ${view}`)
      .columns()
      .map(({ name }) => name);
    expect(real, view).toEqual(named);
  }
  cache.close();
});

const NO_LOCKS = existsSync("/proc/locks") ? "" : " (only Linux lists the locks of files)";
test.skipIf(NO_LOCKS !== "")(
  `neither another connection nor a check gives up the lock that keeps the log from being taken away${NO_LOCKS}`,
  async () => {
    const inode = (): string => `:${statSync(cachePath(folder)).ino} `;
    const locks = (): number =>
      readFileSync("/proc/locks", "latin1")
        .split("\n")
        .filter((line) => line.includes(` ${process.pid} `) && line.includes(inode())).length;
    const writer = openCache(folder, now);
    expect(locks()).toBe(1);
    openCache(folder, now, true).close();
    const reader = openCache(folder, now, true);
    await examine(folder, now);
    expect(locks()).toBe(1);
    reader.close();
    writer.close();
    expect(locks()).toBe(0);
  },
);
