/** The plant protocol over HTTP on this machine, with the faults that were asked for. */
import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server as NetServer } from "node:net";
import { isPageFault, type Fault, type Faults } from "../faults.ts";
import type { Plant } from "../plant.ts";
import { problem, type Reply } from "./answers.ts";
import { acceptedCoding, encode } from "./encoding.ts";
import { createNudges } from "./nudges.ts";
import { routeOf } from "./routes.ts";
import { send, type Wait } from "./send.ts";

export interface PlantServerParts {
  readonly plant: Plant;
  readonly faults: Faults;
  readonly token: string;
  /** The plant's clock, µs UTC. */
  readonly time: () => number;
  readonly wait: Wait;
  /** PEM; plain HTTP where it is left out. */
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
  /** Told of what should never happen. */
  readonly onBug: (thrown: unknown) => void;
}

export interface PlantServer {
  readonly port: number;
  readonly requests: number;
  readonly nudgeListeners: number;
  /** Open now. */
  connections(): Promise<number>;
  keepAlive(): void;
  /** Breaks the streams of nudges; readers come back. */
  dropNudges(): void;
  /** Breaks every connection and stops listening. */
  close(): Promise<void>;
}

/** `port` 0 takes a free one. */
export async function servePlant(parts: PlantServerParts, port: number): Promise<PlantServer> {
  const { plant, faults, wait } = parts;
  const nudges = createNudges(plant);
  let requests = 0;
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    requests += 1;
    void answer(request, response).catch((thrown: unknown) => {
      // Readers that go away in the middle of what they send are no bug of ours.
      if (!request.destroyed || request.complete) parts.onBug(thrown);
      response.destroy();
    });
  };
  const { tls } = parts;
  const server =
    tls === undefined ? createServer(handle) : createSecureServer({ key: tls.key, cert: tls.cert }, handle);
  const reply = async (
    request: IncomingMessage,
    response: ServerResponse,
    { status, headers, parts: body, isText }: Reply,
    fault: Fault | undefined,
  ): Promise<void> => {
    const wanted = isText ? acceptedCoding(request.headers["accept-encoding"] ?? "") : "identity";
    const { coding, parts: encoded } = await encode(body, wanted);
    const codingHeaders = coding === "identity" ? {} : { "Content-Encoding": coding };
    const vary = isText ? { Vary: "Accept-Encoding" } : {};
    // What was not read of an upload that was refused would be taken for the next request.
    const rest = request.complete ? {} : { Connection: "close" };
    return send(response, status, { ...headers, ...vary, ...codingHeaders, ...rest }, encoded, fault, wait);
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = requestUrl(request);
    if (url === undefined)
      return reply(request, response, problem(400, "invalid", "unreadable address"), undefined);
    const route = routeOf(parts, request.method ?? "GET", url);
    if (!("kind" in route)) {
      const isAllowed = isOurs(request, parts.token);
      return reply(request, response, isAllowed ? route : unauthorised(), undefined);
    }
    const fault = faults.draw(route.kind);
    if (fault?.fault === "drop") return void response.destroy();
    if (fault?.fault === "latency") await wait(fault.ms);
    if (fault?.fault === "status") return reply(request, response, failure(fault), undefined);
    if (route.kind !== "service" && !isOurs(request, parts.token))
      return reply(request, response, unauthorised(), undefined);
    if (route.kind === "nudges") return nudges.add(response);
    const onTheWay = fault !== undefined && isPageFault(fault) ? undefined : fault;
    return reply(request, response, await route.answer(request, fault), onTheWay);
  }

  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    get requests() {
      return requests;
    },
    get nudgeListeners() {
      return nudges.listeners;
    },
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      ),
    keepAlive: () => nudges.keepAlive(),
    dropNudges: () => nudges.drop(),
    close: async () => {
      nudges.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: NetServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

/** undefined for a request line that is no path of ours. */
function requestUrl({ url = "" }: IncomingMessage): URL | undefined {
  // Joined, not resolved: "//other/path" must not name another host.
  return url.startsWith("/") && URL.canParse(`http://plant${url}`)
    ? new URL(`http://plant${url}`)
    : undefined;
}

function isOurs(request: IncomingMessage, token: string): boolean {
  const shown = Buffer.from(request.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

const unauthorised = (): Reply =>
  problem(401, "unauthorised", "The token is missing or not known here.", {
    headers: { "WWW-Authenticate": 'Bearer realm="plant"' },
  });

function failure({ status, retryAfterSeconds }: Extract<Fault, { readonly fault: "status" }>): Reply {
  if (status === 401) return unauthorised();
  const headers = retryAfterSeconds === undefined ? {} : { "Retry-After": retryAfterSeconds };
  return problem(status, "unavailable", "out of service for a moment", { headers });
}
