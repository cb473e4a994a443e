import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { appResource } from "./app-resources.ts";

const HASH = "0123456789abcdef".repeat(4);
const top = mkdtempSync(join(tmpdir(), "throughline-resources-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));
const rendererFolder = join(top, "renderer");
mkdirSync(join(rendererFolder, "assets"), { recursive: true });
mkdirSync(join(top, "renderer-secret"));
writeFileSync(join(rendererFolder, "index.html"), "page");
writeFileSync(join(rendererFolder, "assets", "a-1.js"), "script");
writeFileSync(join(rendererFolder, ".env.json"), "{}");
writeFileSync(join(rendererFolder, "no-ending"), "");
writeFileSync(join(top, "secret.json"), "{}");
writeFileSync(join(top, "renderer-secret", "x.json"), "{}");
symlinkSync(join(top, "secret.json"), join(rendererFolder, "link.json"));
symlinkSync(top, join(rendererFolder, "up"));

const places = {
  rendererFolder,
  blobPath: (sha256: string) => (sha256 === HASH ? join(top, "blob") : undefined),
};

test("the page, its assets and blobs are found", () => {
  const index = { contentType: "text/html; charset=utf-8", immutable: false };
  expect(appResource("app://throughline/index.html", places)).toMatchObject(index);
  expect(appResource("app://throughline/", places)).toMatchObject(index);
  expect(appResource("app://throughline/assets/a-1.js?v=1#x", places)).toMatchObject({ immutable: true });
  expect(appResource(`app://throughline/blob/${HASH}`, places)?.path).toBe(join(top, "blob"));
});

test.each([
  "/../secret.json",
  "/..%2fsecret.json",
  "/..%2Fsecret.json",
  "/%2e%2e/secret.json",
  "/%2e%2e%2fsecret.json",
  "/.%2e/secret.json",
  "/%252e%252e%252fsecret.json",
  "/..%5csecret.json",
  "/..\\secret.json",
  "/%5c..%5csecret.json",
  "/assets/..%2f..%2fsecret.json",
  "/..%2frenderer-secret%2fx.json",
  "/%00/../secret.json",
  "/index.html%00.json",
  "/index\u0000.html",
  "/%ff",
  "/%",
  "//secret.json",
  "/link.json",
  "/up/secret.json",
  "/.env.json",
  "/no-ending",
  "/assets",
  "/missing.html",
  "/c:%2fwindows%2fwin.ini",
  "/etc/passwd",
  "/blob/",
  `/blob/${HASH}/x`,
  `/blob/..%2f${HASH}`,
  "/blob/%2e%2e%2f..%2fsecret.json",
])("app://throughline%s is nothing", (path) =>
  expect(appResource(`app://throughline${path}`, places)).toBeUndefined(),
);

test.each(["app://throughline.evil/index.html", "app://evil/index.html", "file:///index.html", "nonsense"])(
  "%s is not ours to answer",
  (url) => expect(appResource(url, places)).toBeUndefined(),
);
