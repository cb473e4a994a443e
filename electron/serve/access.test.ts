/** Who is let in: every check over real loopback HTTP. */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONTENT_SECURITY_POLICY } from "../host/security/content-security-policy.ts";
import { ask, startServing, type Answer, type Ask, type TestServing } from "./testing/serving.ts";

let shell: TestServing;
let port: number;
beforeAll(async () => {
  shell = await startServing();
  ({ port } = shell.serving);
});
afterAll(() => shell.close());

/** With the session cookie, as our page asks. */
const ours = (path: string, options: Ask = {}): Promise<Answer> =>
  ask(port, path, { ...options, headers: { Cookie: shell.cookie, ...options.headers } });

test("the start address answers with a cookie that scripts and foreign sites don't get, and without its token", async () => {
  const answer = await ask(port, `/?token=${shell.token}`);
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe("/");
  const [cookie = "", ...more] = answer.headers["set-cookie"] ?? [];
  expect(more).toEqual([]);
  const [pair = "", ...attributes] = cookie.split("; ");
  expect(attributes.sort()).toEqual(["HttpOnly", "Path=/", "SameSite=Strict"]);
  expect(pair).not.toContain(shell.token);
  expect((pair.split("=")[1] ?? "").length).toBeGreaterThanOrEqual(40);
  const page = await ask(port, "/", { headers: { Cookie: pair } });
  expect(page.status).toBe(200);
  expect(page.body).toContain("<title>page</title>");
});

test("it listens on the loopback address alone", () => {
  expect(shell.serving.url.startsWith(`http://127.0.0.1:${port}/?token=`)).toBe(true);
});

test.each(["", "x", "null", "undefined"])("the token %j is wrong", async (token) => {
  const answer = await ask(port, `/?token=${token}`);
  expect(answer.status).toBe(403);
  expect(answer.headers["set-cookie"]).toBeUndefined();
});

test("a token with something missing, added or changed is wrong", async () => {
  const { token } = shell;
  const changed = (token.startsWith("A") ? "B" : "A") + token.slice(1);
  for (const wrong of [
    token.slice(1),
    token.slice(0, -1),
    `${token}A`,
    ` ${token}`,
    changed,
    token.toLowerCase(),
  ]) {
    if (wrong === token) continue;
    expect((await ask(port, `/?token=${encodeURIComponent(wrong)}`)).status).toBe(403);
  }
  // The cookie does not make a wrong token right.
  expect((await ours(`/?token=${changed}`)).status).toBe(403);
});

test("without the cookie nothing is served", async () => {
  for (const path of [
    "/",
    "/index.html",
    "/assets/main-1a2b.js",
    `/blob/${"0".repeat(64)}`,
    "/upload/a/done",
  ]) {
    expect((await ask(port, path)).status).toBe(401);
  }
  expect((await ask(port, "/upload/a/x.step", { method: "PUT", body: "x" })).status).toBe(401);
});

test("a cookie that only looks like ours is none", async () => {
  const [name = "", value = ""] = shell.cookie.split("=");
  const wrong = [
    `${name}=`,
    name,
    `${name}=${value.slice(1)}`,
    `${name}=${value}x`,
    `x${name}=${value}`,
    `${name}x=${value}`,
    `other=${name}=${value}`,
    `${name}="${value}"`,
    `throughline_session=${value}`,
  ];
  for (const Cookie of wrong) expect((await ask(port, "/", { headers: { Cookie } })).status).toBe(401);
  const among = `first=1; ${name}=${value}; last=2`;
  expect((await ask(port, "/", { headers: { Cookie: among } })).status).toBe(200);
});

test("another shell of the same machine has another cookie, by name and value", async () => {
  const other = await startServing();
  try {
    expect(other.cookie.split("=")[0]).not.toBe(shell.cookie.split("=")[0]);
    expect((await ask(port, "/", { headers: { Cookie: other.cookie } })).status).toBe(401);
  } finally {
    await other.close();
  }
});

