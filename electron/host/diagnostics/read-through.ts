/**
 * Reads a file once from its beginning to its end. Checks of a database read its pages in any order: of a large one
 * that is not in memory they wait for the disk at each page, and take minutes where this takes seconds. What the disk
 * can't give back is found as well.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Share } from "./share.ts";

const PIECE = 4 * 1024 * 1024;

/** Errors: those of the file system, with the place in the file. */
export function* readThrough(path: string): Generator<Share, readonly string[]> {
  const file = openSync(path, "r");
  try {
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
  } finally {
    closeSync(file);
  }
}
