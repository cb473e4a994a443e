/** The loopback shell: the built renderer, the blobs, uploads and the contract over a WebSocket. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { contract } from "../../shared/contract/contract.ts";
import { serveContract } from "../../shared/rpc/server.ts";

import { SECURITY_HEADERS } from "../host/security/content-security-policy.ts";
import { staticFile } from "../host/security/static-files.ts";
import type { StartingHost } from "../host/starting-host.ts";
import { createAccess } from "./access.ts";
import { socketTransport } from "./socket-transport.ts";
import { createUploads, UploadRefused } from "./uploads.ts";

/** Largest message from a page; the largest of the contract is a plan of 10,000 paths. */
const MAXIMUM_MESSAGE_BYTES = 64 * 1024 * 1024;

export interface ServeConfig {
  /** May not be ready yet: the page says what is waited for. */
  readonly host: StartingHost;
  readonly dataFolder: string;
  /** Folder of the built renderer. */
  readonly rendererFolder: string;
  /** 0 picks a free port. */
  readonly port: number;
}

export interface Serving {
  /** URL with the start token. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function serve(config: ServeConfig): Promise<Serving> {
  let port = config.port;
  const access = createAccess(() => port);
  const uploads = createUploads(config.dataFolder);
  const inbox = config.host.ready.then(async ({ store }) => {
    // What is handed over there may be of the program that has the folder.
    if (!store.readOnly) await uploads.clear();
  });
  // Whoever started the host hears of it.
  inbox.catch(() => undefined);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAXIMUM_MESSAGE_BYTES });

  const server = createServer((request, response) => {
    void answer(request, response).catch((thrown: unknown) => {
      config.host.onBug("http", thrown);
      if (!response.headersSent) send(response, 500, "internal error");
      else response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!access.isOurs(request)) return send(response, 403, "wrong Host or Origin");
    const url = requestUrl(request, port);
    if (url === undefined) return send(response, 400, "unreadable address");
    if (url.pathname === "/" && url.searchParams.has("token")) {
      if (!access.isToken(url.searchParams.get("token"))) return send(response, 403, "wrong token");
      // The redirect takes the token out of the address bar and the history.
      response.writeHead(303, {
        ...SECURITY_HEADERS,
        "Set-Cookie": access.cookie(),
        Location: "/",
        "Cache-Control": "no-store",
      });
      response.end();
      return;
    }
    if (!access.hasCookie(request))
      return send(response, 401, "Open the address that the program printed: it holds the key.");
    const [, area = "", first = "", ...rest] = url.pathname.split("/");
    if (area === "upload") return upload(request, response, first, rest);
    if (request.method !== "GET" && request.method !== "HEAD")
      return send(response, 405, "method not allowed");
    if (area === "blob") {
      const { host } = config.host;
      if (host === undefined) return send(response, 503, "the data folder is being opened");
      const path = rest.length === 0 ? host.blobs.path(first) : undefined;
      return path === undefined
        ? send(response, 404, "no such blob")
        : sendFile(request, response, path, "application/octet-stream", true);
    }
    const file = staticFile(config.rendererFolder, url.pathname);
    if (file === undefined) return send(response, 404, "not found");
    return sendFile(request, response, file.path, file.contentType, file.immutable);
  }

  async function upload(
    request: IncomingMessage,
    response: ServerResponse,
    batch: string,
    rest: readonly string[],
  ): Promise<void> {
    try {
      await inbox;
      if (request.method === "PUT") {
        const path = await uploads.put(
          batch,
          rest.map((segment) => decodeURIComponent(segment)).join("/"),
          request,
        );
        return sendJson(response, 201, { path });
      }
      if (request.method === "POST" && rest.join("/") === "done") {
        return sendJson(response, 200, { path: uploads.folder(batch) });
      }
      return send(response, 405, "method not allowed");
    } catch (thrown) {
      if (thrown instanceof UploadRefused) return send(response, thrown.status, thrown.message);
      if (thrown instanceof URIError) return send(response, 400, thrown.message);
      // Whoever sent it went away, for example by closing the page: nobody waits for an answer.
      if (request.destroyed && !request.complete) return;
      throw thrown;
    }
  }

  server.on("upgrade", (request, socket, head) => {
    const allowed = access.isOurPage(request) && access.hasCookie(request) && request.url === "/rpc";
    // Without a listener a connection that breaks off here would end the whole process.
    socket.on("error", () => socket.destroy());
    if (!allowed) {
      socket.end(rawAnswer("403 Forbidden"));
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveContract(contract, config.host.implementation, socketTransport(webSocket), {
        onBug: config.host.onBug,
      });
    });
  });

  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return void socket.destroy();
    const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
    socket.end(rawAnswer(tooLarge ? "431 Request Header Fields Too Large" : "400 Bad Request"));
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, "127.0.0.1", resolve);
  });
  port = (server.address() as AddressInfo).port;

  return {
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    port,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** undefined for a request line that is no path of ours. */
function requestUrl(request: IncomingMessage, port: number): URL | undefined {
  const target = request.url ?? "";
  // Joined, not resolved: "//other/path" and "http://other/path" must not name another host.
  return target.startsWith("/") ? new URL(`http://127.0.0.1:${port}${target}`) : undefined;
}

/** An answer where there is no response object: the connection is closed after it. */
function rawAnswer(status: string): string {
  const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status}`, ...headers, "Content-Length: 0", "Connection: close", "", ""].join("\r\n");
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
  });
  response.end(`${text}\n`);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
  });
  response.end(JSON.stringify(value));
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  contentType: string,
  immutable: boolean,
): Promise<void> {
  const { size } = await stat(path);
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    "Content-Type": contentType,
    "Content-Length": size,
    "Cache-Control": immutable ? "private, max-age=31536000, immutable" : "no-cache",
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const stream = createReadStream(path);
  stream.on("error", () => response.destroy());
  stream.pipe(response);
}
