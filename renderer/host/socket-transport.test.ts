import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocketServer, type WebSocket as ServerSocket } from "ws";
import { decodeMessage, encodeMessage } from "../../shared/rpc/codec.ts";
import type { Transport } from "../../shared/rpc/transport.ts";
import { openSocketTransport } from "./socket-transport.ts";

let server: WebSocketServer;
let url: string;
let transport: Transport | undefined;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/rpc`;
  transport = undefined;
});
afterEach(async () => {
  transport?.close();
  for (const client of server.clients) client.terminate();
  await new Promise((resolve) => server.close(resolve));
});

async function connected(): Promise<{ readonly near: Transport; readonly far: ServerSocket }> {
  const far = new Promise<ServerSocket>((resolve) => server.once("connection", resolve));
  transport = await openSocketTransport(url);
  return { near: transport, far: await far };
}
const next = (near: Transport): Promise<unknown> => new Promise((resolve) => near.onMessage(resolve));
const ended = (near: Transport): Promise<void> => new Promise((resolve) => near.onClose(resolve));

test("messages go both ways as bytes", async () => {
  const { near, far } = await connected();
  const asked = new Promise<unknown>((resolve) =>
    far.once("message", (data: Buffer) => resolve(decodeMessage(data))),
  );
  near.send({ type: "call", id: 1, method: "parts.tree", input: { values: Float64Array.of(1.5, NaN) } });
  expect(await asked).toEqual({
    type: "call",
    id: 1,
    method: "parts.tree",
    input: { values: Float64Array.of(1.5, NaN) },
  });
  const answered = next(near);
  far.send(encodeMessage({ type: "result", id: 1, value: [Infinity, "ü"] }));
  expect(await answered).toEqual({ type: "result", id: 1, value: [Infinity, "ü"] });
});

test("text is passed over, the messages around it arrive", async () => {
  const { near, far } = await connected();
  const answered = next(near);
  far.send("hello");
  far.send(encodeMessage({ type: "end", id: 7 }));
  expect(await answered).toEqual({ type: "end", id: 7 });
});

test("bytes that are no message end the connection", async () => {
  const { near, far } = await connected();
  const seen: unknown[] = [];
  near.onMessage((message) => seen.push(message));
  const end = ended(near);
  const code = new Promise((resolve) => far.once("close", resolve));
  far.send(Uint8Array.of(255, 255, 255, 255, 1, 2, 3));
  await end;
  expect([await code, seen]).toEqual([4002, []]);
});

test("the end is told once, and what is sent after it goes nowhere", async () => {
  const { near, far } = await connected();
  let told = 0;
  near.onClose(() => (told += 1));
  const end = ended(near);
  far.terminate();
  await end;
  expect(() => near.send({ type: "cancel", id: 1 })).not.toThrow();
  expect(told).toBe(1);
});

test("where nobody answers it is offline", async () => {
  const closed = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => closed.once("listening", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  await expect(openSocketTransport(`ws://127.0.0.1:${port}/rpc`)).rejects.toMatchObject({ kind: "offline" });
});
