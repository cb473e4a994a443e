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
  /** There is one that a screen may be showing. */
  isShown(): boolean;
  /** The database names the newest one. */
  shown(): Promise<void>;
  /** The database names the whole model. */
  end(): Promise<void>;
}

/** Removes on the way what earlier readings gave up. */
export async function createPartialBlobs(blobs: Blobs): Promise<PartialBlobs> {
  await blobs.sweep(LEAST_AGE);
  const stored: string[] = [];
  const giveUp = async (keep: number): Promise<void> => {
    while (stored.length > keep) {
      const oldest = stored.shift();
      if (oldest !== undefined) await blobs.giveUp(oldest);
    }
  };
  return {
    add: (sha256) => {
      if (!stored.includes(sha256)) stored.push(sha256);
    },
    isShown: () => stored.length > 0,
    shown: () => giveUp(1),
    end: () => giveUp(0),
  };
}
