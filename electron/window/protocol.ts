/** Serves `app://throughline/`: the page, its assets and the blobs, with the same headers as the browser shell. */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { protocol } from "electron";
import { SECURITY_HEADERS } from "../host/security/content-security-policy.ts";
import { appResource, type ResourcePlaces } from "./app-resources.ts";
import { APP_SCHEME } from "./page-origin.ts";

/** Must be called before the app is ready: makes the scheme a real, secure origin. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Must be called once the app is ready. */
export function serveAppScheme(places: ResourcePlaces): void {
  protocol.handle(APP_SCHEME, (request) => answer(request.method, request.url, places));
}

async function answer(method: string, url: string, places: ResourcePlaces): Promise<Response> {
  if (method !== "GET" && method !== "HEAD") return refusal(405, "method not allowed");
  const resource = appResource(url, places);
  if (resource === undefined) return refusal(404, "not found");
  const { size } = await stat(resource.path);
  const headers = {
    ...SECURITY_HEADERS,
    "Content-Type": resource.contentType,
    "Content-Length": String(size),
    "Cache-Control": resource.immutable ? "private, max-age=31536000, immutable" : "no-cache",
  };
  if (method === "HEAD") return new Response(undefined, { headers });
  // The program's own files lie in the archive, which reads whole files well and streams badly.
  if (!resource.blob) return new Response(await readFile(resource.path), { headers });
  const stream = Readable.toWeb(createReadStream(resource.path)) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Response(stream, { headers });
}

function refusal(status: number, text: string): Response {
  return new Response(`${text}\n`, {
    status,
    headers: {
      ...SECURITY_HEADERS,
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-store",
    },
  });
}
