/**
 * Meshes of a model that is shown before it is read whole. Each is given up once the database names the
 * next; where the reading ends before its time the last one stays.
 */
import type { Blobs } from "../blobs.ts";

/** By then no screen fetches what it was told of, ms. */
const LEAST_AGE = 60_000;

export interface PartialBlobs {
  /** Stored, and soon named. */
  add(sha256: string): void;
  /** The one that was stored last; undefined: there is none that a screen may be showing. */
  newest(): string | undefined;
  /** The database names this one, which was stored; those before it go. */
  shown(sha256: string): Promise<void>;
  /** The database names the whole model. */
  end(): Promise<void>;
}

/** Removes on the way what earlier readings gave up. */
export async function createPartialBlobs(blobs: Blobs): Promise<PartialBlobs> {
  await blobs.sweep(LEAST_AGE);
  const stored: string[] = [];
  const giveUp = async (upTo: number): Promise<void> => {
    for (const sha256 of stored.splice(0, upTo)) await blobs.giveUp(sha256);
  };
  return {
    add: (sha256) => {
      if (!stored.includes(sha256)) stored.push(sha256);
    },
    newest: () => stored.at(-1),
    shown: (sha256) => giveUp(stored.indexOf(sha256)),
    end: () => giveUp(stored.length),
  };
}
