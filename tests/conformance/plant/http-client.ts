/** Plain HTTP(S) requests: nothing is followed, decoded or tried again. */
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** For one certificate authority of one's own, PEM. */
  readonly ca?: string;
  /** Ends the answer early, where it says true; for streams. */
  readonly isEnough?: (body: Buffer) => boolean;
}

/** Silence after which an answer counts as none. */
const SILENCE_MS = 30_000;
const MAXIMUM_BYTES = 512 * 1024 * 1024;

export function ask(address: string, asked: Asked = {}): Promise<Answer> {
  const { method = "GET", headers = {}, body, ca, isEnough } = asked;
  const make = address.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = make(address, { method, headers, ...(ca === undefined ? {} : { ca }) }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const done = (): void =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAXIMUM_BYTES) request.destroy(new Error(`${address} has no end`));
        if (isEnough === undefined) return;
        try {
          if (!isEnough(Buffer.concat(chunks))) return;
          done();
        } catch (thrown) {
          reject(thrown);
        }
        request.destroy();
      });
      response.on("end", done);
      response.on("error", reject);
      response.on("aborted", () => reject(new Error(`the answer of ${address} broke off`)));
    });
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`${address} does not answer`)));
    request.on("error", reject);
    request.end(body);
  });
}
