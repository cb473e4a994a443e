import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { uploadAddress, uploadAll, type UploadFile } from "./upload.ts";

interface Request {
  readonly method: string | undefined;
  readonly path: string;
  readonly body: string;
}

/** A loopback server that keeps what it gets; a page's addresses are relative to it. */
let server: Server;
let requests: Request[];
let answer: (request: Request) => readonly [status: number, body: string];

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

beforeEach(async () => {
  requests = [];
  answer = ({ path }) => [200, JSON.stringify({ path: `/inbox${path}` })];
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const seen = { method: request.method, path: request.url ?? "", body };
      requests.push(seen);
      const [status, text] = answer(seen);
      response.writeHead(status, { Connection: "close" }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const outside = globalThis.fetch;
  vi.stubGlobal("fetch", (address: string, init: RequestInit) =>
    outside(new URL(address, `http://127.0.0.1:${port}`), init),
  );
});
afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const file = (relativePath: string, text = "x"): UploadFile => ({
  relativePath,
  file: new File([text], relativePath.split("/").at(-1) ?? ""),
});
const ignore = (): void => undefined;

test("files go over one by one under their paths, and the folder of them all comes back", async () => {
  const progress: string[] = [];
  const folder = await uploadAll(
    "b-1",
    [file("job/a b.step", "ISO"), file("job/50 %/x#1?.nc", "%é")],
    (done, count) => progress.push(`${done}/${count}`),
  );
  expect(folder).toBe("/inbox/upload/b-1/done");
  expect(progress).toEqual(["0/2", "1/2"]);
  expect(requests).toEqual([
    { method: "PUT", path: "/upload/b-1/job/a%20b.step", body: "ISO" },
    { method: "PUT", path: "/upload/b-1/job/50%20%25/x%231%3F.nc", body: "%é" },
    { method: "POST", path: "/upload/b-1/done", body: "" },
  ]);
});

test("each part of a path comes back as it was", () => {
  const path = "ordner/ü ? # % & + \\ 日本.step";
  const parts = uploadAddress("b", path).split("/");
  expect(parts.slice(0, 3)).toEqual(["", "upload", "b"]);
  expect(parts.slice(3).map(decodeURIComponent).join("/")).toBe(path);
});

test.each([
  [413, "limit"],
  [507, "limit"],
  [400, "refused"],
  [403, "refused"],
  [500, "refused"],
])("an answer of %i is %s, names the file, and nothing goes over after it", async (status, kind) => {
  answer = ({ path }) => (path.endsWith("bad.step") ? [status, "y".repeat(900)] : [200, "{}"]);
  const failed = uploadAll("b", [file("a.step"), file("job/bad.step"), file("c.step")], ignore);
  await expect(failed).rejects.toMatchObject({ kind, message: `job/bad.step: ${"y".repeat(200)}` });
  expect(requests.map(({ path }) => path)).toEqual(["/upload/b/a.step", "/upload/b/job/bad.step"]);
});

test("a host that is gone is offline", async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(uploadAll("b", [file("a.step")], ignore)).rejects.toMatchObject({ kind: "offline" });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
