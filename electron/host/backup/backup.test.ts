import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createBlobs } from "../blobs.ts";
import { openCache, openUser } from "../store/stores.ts";
import { backUp, type BackupProgress } from "./back-up.ts";
import { MANIFEST, type Manifest } from "./manifest.ts";
import { restore } from "./restore.ts";

let top = "";
let folder = "";
let to = "";
const now = (): number => Date.UTC(2026, 0, 2, 3, 4, 5) * 1_000;
const NAME = "throughline-2026-01-02T030405Z";

beforeEach(async () => {
  top = mkdtempSync(join(tmpdir(), "throughline-backup-"));
  folder = join(top, "data");
  to = join(top, "backups");
  mkdirSync(to);
  const cache = openCache(folder, now);
  insertSource(cache, 1);
  cache.close();
  const user = openUser(folder, now);
  user.exec("INSERT INTO setting VALUES ('theme', '\"dark\"')");
  user.close();
  const blobs = createBlobs(folder);
  await blobs.remember("step", await blobs.put(Buffer.from("mesh")));
  writeFileSync(join(folder, "secrets.json"), "secret");
  mkdirSync(join(folder, "opcua"));
  writeFileSync(join(folder, "opcua", "key.pem"), "secret");
});
afterEach(() => {
  rmSync(top, { recursive: true, force: true });
});

function insertSource(cache: ReturnType<typeof openCache>, n: number): void {
  cache
    .prepare("INSERT INTO source (id, name, format, mode, as_of_us) VALUES (?, ?, 'qif', 'file', 1)")
    .run(`s${n}`, "x".repeat(2_000));
}
const run = (options: Partial<Parameters<typeof backUp>[0]> = {}) =>
  backUp({
    folder,
    to,
    version: "1.2.3",
    now,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...options,
  });
const sources = (at: string): unknown => {
  const cache = openCache(at, now, true);
  const found = cache.prepare("SELECT id FROM source ORDER BY id").pluck().all();
  cache.close();
  return found;
};

test("what was backed up is restored, and what opens doors is not in it", async () => {
  const progress: BackupProgress[] = [];
  const { path } = await run({ onProgress: (each) => progress.push(each) });
  expect(path).toBe(join(to, NAME));
  expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total);
  expect(readdirSync(path).sort()).toEqual(["blobs", "cache.db", MANIFEST, "user.db"]);
  const again = join(top, "again");
  expect((await restore({ from: path, folder: again, now })).version).toBe("1.2.3");
  expect(sources(again)).toEqual(["s1"]);
  const user = openUser(again, now, true);
  expect(user.prepare("SELECT value FROM setting").pluck().all()).toEqual(['"dark"']);
  user.close();
  const blobs = createBlobs(again);
  const mesh = await blobs.recall("step");
  expect(readFileSync(blobs.path(mesh ?? "") ?? "", "utf8")).toBe("mesh");
  expect(existsSync(join(top, "again.restored"))).toBe(false);
});

test("a folder that is written meanwhile is copied as it was at one moment", async () => {
  const writing = openCache(folder, now);
  // Larger than one step of the copy, so that there is a while to write in.
  writing.transaction(() => {
    for (let n = 2; n <= 4_000; n += 1) insertSource(writing, n);
  })();
  let next = 5_000;
  const { path } = await run({
    onProgress: () => insertSource(writing, (next += 1)),
  });
  expect(next).toBeGreaterThan(5_001);
  writing.close();
  await restore({ from: path, folder: join(top, "again"), now });
  expect((sources(join(top, "again")) as unknown[]).length).toBe(4_000);
});

test("a cancelled backup leaves nothing", async () => {
  const abort = new AbortController();
  await expect(run({ signal: abort.signal, onProgress: () => abort.abort() })).rejects.toMatchObject({
    kind: "cancelled",
  });
  expect(readdirSync(to)).toEqual([]);
});

describe("no backup goes", () => {
  test.each([
    ["to a relative path", () => "backups"],
    ["into the data folder", () => folder],
    ["below the data folder", () => join(folder, "blobs")],
  ])("%s", async (_where, place) => {
    await expect(run({ to: place() })).rejects.toMatchObject({ kind: "invalid" });
  });

  test("over another one", async () => {
    await run();
    await expect(run()).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining(NAME) as string,
    });
  });

  test("of nothing", async () => {
    await expect(run({ folder: join(top, "nowhere") })).rejects.toMatchObject({ kind: "invalid" });
  });
});

describe("nothing is restored", () => {
  const again = (): string => join(top, "again");
  const manifestOf = (path: string): Manifest =>
    JSON.parse(readFileSync(join(path, MANIFEST), "utf8")) as Manifest;
  const write = (path: string, manifest: unknown): void =>
    writeFileSync(join(path, MANIFEST), JSON.stringify(manifest));

  test("into a folder that holds data", async () => {
    const { path } = await run();
    await expect(restore({ from: path, folder, now })).rejects.toMatchObject({ kind: "invalid" });
    expect(sources(folder)).toEqual(["s1"]);
  });

  test.each<[string, (path: string) => void, string]>([
    ["of a folder that is no backup", (path) => rmSync(join(path, MANIFEST)), "invalid"],
    ["where the list is damaged", (path) => writeFileSync(join(path, MANIFEST), "{"), "invalid"],
    [
      "that names a file outside",
      (path) => {
        const manifest = manifestOf(path);
        write(path, { ...manifest, files: [{ path: "../../etc/passwd", bytes: 1, sha256: "0".repeat(64) }] });
      },
      "invalid",
    ],
    ["of a later version", (path) => write(path, { ...manifestOf(path), format: 2 }), "refused"],
    ["where a file is missing", (path) => rmSync(join(path, "user.db")), "corrupt"],
    [
      "where a byte was changed",
      (path) => {
        const bytes = readFileSync(join(path, "cache.db"));
        bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
        writeFileSync(join(path, "cache.db"), bytes);
      },
      "corrupt",
    ],
  ])("%s", async (_what, spoil, kind) => {
    const { path } = await run();
    spoil(path);
    await expect(restore({ from: path, folder: again(), now })).rejects.toMatchObject({ kind });
    expect(existsSync(again())).toBe(false);
  });
});
