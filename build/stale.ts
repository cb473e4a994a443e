/** Is something built older than what it is built from? By the newest modification time, as make does. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** True where `built` is missing or a file below `sources` is newer. */
export function isStale(built: string, sources: readonly string[]): boolean {
  if (!existsSync(built)) return true;
  const since = statSync(built).mtimeMs;
  return sources.some((source) => existsSync(source) && newest(source) > since);
}

function newest(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && !name.startsWith("."))
    .reduce((latest, { name }) => Math.max(latest, newest(join(path, name))), 0);
}
