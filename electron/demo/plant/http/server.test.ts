import { randomUUID } from "node:crypto";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { setImmediate } from "node:timers/promises";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Submission } from "../../../../shared/contract/plant/protocol.ts";
import { startPlant, type RunningPlant } from "../start-plant.ts";

let running: RunningPlant;
/** What the server asked to wait for; it waits until `pass` is called where `isHeld`. */
const waits: number[] = [];
let isHeld = false;
let pass: () => void = () => undefined;

beforeEach(async () => {
  isHeld = false;
  waits.length = 0;
  running = await startPlant({
    clock: () => 1_000_000,
    clockSkew: 86_400_000_000,
    units: 0,
    bulk: { events: 100 },
    wait: async (ms) => {
      waits.push(ms);
      if (isHeld) await new Promise<void>((resolve) => (pass = resolve));
    },
  });
});
// A bug in the server throws where nobody catches it: the run fails.
afterEach(() => running.stop());

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The connection broke before the answer was whole. */
  readonly isBroken: boolean;
}

/** `enough`: bytes after which the reader goes away. */
function get(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  { method = "GET", body, enough = Infinity }: { method?: string; body?: string; enough?: number } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const authorised = { Authorization: `Bearer ${running.token}`, ...headers };
    const request = httpRequest(`${running.url}${path}`, { method, headers: authorised }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const done = (isBroken: boolean): void =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          isBroken,
        });
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size < enough) return;
        done(false);
        request.destroy();
      });
      response.on("end", () => done(false));
      response.on("error", () => done(true));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const CHANGES = "/systems/mes/changes?scope=product:B1&limit=5000";
const submission: Submission = {
  client: randomUUID(),
  number: 1,
  key: randomUUID(),
  kind: "change-request",
  body: { id: randomUUID(), title: "T", problem: "", proposal: "", evidence: [], files: [], createdAt: 0 },
};
const post = (): Promise<Got> =>
  get("/systems/plm/submissions", {}, { method: "POST", body: JSON.stringify(submission) });

test("pages come compressed as the reader takes them, and say so", async () => {
  const plain = await get(CHANGES);
  expect(plain.headers["content-type"]).toBe("application/x-ndjson");
  expect(plain.headers.vary).toBe("Accept-Encoding");
  const zipped = await get(CHANGES, { "Accept-Encoding": "gzip" });
  expect(zipped.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(zipped.body)).toEqual(plain.body);
  const zstd = await get(CHANGES, { "Accept-Encoding": "zstd, gzip" });
  expect(zstd.headers["content-encoding"]).toBe("zstd");
  expect(zstdDecompressSync(zstd.body)).toEqual(plain.body);
  expect(zstd.body.length).toBeLessThan(plain.body.length / 4);
});

test("the clock is the plant's, skew and all", async () => {
  const { body } = await get("/.well-known/throughline-plant", { Authorization: "" });
  expect(JSON.parse(body.toString())).toMatchObject({ time: 86_401_000_000, plant: "Actuator plant" });
});

test("HEAD answers without a body, other methods are turned away", async () => {
  const head = await get(CHANGES, {}, { method: "HEAD" });
  expect(head.body.length).toBe(0);
  expect(Number(head.headers["content-length"])).toBeGreaterThan(1_000);
  for (const [path, allow] of [
    [CHANGES, "GET, HEAD"],
    ["/systems/plm/submissions", "POST"],
    [`/files/${"0".repeat(64)}`, "GET, HEAD, PUT"],
  ] as const) {
    const { status, headers } = await get(path, {}, { method: "DELETE" });
    expect([status, headers.allow], path).toEqual([405, allow]);
  }
});

test.each([
  "/",
  "/systems",
  "/systems/mes",
  "/systems/mes/changes/x",
  "/systems/%E0%A4%A/scopes",
  "/files",
  "/x?y",
])("%s leads nowhere, and only who may ask learns so", async (path) => {
  expect((await get(path)).status).toBe(404);
  expect((await get(path, { Authorization: "" })).status).toBe(401);
});

test("a system that takes nothing says so, and what is too long is cut off", async () => {
  expect((await get("/systems/mes/submissions", {}, { method: "POST", body: "{}" })).status).toBe(404);
  const long = await get("/systems/plm/submissions", {}, { method: "POST", body: " ".repeat(2_000_000) });
  expect(long.status).toBe(413);
  expect((await get("/systems/plm/submissions", {}, { method: "POST", body: "{" })).status).toBe(400);
  expect((await get("/files/abc", {}, { method: "PUT", body: "x" })).status).toBe(400);
});

