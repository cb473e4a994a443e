/**
 * HTTP to one plant server: bounded in time and size, over TLS that is never weakened. Redirects are
 * not followed, because the token would go along.
 */
import { X509Certificate } from "node:crypto";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { pipeline, type Readable } from "node:stream";
import { getCACertificates } from "node:tls";
import { constants, createGunzip, createZstdDecompress } from "node:zlib";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Reach } from "../connector.ts";
import { isLoopback, plantAddress } from "./address.ts";
import { createBodyBuffers, type BodyBuffers } from "./body-buffers.ts";
import { answerFailure, networkFailure, unlessGivenUp } from "./problems.ts";

/** Milliseconds; a slow plant is one that answers slowly, not one that is silent. */
export interface Timeouts {
  /** Until the answer begins. */
  readonly answer: number;
  /** Between two pieces of it. */
  readonly idle: number;
}
const TIMEOUTS: Timeouts = { answer: 30_000, idle: 30_000 };
/** Most that is read of an error's body. */
const ERROR_BYTES = 64 * 1024;
/** Connections to one plant at once. */
const SOCKETS = 6;

export interface Ask {
  readonly method?: "GET" | "HEAD" | "PUT" | "POST";
  /** Below the base address, for example `/systems/mes/changes`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
  /** Not for the well-known address, which anybody may read. */
  readonly withToken?: boolean;
  /** No `idle` time: a stream that is silent for long is in order. */
  readonly mayBeSilent?: boolean;
  /** Statuses besides success that the caller reads itself. */
  readonly alsoTakes?: readonly number[];
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** Decompressed. Ends with an error where the connection broke off. */
  readonly body: Readable;
  /** Bytes that crossed the wire so far. */
  wireBytes(): number;
  /** Of who asked: an error of the body after it aborted is no fault of anybody. */
  readonly signal: AbortSignal;
}

export interface LentBytes {
  readonly bytes: Buffer;
  /** Nobody looks at them any more. */
  readonly done: () => void;
}

export interface PlantHttp {
  readonly origin: string;
  /** Rejects with failures (problems.ts) for everything that is no success. */
  ask(ask: Ask): Promise<Reply>;
  /** The whole body; `corrupt` where it is longer than `limit`. */
  bytes(reply: Reply, limit: number): Promise<Buffer>;
  /** As `bytes`, in a buffer that is used for others once `done` was called. */
  lentBytes(reply: Reply, limit: number): Promise<LentBytes>;
  close(): void;
}

export function createPlantHttp(reach: Reach, timeouts: Timeouts = TIMEOUTS): PlantHttp {
  const base = plantAddress(reach.url, reach.allowPlainHttp);
  const secure = base.protocol === "https:";
  const options = { keepAlive: true, maxSockets: SOCKETS };
  const agent = secure
    ? new HttpsAgent({ ...options, minVersion: "TLSv1.2", ca: authorities(reach.ca) })
    : new HttpAgent(options);
  const { origin } = base;
  const buffers = createBodyBuffers();
  // Within one machine compressing costs more than it saves.
  const encodings = isLoopback(base.hostname) ? "identity" : "zstd, gzip";

  const ask = (wanted: Ask): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const url = new URL(`${base.href.replace(/\/$/, "")}${wanted.path}`);
      for (const [name, value] of Object.entries(wanted.query ?? {}))
        if (value !== undefined) url.searchParams.set(name, value);
      const { signal } = wanted;
      const fail = (thrown: unknown): void => reject(unlessGivenUp(signal, networkFailure(thrown, origin)));
      const headers: Record<string, string> = {
        "Accept-Encoding": encodings,
        ...(wanted.withToken !== false && reach.token !== undefined
          ? { Authorization: `Bearer ${reach.token}` }
          : {}),
        ...(typeof wanted.body === "string"
          ? { "Content-Length": String(Buffer.byteLength(wanted.body)) }
          : {}),
        ...wanted.headers,
      };
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: wanted.method ?? "GET",
        agent,
        headers,
        signal,
      });
      const timer = setTimeout(() => request.destroy(timeout(origin)), timeouts.answer);
      request.on("error", (thrown) => {
        clearTimeout(timer);
        fail(thrown);
      });
      request.on("socket", (socket) => socket.setKeepAlive(true, 15_000));
      request.on("response", (response) => {
        clearTimeout(timer);
        if (wanted.mayBeSilent !== true)
          response.setTimeout(timeouts.idle, () => response.destroy(timeout(origin)));
        let reply: Reply;
        try {
          reply = replyOf(response, origin, signal);
        } catch (thrown) {
          response.destroy();
          return reject(thrown);
        }
        if (reply.status < 300 || wanted.alsoTakes?.includes(reply.status) === true) return resolve(reply);
        readBytes(reply, ERROR_BYTES)
          .catch(() => Buffer.alloc(0))
          .then((body) =>
            fail(
              answerFailure(origin, {
                status: reply.status,
                retryAfter: response.headers["retry-after"],
                location: response.headers.location,
                body: body.toString("utf8"),
              }),
            ),
          )
          .catch(reject);
      });
      if (wanted.body === undefined || typeof wanted.body === "string") request.end(wanted.body);
      else pipeline(wanted.body, request, (thrown) => thrown && request.destroy(thrown));
    });

  return {
    origin,
    ask,
    bytes: async (reply, limit) => {
      try {
        return await readBytes(reply, limit);
      } catch (thrown) {
        throw unlessGivenUp(reply.signal, networkFailure(thrown, origin));
      }
    },
    lentBytes: async (reply, limit) => {
      try {
        return await readLent(reply, limit, buffers);
      } catch (thrown) {
        throw unlessGivenUp(reply.signal, networkFailure(thrown, origin));
      }
    },
    close: () => agent.destroy(),
  };
}

