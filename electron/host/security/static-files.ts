/** Which file a URL path means, for `app://` and for the loopback shell alike. Nothing outside the root. */
import { realpathSync, statSync } from "node:fs";
import { extname, join, sep } from "node:path";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};

export interface StaticFile {
  readonly path: string;
  readonly contentType: string;
  /** The name carries a content hash: it may be kept for ever. */
  readonly immutable: boolean;
}

/**
 * The file of a decoded-once URL path ("/" is index.html), or undefined where there is none: unknown
 * endings, dot files, encoded separators, NUL, and links that lead out of `root` all count as none.
 */
export function staticFile(root: string, urlPath: string): StaticFile | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (decoded.includes("\0") || decoded.includes("\\") || decoded.includes("%")) return undefined;
  const segments = decoded.split("/").filter((segment) => segment !== "");
  if (segments.some((segment) => segment.startsWith("."))) return undefined;
  const relative = segments.length === 0 ? ["index.html"] : segments;
  const path = join(root, ...relative);
  const contentType = CONTENT_TYPES[extname(path).toLowerCase()];
  if (contentType === undefined) return undefined;
  try {
    const real = realpathSync(path);
    if (!real.startsWith(realpathSync(root) + sep) || !statSync(real).isFile()) return undefined;
    return { path: real, contentType, immutable: segments[0] === "assets" };
  } catch {
    return undefined;
  }
}
