/** A server that breaks one rule: it stands before a sound one and spoils what passes. */
import { hash } from "node:crypto";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ask, type Answer } from "./http-client.ts";

export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Tamper {
  /** What is asked of the sound server instead. */
  readonly asking?: (passing: Passing) => Partial<Passing>;
  /** What is answered instead. */
  readonly answering?: (passing: Passing, answer: Answer) => Partial<Answer>;
  /** The n-th message (from 0) of a stream of nudges; undefined ends the stream. */
  readonly nudging?: (message: string, index: number) => string | undefined;
}

export interface BrokenServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveBroken(sound: string, tamper: Tamper): Promise<BrokenServer> {
  const server = createServer((request, response) => {
    void pass(request, response).catch(() => response.destroy());
  });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { connection: _connection, host: _host, ...headers } = request.headers;
    const passing: Passing = {
      method: request.method ?? "GET",
      path: request.url ?? "/",
      headers: headers as Record<string, string>,
      body: Buffer.concat(chunks),
    };
    const asked = { ...passing, ...tamper.asking?.(passing) };
    if (asked.path === "/nudges" && tamper.nudging !== undefined)
      return passNudges(asked, response, tamper.nudging);
    const isStream = asked.path === "/nudges" && asked.headers["authorization"]?.endsWith("token") === true;
    if (isStream) return passNudges(asked, response, (message) => message);
    const answer = await ask(sound + asked.path, asked);
    const spoilt = { ...answer, ...tamper.answering?.(passing, answer) };
    const { "content-length": _length, connection: _kept, "keep-alive": _alive, ...rest } = spoilt.headers;
    response.writeHead(spoilt.status, { ...rest, "content-length": spoilt.body.length });
    response.end(spoilt.body);
  }

  async function passNudges(
    { path, headers }: Passing,
    response: ServerResponse,
    change: NonNullable<Tamper["nudging"]>,
  ): Promise<void> {
    const upstream = await new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest(sound + path, { headers }, resolve)
        .on("error", reject)
        .end();
    });
    response.writeHead(upstream.statusCode ?? 0, { "content-type": upstream.headers["content-type"] });
    response.on("close", () => upstream.destroy());
    let [text, index] = ["", 0];
    for await (const chunk of upstream as AsyncIterable<Buffer>) {
      text += chunk.toString();
      for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
        const message = change(text.slice(0, end), index);
        index += 1;
        if (message === undefined) return void response.end(() => upstream.destroy());
        response.write(`${message}\n\n`);
        text = text.slice(end + 2);
      }
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

export const isAbout = (what: string, { path }: Passing): boolean =>
  new RegExp(`/${what}([?/]|$)`).test(path);

/** The JSON body of answers with status 200 about something, changed. */
export const editJson =
  (what: string, change: (json: Json) => unknown): NonNullable<Tamper["answering"]> =>
  (passing, { status, body }) =>
    status === 200 && isAbout(what, passing)
      ? { body: Buffer.from(JSON.stringify(change(JSON.parse(body.toString()) as Json))) }
      : {};

/** Pages with other changes or another end; count and checksum are made to fit, then `end` is put over it. */
export const editPages =
  (
    change: (lines: readonly string[], passing: Passing) => readonly string[],
    end: (end: Json, passing: Passing) => Json = () => ({}),
  ): NonNullable<Tamper["answering"]> =>
  (passing, { status, body, headers }) => {
    if (status !== 200 || !isAbout("changes", passing) || headers["content-encoding"] !== undefined)
      return {};
    const [head = "", ...rest] = body.toString().trimEnd().split("\n");
    rest.pop();
    const last = JSON.parse(rest.pop() ?? "{}") as Json;
    const lines = change(rest, passing);
    const ending = JSON.stringify({ ...last, count: lines.length, ...end(last, passing) });
    const before = [head, ...lines, ending].map((line) => `${line}\n`).join("");
    return { body: Buffer.from(`${before}${JSON.stringify({ sha256: hash("sha256", before) })}\n`) };
  };