function replyOf(response: IncomingMessage, origin: string, signal: AbortSignal): Reply {
  let wire = 0;
  response.on("data", (chunk: Buffer) => (wire += chunk.length));
  // A listener for data sets the stream flowing; it waits until the body is read.
  response.pause();
  const decoder = decoderOf(response.headers["content-encoding"], origin);
  const body =
    decoder === undefined
      ? response
      : // An error of the connection must reach who reads the decompressed end.
        pipeline(response, decoder, () => undefined);
  return { status: response.statusCode ?? 0, headers: response.headers, body, wireBytes: () => wire, signal };
}

function decoderOf(encoding: string | undefined, origin: string) {
  if (encoding === undefined || encoding === "identity") return undefined;
  if (encoding === "gzip") return createGunzip({ finishFlush: constants.Z_FINISH });
  if (encoding === "zstd") return createZstdDecompress();
  throw new Failure(
    "corrupt",
    `${origin} compresses by "${encoding.slice(0, 40)}", which was not asked for.`,
  );
}

async function readLent(reply: Reply, limit: number, buffers: BodyBuffers): Promise<LentBytes> {
  let buffer = buffers.take();
  let length = 0;
  for await (const chunk of reply.body as AsyncIterable<Buffer>) {
    if (length + chunk.length > limit) {
      reply.body.destroy();
      throw tooLong(limit);
    }
    while (length + chunk.length > buffer.length) buffer = buffers.grow(buffer);
    length += chunk.copy(buffer, length);
  }
  return { bytes: buffer.subarray(0, length), done: () => buffers.give(buffer) };
}

const tooLong = (limit: number): Failure =>
  new Failure("corrupt", `The answer is longer than ${limit} bytes.`);

async function readBytes(reply: Reply, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of reply.body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) {
      reply.body.destroy();
      throw tooLong(limit);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

const timeout = (origin: string): Failure =>
  new Failure("offline", `${origin} can't be reached: it does not answer in time.`);

/** Those of Node.js, those of this computer, and the plant's own. */
function authorities(own: string | undefined): string[] {
  const list = [...getCACertificates("bundled"), ...getCACertificates("system")];
  if (own === undefined) return list;
  const certificates = own.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    if (certificates.length === 0) throw new Error("none");
    return [...list, ...certificates.map((certificate) => new X509Certificate(certificate).toString())];
  } catch {
    throw new Failure(
      "invalid",
      "The authority has to be certificates in PEM format: text that begins with -----BEGIN CERTIFICATE-----.",
    );
  }
}
