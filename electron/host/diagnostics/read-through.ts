/**
 * Reads a file once from its beginning to its end. Checks of a database read its pages in any order: of a large one
 * that is not in memory they wait for the disk at each page, and take minutes where this takes seconds. What the disk
 * can't give back is found as well.
 */
import { fstatSync, openSync, readSync, statSync } from "node:fs";
import type { Share } from "./share.ts";

/**
 * Of files that SQLite may have open in this process, never closed: on POSIX systems closing any descriptor of a file gives
 * up all locks that the process has on it (fcntl(2); sqlite.org/howtocorrupt.html, 2.2). One for each file.
 */
const held = new Map<string, number>();

/** A descriptor to read the file with, to be handed on to threads: those would close what they opened. */
export function holdFile(path: string): number {
  const known = held.get(path);
  // Another file may stand under the name by now.
  if (known !== undefined && fstatSync(known).ino === statSync(path).ino) return known;
  const file = openSync(path, "r");
  held.set(path, file);
  return file;
}

const PIECE = 4 * 1024 * 1024;

/** @param file as `holdFile` gives it @returns what the disk can't read, with the place in the file */
export function* readThrough(path: string, file: number): Generator<Share, readonly string[]> {
  const { size } = fstatSync(file);
  const piece = Buffer.allocUnsafe(PIECE);
  for (let at = 0; at < size; at += PIECE) {
    try {
      readSync(file, piece, 0, PIECE, at);
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      return [`the disk can't read ${path} at byte ${at}: ${why}`];
    }
    yield { done: Math.min(size, at + PIECE), total: size };
  }
  return [];
}
