/** Paths that must be real files, also in a packaged app. */
import { sep } from "node:path";

/**
 * The host, its worker threads and their native modules run from beside the archive: threads and the
 * operating system's loader don't look into it. Unpackaged paths stay as they are.
 */
export function unpackedPath(path: string): string {
  return path.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`);
}
