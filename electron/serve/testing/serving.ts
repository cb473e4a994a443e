/** For tests: the real shell on a free port with a real host on a data folder of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHost, type Host } from "../../host/host.ts";
import { startedHost } from "../../host/starting-host.ts";
import { serve, type Serving } from "../server.ts";

export interface TestServing {
  readonly host: Host;
  readonly serving: Serving;
  readonly dataFolder: string;
  readonly rendererFolder: string;
  readonly token: string;
  /** Cookie header of whoever showed the token. */
  readonly cookie: string;
  /** Unexpected errors that the host logged. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * One request exactly as written: the path goes out unnormalised and Host is what the test says,
 * which fetch allows neither of.
 */
export function ask(
  port: number,
  path: string,
  { method = "GET", headers = {}, body }: Ask = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: "127.0.0.1",
        port,
        path,
        method,
        agent: false,
        headers: { Host: `127.0.0.1:${port}`, ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

export async function startServing(): Promise<TestServing> {
  const top = mkdtempSync(join(tmpdir(), "throughline-serve-"));
  const dataFolder = join(top, "data");
  const rendererFolder = join(top, "renderer");
  mkdirSync(join(rendererFolder, "assets"), { recursive: true });
  writeFileSync(join(rendererFolder, "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(rendererFolder, "assets", "main-1a2b.js"), "export {};");
  writeFileSync(join(top, "secret.json"), '{"secret":true}');

  const log: string[] = [];
  const host = await createHost({ dataFolder, version: "0.0.0", log: (line) => void log.push(line) });
  const serving = await serve({ host: startedHost(host), dataFolder, rendererFolder, port: 0 });
  const token = new URL(serving.url).searchParams.get("token") ?? "";
  const { headers } = await ask(serving.port, `/?token=${token}`);
  const cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  return {
    host,
    serving,
    dataFolder,
    rendererFolder,
    token,
    cookie,
    log,
    close: async () => {
      await serving.close();
      await host.close();
      rmSync(top, { recursive: true, force: true });
    },
  };
}
