import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileSecrets, memorySecrets } from "./secrets.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-secrets-"));
  path = join(folder, "data", "secrets.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["a file", () => fileSecrets(path)],
  ["memory", memorySecrets],
])("%s keeps, replaces and forgets", async (_name, open) => {
  const secrets = open();
  expect(await secrets.get("plant:1")).toBeUndefined();
  await Promise.all([
    secrets.set("plant:1", "a"),
    secrets.set("plant:2", "b"),
    secrets.set("__proto__", "c"),
  ]);
  expect(await secrets.get("plant:1")).toBe("a");
  await secrets.set("plant:1", "a2");
  await secrets.remove("plant:2");
  expect(await secrets.get("plant:1")).toBe("a2");
  expect(await secrets.get("plant:2")).toBeUndefined();
  expect(await secrets.get("toString")).toBeUndefined();
});

test("the file is for this user only, also where it was not before, and nothing lies beside it", async ({
  skip,
}) => {
  if (process.platform === "win32") skip("Windows has no mode bits");
  await fileSecrets(path).set("plant:1", "a");
  chmodSync(path, 0o644);
  await fileSecrets(path).set("plant:2", "b");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, "data"))).toEqual(["secrets.json"]);
});

test("a damaged file is said to be damaged, and left", async () => {
  await fileSecrets(path).set("plant:1", "a");
  writeFileSync(path, "{");
  await expect(fileSecrets(path).get("plant:1")).rejects.toMatchObject({ kind: "corrupt" });
  await expect(fileSecrets(path).set("plant:1", "b")).rejects.toMatchObject({ kind: "corrupt" });
  expect(readFileSync(path, "utf8")).toBe("{");
});
