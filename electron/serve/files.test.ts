/** What paths, blobs and uploads can reach: the page, the blobs, the inbox, and nothing beside them. */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createUploads } from "./uploads.ts";
import { ask, startServing, type Answer, type Ask, type TestServing } from "./testing/serving.ts";

let shell: TestServing;
beforeAll(async () => {
  shell = await startServing();
  symlinkSync(join(shell.rendererFolder, "..", "secret.json"), join(shell.rendererFolder, "link.json"));
  writeFileSync(join(shell.rendererFolder, ".hidden.json"), "{}");
});
afterAll(() => shell.close());

const ours = (path: string, options: Ask = {}): Promise<Answer> =>
  ask(shell.serving.port, path, { ...options, headers: { Cookie: shell.cookie, ...options.headers } });

test("the page is never stale, its assets are kept for ever", async () => {
  const page = await ours("/");
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(page.headers["cache-control"]).toBe("no-cache");
  const script = await ours("/assets/main-1a2b.js");
  expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(script.headers["cache-control"]).toContain("immutable");
  const head = await ours("/assets/main-1a2b.js", { method: "HEAD" });
  expect(head).toMatchObject({ status: 200, body: "" });
  expect(head.headers["content-length"]).toBe(script.headers["content-length"]);
});

test.each([
  "/../secret.json",
  "/..%2fsecret.json",
  "/%2e%2e/secret.json",
  "/%2e%2e%2fsecret.json",
  "/.%2e/secret.json",
  "/%252e%252e%252fsecret.json",
  "/..\\secret.json",
  "/..%5csecret.json",
  "/assets/..%2f..%2fsecret.json",
  "/assets/../../secret.json",
  "//secret.json",
  "///etc/passwd",
  "/etc/passwd",
  "/index.html%00.json",
  "/%00",
  "/%",
  "/%ff%fe",
  "/link.json",
  "/.hidden.json",
  "/assets",
  "/data/user.db",
])("%s is not found", async (path) => {
  const answer = await ours(path);
  expect(answer.status).toBe(404);
  expect(answer.body).toBe("not found\n");
});

test("blobs go by their hash and by nothing else", async () => {
  const bytes = new TextEncoder().encode("mesh");
  const sha256 = await shell.host.blobs.put(bytes);
  const blob = await ours(`/blob/${sha256}`);
  expect(blob).toMatchObject({ status: 200, body: "mesh" });
  expect(blob.headers["content-type"]).toBe("application/octet-stream");
  expect(blob.headers["cache-control"]).toContain("immutable");
  const outside = [
    "/blob/",
    "/blob",
    `/blob/${sha256.toUpperCase()}`,
    `/blob/${sha256}x`,
    `/blob/${sha256.slice(1)}`,
    `/blob/${sha256}/`,
    `/blob/${sha256}/x`,
    `/blob/${"0".repeat(64)}`,
    "/blob/..%2fuser.db",
    "/blob/%2e%2e%2fuser.db",
    `/blob/..%2fblobs%2f${sha256}`,
    `/blob/${sha256}%00`,
  ];
  for (const path of outside) expect((await ours(path)).status).toBe(404);
});

test("an upload lands in its batch, folders included, and the batch's folder is told", async () => {
  const put = await ours("/upload/batch-1/logs/Plate%20116.txt", { method: "PUT", body: "a|b|c" });
  expect(put.status).toBe(201);
  const { path } = JSON.parse(put.body) as { path: string };
  expect(path).toBe(join(shell.dataFolder, "inbox", "batch-1", "logs", "Plate 116.txt"));
  expect(readFileSync(path, "utf8")).toBe("a|b|c");
  const done = await ours("/upload/batch-1/done", { method: "POST" });
  expect(JSON.parse(done.body)).toEqual({ path: join(shell.dataFolder, "inbox", "batch-1") });
  const large = new Uint8Array(3_000_000).fill(7);
  expect((await ours("/upload/batch-1/large.bin", { method: "PUT", body: large })).status).toBe(201);
  expect(readFileSync(join(shell.dataFolder, "inbox", "batch-1", "large.bin")).equals(large)).toBe(true);
});

test.each([
  "/upload/b/..%2fx.step",
  "/upload/b/..%2f..%2fuser.db",
  "/upload/b/%2e%2e%2fx.step",
  "/upload/b/a/..%2f..%2f..%2fx.step",
  "/upload/b/..%5cx.step",
  "/upload/b/%2fetc%2fx.step",
  "/upload/b//x.step",
  "/upload/b/",
  "/upload/b/C:%5cx.step",
  "/upload/b/C:x.step",
  "/upload/b/x.step:stream",
  "/upload/b/x%00.step",
  "/upload/b/x%0a.step",
  "/upload/b/%ff.step",
  "/upload/b/%",
  "/upload/b/NUL",
  "/upload/b/con.step",
  "/upload/b/x.step.",
  "/upload/b/x.step%20",
  `/upload/b/${"x".repeat(256)}`,
  `/upload/b/${"x/".repeat(501)}x`,
  "/upload/..%2fb/x.step",
  "/upload/%2e%2e%2fb/x.step",
  "/upload//x.step",
  `/upload/${"b".repeat(65)}/x.step`,
  "/upload/b.b/x.step",
])("the upload %s is refused and writes nothing", async (path) => {
  const before = everything();
  expect((await ours(path, { method: "PUT", body: "hostile" })).status).toBe(400);
  expect(everything()).toEqual(before);
});

test.each(["/upload/b/../../x.step", "/upload/../x.step", "/upload/%2e%2e/x.step"])(
  "the upload %s means another place and is not allowed",
  async (path) => {
    const before = everything();
    const { status } = await ours(path, { method: "PUT", body: "hostile" });
    expect([400, 405]).toContain(status);
    expect(everything()).toEqual(before);
  },
);

test("an upload that breaks off leaves no file", async () => {
  const { port } = shell.serving;
  const headers = { Cookie: shell.cookie, "Content-Length": "1000" };
  // Fewer bytes than announced, then gone.
  const { connect } = await import("node:net");
  const socket = connect(port, "127.0.0.1");
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`PUT /upload/broken/x.step HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\nhalf`);
  const path = join(shell.dataFolder, "inbox", "broken", "x.step");
  await until(() => existsSync(path));
  socket.destroy();
  await until(() => !existsSync(path));
  // A whole answer later the upload's own end has been dealt with too.
  await ours("/");
});

test("nothing of all this was unexpected to the host", () => expect(shell.log).toEqual([]));

/** Every path below the data folder's parent: what an upload could have written. */
function everything(): readonly string[] {
  return readdirSync(join(shell.dataFolder, ".."), { recursive: true, encoding: "utf8" })
    .filter((path) => !/-(wal|shm|journal)$/.test(path))
    .sort();
}

async function until(state: () => boolean): Promise<void> {
  while (!state()) await new Promise((resolve) => setImmediate(resolve));
}

test("what an earlier run was handed is gone at the next start", async () => {
  const { body } = await ours("/upload/left/over.txt", { method: "PUT", body: "x" });
  const { path } = JSON.parse(body) as { path: string };
  expect(existsSync(path)).toBe(true);
  await createUploads(shell.dataFolder).clear();
  expect(existsSync(path)).toBe(false);
});
