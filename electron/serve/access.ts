/**
 * Who may talk to the loopback shell. A browser on this machine will carry any site's requests to
 * 127.0.0.1, so an address check alone proves nothing: Host (DNS rebinding), Origin (foreign pages)
 * and a cookie that only the holder of the start token got are all checked, on every request.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** A browser keeps one jar for all ports of this machine: with the port in the name two shells don't clash. */
const cookieName = (port: number): string => `throughline_session_${port}`;

export interface Access {
  /** Secret of the start URL: made anew at each start, valid until the server ends. */
  readonly token: string;
  /** `Set-Cookie` value for whoever showed the token. */
  cookie(): string;
  /** The request names our own address and comes from our own page, or from no page at all. */
  isOurs(request: IncomingMessage): boolean;
  /** As `isOurs`, and a page did send it: for WebSocket upgrades, where browsers always name the origin. */
  isOurPage(request: IncomingMessage): boolean;
  hasCookie(request: IncomingMessage): boolean;
  isToken(candidate: string | null): boolean;
}

export function createAccess(port: () => number): Access {
  const token = randomBytes(24).toString("base64url");
  const session = randomBytes(32).toString("base64url");
  const hosts = (): readonly string[] => [`127.0.0.1:${port()}`, `localhost:${port()}`];
  const hostIsOurs = (request: IncomingMessage): boolean => hosts().includes(request.headers.host ?? "");
  const originIsOurs = (request: IncomingMessage): boolean => {
    const { origin, host } = request.headers;
    // Compared whole with the Host already proven ours: a substring test would let
    // "http://127.0.0.1:80.evil.example" pass.
    return origin === `http://${host ?? ""}`;
  };
  return {
    token,
    cookie: () => `${cookieName(port())}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    isOurs: (request) =>
      hostIsOurs(request) && (request.headers.origin === undefined || originIsOurs(request)),
    isOurPage: (request) => hostIsOurs(request) && originIsOurs(request),
    hasCookie: (request) => {
      const prefix = `${cookieName(port())}=`;
      return (request.headers.cookie ?? "")
        .split(";")
        .map((pair) => pair.trim())
        .some((pair) => pair.startsWith(prefix) && same(pair.slice(prefix.length), session));
    },
    isToken: (candidate) => candidate !== null && same(candidate, token),
  };
}

function same(candidate: string, secret: string): boolean {
  const a = Buffer.from(candidate);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}