describe("Host", () => {
  test.each([
    "evil.example",
    "evil.example:PORT",
    "127.0.0.1:PORT.evil.example",
    "127.0.0.1.evil.example:PORT",
    "localhost.evil:PORT",
    "localhost.:PORT",
    "xlocalhost:PORT",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.0.0.2:PORT",
    "127.1:PORT",
    "0.0.0.0:PORT",
    "[::1]:PORT",
    "user@127.0.0.1:PORT",
    "127.0.0.1:PORT/",
  ])("%j is refused, with cookie and with token", async (pattern) => {
    const Host = pattern.replace("PORT", String(port));
    expect((await ours("/", { headers: { Host } })).status).toBe(403);
    const withToken = await ask(port, `/?token=${shell.token}`, { headers: { Host } });
    expect(withToken.status).toBe(403);
    expect(withToken.headers["set-cookie"]).toBeUndefined();
  });

  test("none, an empty one and two are refused", async () => {
    const { cookie } = shell;
    const own = `Host: 127.0.0.1:${port}`;
    for (const [hosts, status] of [
      ["X: 1", 400],
      ["Host:", 403],
      [`Host: evil.example\r\n${own}`, 403],
    ] as const) {
      const text = `GET / HTTP/1.1\r\n${hosts}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`;
      expect((await raw(text)).status).toBe(status);
    }
  });

  test("localhost is ours too", async () => {
    expect((await ours("/", { headers: { Host: `localhost:${port}` } })).status).toBe(200);
  });
});

describe("Origin", () => {
  test.each([
    "null",
    "",
    "http://evil.example",
    "http://127.0.0.1:PORT.evil.example",
    "http://127.0.0.1:PORT@evil.example",
    "http://evil.example/http://127.0.0.1:PORT",
    "https://127.0.0.1:PORT",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost:PORT",
    "http://127.0.0.1:PORT/",
    "file://",
    "app://throughline",
  ])("%j is refused", async (pattern) => {
    const Origin = pattern.replace("PORT", String(port));
    expect((await ours("/", { headers: { Origin } })).status).toBe(403);
    expect((await ours("/upload/a/x.step", { method: "PUT", body: "x", headers: { Origin } })).status).toBe(
      403,
    );
  });

  test("our own passes, and a request that names none", async () => {
    expect((await ours("/", { headers: { Origin: `http://127.0.0.1:${port}` } })).status).toBe(200);
    expect((await ours("/")).status).toBe(200);
  });
});

test("every answer carries the policy", async () => {
  const answers = [
    await ours("/"),
    await ours("/assets/main-1a2b.js"),
    await ours("/missing.html"),
    await ours("/", { method: "DELETE" }),
    await ours("/upload/a/..%2fx", { method: "PUT", body: "x" }),
    await ours("/upload/a/done", { method: "POST" }),
    await ours("http://127.0.0.1:99999/"),
    await ask(port, "/"),
    await ask(port, "/?token=wrong"),
    await ask(port, `/?token=${shell.token}`),
    await ask(port, "/", { headers: { Host: "evil.example" } }),
    await raw("NONSENSE\r\n\r\n"),
    await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX: ${"x".repeat(100_000)}\r\n\r\n`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([
    200, 200, 404, 405, 400, 200, 400, 401, 403, 303, 403, 400, 431,
  ]);
  for (const { headers } of answers) {
    expect(headers["content-security-policy"]).toBe(CONTENT_SECURITY_POLICY);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  }
});

test("a header near the limit is no reason to refuse", async () => {
  const answer = await ours("/", { headers: { "X-Long": "x".repeat(14_000) } });
  expect(answer.status).toBe(200);
});

test("nothing of all this was unexpected to the host", () => expect(shell.log).toEqual([]));

/** Bytes as they are, for what no client would send. */
function raw(text: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString("latin1")));
    // The server closes first; what was still on its way to it then breaks off.
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
    });
    socket.on("close", () => {
      const [head = "", body = ""] = received.split("\r\n\r\n");
      const [status = "", ...lines] = head.split("\r\n");
      const headers = Object.fromEntries(
        lines.map((line) => {
          const colon = line.indexOf(":");
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
        }),
      );
      resolve({ status: Number(status.split(" ")[1]), headers, body });
    });
  });
}
