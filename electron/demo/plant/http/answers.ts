/** What a request comes to: bytes and headers, before anything is sent. */
import type { PROBLEM_CODES } from "../../../../shared/contract/plant/protocol.ts";
import type { Headers } from "./send.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly parts: readonly Buffer[];
  /** Worth compressing on the way. */
  readonly isText: boolean;
}

const JSON_HEADERS = { "Content-Type": "application/json", "Cache-Control": "no-store" };

export function json(value: unknown): Reply {
  return { status: 200, headers: JSON_HEADERS, parts: [Buffer.from(JSON.stringify(value))], isText: true };
}

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** RFC 9457, as far as the protocol takes it. */
export function problem(
  status: number,
  code: ProblemCode,
  title: string,
  extra: { readonly epoch?: string; readonly headers?: Headers } = {},
): Reply {
  const body = { code, title, ...(extra.epoch === undefined ? {} : { epoch: extra.epoch }) };
  return {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      ...extra.headers,
    },
    parts: [Buffer.from(JSON.stringify(body))],
    isText: false,
  };
}

export function bytes(content: readonly Buffer[], headers: Headers, status = 200): Reply {
  return { status, headers, parts: content, isText: false };
}
