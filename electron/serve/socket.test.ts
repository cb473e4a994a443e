/** The WebSocket's door and what comes in by it: refused without the cookie, closed on garbage, alive after. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { contract, type HostClient } from "../../shared/contract/contract.ts";
import { createClient } from "../../shared/rpc/client.ts";
import { encodeMessage } from "../../shared/rpc/codec.ts";
import { socketTransport } from "./socket-transport.ts";
import { startServing, type TestServing } from "./testing/serving.ts";
import { unpackTree } from "../../shared/contract/part-tree.ts";

let shell: TestServing;
beforeAll(async () => {
  shell = await startServing();
});
afterAll(async () => {
  await shell.close();
});

interface Door {
  readonly path?: string;
  readonly cookie?: string | undefined;
  readonly origin?: string | undefined;
  readonly host?: string;
}

function open({ path = "/rpc", ...door }: Door = {}): WebSocket {
  const { port } = shell.serving;
  const cookie = "cookie" in door ? door.cookie : shell.cookie;
  const origin = "origin" in door ? door.origin : `http://127.0.0.1:${port}`;
  return new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    headers: {
      Host: door.host ?? `127.0.0.1:${port}`,
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...(origin === undefined ? {} : { Origin: origin }),
    },
  });
}

/** Status that the upgrade was answered with; 101 where it was accepted. */
function upgradeStatus(door: Door): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = open(door);
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.on("unexpected-response", (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on("error", reject);
  });
}

async function connected(): Promise<WebSocket> {
  const socket = open();
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return socket;
}

const closeCode = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once("close", (code) => resolve(code)));

/** The server still answers, on a connection of its own. */
async function expectAlive(): Promise<void> {
  const socket = await connected();
  const client: HostClient = createClient(contract, socketTransport(socket));
  expect(unpackTree(await client.parts.tree({}))).toEqual([]);
  socket.close();
}

test("our page gets in", async () => {
  expect(await upgradeStatus({})).toBe(101);
  await expectAlive();
});

test("without the cookie, or with a wrong one, nobody does", async () => {
  expect(await upgradeStatus({ cookie: undefined })).toBe(403);
  expect(await upgradeStatus({ cookie: `${shell.cookie}x` })).toBe(403);
  expect(await upgradeStatus({ cookie: `throughline_session=${shell.token}` })).toBe(403);
});

test.each([
  undefined,
  "null",
  "http://evil.example",
  "http://127.0.0.1:PORT.evil.example",
  "http://127.0.0.1:PORT@evil.example",
  "http://localhost:PORT",
  "https://127.0.0.1:PORT",
  "http://127.0.0.1",
  "http://127.0.0.1:PORT/",
])("the origin %s does not, cookie or not", async (pattern) => {
  const origin = pattern?.replace("PORT", String(shell.serving.port));
  expect(await upgradeStatus({ origin })).toBe(403);
});

test.each(["evil.example", "127.0.0.1:PORT.evil.example", "localhost.evil:PORT"])(
  "the host %s does not, even with the origin to match",
  async (pattern) => {
    const host = pattern.replace("PORT", String(shell.serving.port));
    expect(await upgradeStatus({ host, origin: `http://${host}` })).toBe(403);
  },
);

test.each(["/", "/rpc/", "/rpc?x=1", "/other", "//rpc"])("there is no socket at %s", async (path) => {
  expect(await upgradeStatus({ path })).toBe(403);
});

test("a text frame closes the connection", async () => {
  const socket = await connected();
  socket.send(JSON.stringify({ type: "call", id: 1, method: "parts.tree", input: {} }));
  expect(await closeCode(socket)).toBe(1003);
  await expectAlive();
});

test.each([
  ["nothing", new Uint8Array(0)],
  ["three bytes", Uint8Array.of(1, 2, 3)],
  ["a length past the end", Uint8Array.of(255, 255, 255, 255, 0)],
  ["a length without JSON", Uint8Array.of(4, 0, 0, 0, 0xff, 0xfe, 0xfd, 0xfc)],
  ["an array past the end", forged({ $array: ["Float64Array", 0, 1e9] })],
  ["an array of no known type", forged({ $array: ["BigInt64Array", 0, 1] })],
  ["a deep nest", forgedText(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)],
])("%s in a binary frame closes the connection", async (_what, bytes) => {
  const socket = await connected();
  socket.send(bytes);
  expect(await closeCode(socket)).toBe(1007);
  await expectAlive();
});

test.each([
  ["a reserved opcode", Uint8Array.of(0x83, 0x80, 0, 0, 0, 0)],
  ["an unmasked frame", Uint8Array.of(0x82, 0x01, 0x00)],
  ["a frame of 2^62 bytes", Uint8Array.of(0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
  ["a frame of 1 TiB", Uint8Array.of(0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
])("%s, against the protocol, costs the connection and not the server", async (_what, bytes) => {
  const socket = await connected();
  const closed = closeCode(socket);
  // Below the client's own framing.
  const { _socket: stream } = socket as unknown as { _socket: { write(bytes: Uint8Array): void } };
  stream.write(bytes);
  await closed;
  await expectAlive();
});

test("well-formed messages that are no requests are ignored", async () => {
  const socket = await connected();
  for (const message of [
    0,
    "x",
    null,
    [],
    {},
    { type: "result", id: 1 },
    { type: "call", id: "1", method: "x" },
  ])
    socket.send(encodeMessage(message));
  const client: HostClient = createClient(contract, socketTransport(socket));
  expect(unpackTree(await client.parts.tree({}))).toEqual([]);
  socket.close();
});

test("a connection that breaks off in the middle of a stream ends it", async () => {
  const socket = await connected();
  const client: HostClient = createClient(contract, socketTransport(socket));
  let heard: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (heard = resolve));
  const watching = client.sources.watch({}, () => heard());
  await first;
  socket.terminate();
  await expect(watching).rejects.toMatchObject({ kind: "offline" });
  await expectAlive();
  expect(shell.log).toEqual([]);
});

/** A message whose input is given JSON instead of what the codec would write. */
function forged(input: unknown): Uint8Array {
  return forgedText(JSON.stringify({ type: "call", id: 1, method: "parts.tree", input }));
}

function forgedText(text: string): Uint8Array {
  const json = new TextEncoder().encode(text);
  const bytes = new Uint8Array(4 + json.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  return bytes;
}