test("a request line that is no path of ours is answered 400", async () => {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(running.server.port, "127.0.0.1", () =>
      socket.end("GET http://elsewhere/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    );
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString())).on("error", reject);
    socket.on("close", () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

test("cut: the answer breaks off in the middle; a request later all is well", async () => {
  const whole = await get(CHANGES);
  running.faults.next("changes", { fault: "cut", share: 0.5 });
  const cut = await get(CHANGES);
  expect(cut.isBroken).toBe(true);
  expect(cut.body).toEqual(whole.body.subarray(0, cut.body.length));
  expect((await get(CHANGES)).body).toEqual(whole.body);
});

test("drop: nothing was done; cut at 0: done, but the answer is lost", async () => {
  running.faults.next("submission", { fault: "drop" }, { fault: "cut", share: 0 });
  await expect(post()).rejects.toThrow(/hang up|reset/);
  expect(running.plant.requests).toEqual([]);
  const lost = await post().catch(() => undefined);
  expect(lost?.body.length ?? 0).toBe(0);
  expect(running.plant.requests).toEqual(["ECR-0047"]);
  expect(JSON.parse((await post()).body.toString())).toEqual({
    answer: "accepted",
    number: "ECR-0047",
    revision: 1,
  });
  expect(running.plant.requests).toEqual(["ECR-0047"]);
});

test("status: a problem, with the time to wait where there is one", async () => {
  running.faults.next(
    "changes",
    { fault: "status", status: 503, retryAfterSeconds: 7 },
    { fault: "status", status: 401 },
  );
  const busy = await get(CHANGES);
  expect([busy.status, busy.headers["retry-after"], JSON.parse(busy.body.toString())]).toEqual([
    503,
    "7",
    { code: "unavailable", title: expect.any(String) },
  ]);
  const refused = await get(CHANGES);
  expect([refused.status, refused.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="plant"']);
});

test("latency and slow bytes: whole answers, after all the pauses", async () => {
  const whole = await get(CHANGES);
  running.faults.next("changes", { fault: "latency", ms: 700 }, { fault: "slow", bytes: 20_000, ms: 40 });
  expect((await get(CHANGES)).body).toEqual(whole.body);
  expect(waits).toEqual([700]);
  expect((await get(CHANGES)).body).toEqual(whole.body);
  expect(waits.slice(1)).toEqual(Array(Math.ceil(whole.body.length / 20_000)).fill(40));
});

test("a reader that leaves a slow answer is not written to any more", async () => {
  isHeld = true;
  running.faults.next("changes", { fault: "slow", bytes: 1_000, ms: 40 });
  await get(CHANGES, {}, { enough: 1_000 });
  // The server must have noticed before the next pause ends.
  while ((await running.server.connections()) > 0) await setImmediate();
  await setImmediate();
  pass();
  await setImmediate();
  expect(waits.length).toBe(1);
});

test("stall: a part comes, and then nothing", async () => {
  running.faults.next("changes", { fault: "stall", share: 0.5 });
  const part = await get(CHANGES, {}, { enough: 1_000 });
  expect(part.status).toBe(200);
  expect(Number(part.headers["content-length"])).toBeGreaterThan(part.body.length);
});

test("truncated and corrupt bodies are in order for HTTP", async () => {
  const whole = await get(CHANGES);
  running.faults.next("changes", { fault: "truncated", share: 0.5 }, { fault: "corrupt" });
  const half = await get(CHANGES);
  expect([half.status, half.isBroken, half.body.length]).toEqual([200, false, whole.body.length >> 1]);
  const other = await get(CHANGES);
  expect(other.body.length).toBe(whole.body.length);
  expect(other.body.filter((byte, i) => byte !== whole.body[i])).toHaveLength(1);
  expect((await get(CHANGES)).body).toEqual(whole.body);
});

test("nudges: all heads first, then each commit, until the streams are dropped", async () => {
  const stream = new Promise<string>((resolve) => {
    const headers = { Authorization: `Bearer ${running.token}` };
    httpRequest(`${running.url}/nudges`, { headers }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (text.split("\n\n").length === 6) {
          running.plant.put("qms", "site", "note/1", { record: "note", key: "1", text: "x" });
          running.server.keepAlive();
        }
        if (text.endsWith("\n\n:\n\n")) running.server.dropNudges();
      });
      response.on("error", () => resolve(text));
      response.on("end", () => resolve(text));
    }).end();
  });
  const text = await stream;
  const heads = [...text.matchAll(/data: (.*)/g)].map(([, json = ""]) => JSON.parse(json) as unknown);
  expect(heads).toHaveLength(6);
  expect(heads.at(-1)).toEqual({ system: "qms", head: 1 });
  expect(running.server.nudgeListeners).toBe(0);
});

test("off the network nothing answers; back again it is the same plant at the same address", async () => {
  const before = await get(CHANGES);
  await running.stop();
  await expect(get(CHANGES)).rejects.toThrow(/ECONNREFUSED|hang up/);
  running.plant.put("mes", "product:B1", "note/1", { record: "note", key: "1", text: "meanwhile" });
  await running.start();
  const cursor = (
    JSON.parse(before.body.toString().trimEnd().split("\n").at(-2) ?? "{}") as { cursor: string }
  ).cursor;
  const behind = (await get(`${CHANGES}&cursor=${cursor}`)).body.toString();
  expect(behind).toContain("meanwhile");
  expect(behind.trimEnd().split("\n")).toHaveLength(4);
});
