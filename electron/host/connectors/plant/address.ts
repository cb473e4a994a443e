/** Which addresses a plant server may have. */
import { Failure } from "../../../../shared/rpc/failure.ts";

/**
 * The base address, without a slash at its end. `invalid` for what is no address, `refused` for plain
 * HTTP to another machine without consent: token and data could be read on the way.
 */
export function plantAddress(text: string, allowPlainHttp: boolean): URL {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new Failure("invalid", `"${text}" is no address. It looks like https://plant.example.com.`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new Failure("invalid", `An address of a plant server begins with https://, not ${url.protocol}//.`);
  if (url.username !== "" || url.password !== "")
    throw new Failure("invalid", "An address must not hold a user name or password: give a token instead.");
  if (url.search !== "" || url.hash !== "")
    throw new Failure("invalid", "An address of a plant server has no ? or # part.");
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !allowPlainHttp) {
    throw new Failure(
      "refused",
      `${url.origin} is not encrypted: whoever is on the network can read the token and all data. Use https, or allow plain HTTP for this plant.`,
    );
  }
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

/** 127.0.0.0/8, ::1 and localhost (RFC 6761, 6.3): it never leaves this machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
