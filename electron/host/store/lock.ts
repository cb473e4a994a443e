/**
 * One program writes a data folder. The lock is SQLite's own, on a file beside the databases: the
 * operating system lets go of it when the program ends, however it ends.
 */
import { join } from "node:path";
import { openLock } from "./open.ts";

export interface FolderLock {
  release(): void;
}

/** undefined: another program (or another host of this one) has the folder. Failures as `openDatabase`. */
export function lockFolder(folder: string): FolderLock | undefined {
  const connection = openLock(join(folder, "lock.db"));
  return connection === undefined ? undefined : { release: () => void connection.close() };
}
