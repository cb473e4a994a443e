/** The connection to a plant: what is trusted, what is sent where, and what a person is told. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createOwnCertificate } from "../../electron/demo/plant/http/own-certificate.ts";
import { startPlant, type PlantOptions, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import type { SourceConnection } from "../../electron/host/connectors/connector.ts";
import { connectPlant } from "../../electron/host/connectors/plant/plant-connector.ts";

const DAY = 86_400_000_000;
const SITE = { system: "mes", scope: "site", since: undefined };
const { signal } = new AbortController();
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function plantWith(options: Partial<PlantOptions> = {}): Promise<RunningPlant> {
  const plant = await startPlant({ clock: microseconds, units: 0, onBug: () => undefined, ...options });
  cleanups.push(() => plant.stop());
  plant.plant.put("mes", "site", "note/1", { record: "note", key: "1", text: "Chatter" });
  return plant;
}
function connect(url: string, more: { token?: string; ca?: string; plain?: boolean } = {}): SourceConnection {
  const { token, ca, plain = false } = more;
  const reach = { url, token, ca, allowPlainHttp: plain };
  const connection = connectPlant(reach, microseconds, { answer: 2_000, idle: 1_000 });
  cleanups.push(() => connection.close());
  return connection;
}

describe("certificates", () => {
  const certificate = (from: number, to: number, addresses: readonly string[] = ["127.0.0.1"]) =>
    createOwnCertificate({ from, to, addresses, names: ["localhost"] });
  const sound = certificate(microseconds() - DAY, microseconds() + DAY);

  test("of the plant's own authority are trusted once it is given, and by nobody else", async () => {
    const plant = await plantWith({ tls: sound });
    const { url, token } = plant;
    expect(url).toMatch(/^https:/);
    const page = await connect(url, { token, ca: sound.ca }).page(SITE, undefined, 10, signal);
    expect([...page.changes]).toHaveLength(1);
    const refused = { kind: "refused", message: expect.stringContaining("does not know") as string };
    await expect(connect(url, { token }).describe(signal)).rejects.toMatchObject(refused);
    const other = certificate(microseconds() - DAY, microseconds() + DAY);
    await expect(connect(url, { token, ca: other.ca }).describe(signal)).rejects.toMatchObject({
      kind: "refused",
    });
  });

  test.each([
    ["expired", certificate(microseconds() - 2 * DAY, microseconds() - DAY), "expired"],
    ["not valid yet", certificate(microseconds() + DAY, microseconds() + 2 * DAY), "not valid yet"],
    [
      "for another address",
      certificate(microseconds() - DAY, microseconds() + DAY, ["10.9.9.9"]),
      "another address",
    ],
  ])("%s is never passed over", async (_name, tls, words) => {
    const plant = await plantWith({ tls });
    const { url, token } = plant;
    await expect(connect(url, { token, ca: tls.ca }).describe(signal)).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining(words) as string,
    });
  });

  test("an authority that is no certificate is said to be none", async () => {
    const plant = await plantWith({ tls: sound });
    expect(() => connect(plant.url, { ca: "not a certificate" })).toThrow(
      expect.objectContaining({ kind: "invalid", message: expect.stringContaining("PEM") as string }),
    );
  });

  test("HTTP where HTTPS is spoken, and the other way round, is no connection", async () => {
    const [open, closed] = [await plantWith(), await plantWith({ tls: sound })];
    await expect(connect(open.url.replace("http:", "https:")).describe(signal)).rejects.toMatchObject({
      kind: "offline",
    });
    await expect(connect(closed.url.replace("https:", "http:")).describe(signal)).rejects.toMatchObject({
      kind: expect.stringMatching(/offline|invalid/) as string,
    });
  });
});

/** A server that is none of ours, and what it was asked with. */
async function stranger(
  answer: Parameters<typeof createServer>[1],
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer({}, answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test.each([
  ["gzip", gzipSync],
  ["zstd", zstdCompressSync],
  ["identity", (bytes: Buffer) => bytes],
] as const)("an answer in %s is read, and one that is cut in it is not", async (coding, compress) => {
  const { url } = await plantWith();
  const whole = Buffer.from(await (await fetch(`${url}/.well-known/throughline-plant`)).arrayBuffer());
  let sent = compress(whole);
  const server = await stranger((_request, response) => {
    response.writeHead(200, { "Content-Encoding": coding });
    response.end(sent);
  });
  expect((await connect(server.url).describe(signal)).systems).toHaveLength(5);
  sent = sent.subarray(0, -9);
  await expect(connect(server.url).describe(signal)).rejects.toMatchObject({ kind: "corrupt" });
});

describe("what a server may not do", () => {
  test("send the token on to somebody else", async () => {
    const asked: (string | undefined)[] = [];
    const other = await stranger((request, response) => {
      asked.push(request.headers.authorization);
      response.end("{}");
    });
    const first = await stranger((_request, response) => {
      response.writeHead(307, { Location: `${other.url}/scopes` });
      response.end();
    });
    const connection = connect(first.url, { token: "secret" });
    await expect(connection.scopes("mes", signal)).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining(other.url) as string,
    });
    expect(asked).toEqual([]);
  });

  test("answer without end, or with what is no answer", async () => {
    const endless = await stranger((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/json" });
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024, 0x20)));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    await expect(connect(endless.url).page(SITE, undefined, 10, signal)).rejects.toMatchObject({
      kind: "corrupt",
      message: expect.stringContaining("longer") as string,
    });
    const html = await stranger((_request, response) => response.end("<html>Sign in</html>"));
    await expect(connect(html.url).describe(signal)).rejects.toMatchObject({ kind: "corrupt" });
    const squeezed = await stranger((_request, response) => {
      response.writeHead(200, { "Content-Encoding": "br" });
      response.end("x");
    });
    await expect(connect(squeezed.url).describe(signal)).rejects.toMatchObject({ kind: "corrupt" });
    const broken = await stranger((_request, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip" });
      response.end("no gzip at all");
    });
    await expect(connect(broken.url).describe(signal)).rejects.toMatchObject({ kind: "corrupt" });
  });

  test("keep silent: it is given up, and told", async () => {
    const silent = await stranger(() => undefined);
    await expect(connect(silent.url).describe(signal)).rejects.toMatchObject({
      kind: "offline",
      message: expect.stringContaining("in time") as string,
    });
  });
});

test("the token goes to every address but the one that anybody may read", async () => {
  const asked = new Map<string, string | undefined>();
  const server = await stranger((request, response) => {
    asked.set((request.url ?? "").split("?")[0] ?? "", request.headers.authorization);
    response.writeHead(503);
    response.end();
  });
  const connection = connect(server.url, { token: "secret" });
  for (const call of [
    () => connection.describe(signal),
    () => connection.scopes("mes", signal),
    () => connection.page(SITE, undefined, 10, signal),
  ])
    await expect(call).rejects.toMatchObject({ kind: "offline" });
  expect([...asked]).toEqual([
    ["/.well-known/throughline-plant", undefined],
    ["/systems/mes/scopes", "Bearer secret"],
    ["/systems/mes/changes", "Bearer secret"],
  ]);
});

test("a call that is given up ends at once", async () => {
  const silent = await stranger(() => undefined);
  const controller = new AbortController();
  const asking = connect(silent.url).describe(controller.signal);
  controller.abort();
  await expect(asking).rejects.toMatchObject({ kind: "cancelled" });
});
