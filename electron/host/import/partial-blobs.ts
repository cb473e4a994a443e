/**
 * Meshes of a model that is shown before it is read whole. Each gives way to the next, and goes one later
 * than that: a screen may just be fetching it. The last one stays where the reading is given up.
 */
import type { Blobs } from "../blobs.ts";

export interface PartialBlobs {
  add(sha256: string): void;
  /** There is one that a screen may be showing. */
  isShown(): boolean;
  /** The newest is what the database names now. */
  shown(): Promise<void>;
  /** The whole model is there: none is needed any more. */
  end(): Promise<void>;
}

export function createPartialBlobs(blobs: Blobs): PartialBlobs {
  const stored: string[] = [];
  const forget = async (keep: number): Promise<void> => {
    while (stored.length > keep) {
      const oldest = stored.shift();
      if (oldest !== undefined) await blobs.remove(oldest);
    }
  };
  return {
    add: (sha256) => {
      if (!stored.includes(sha256)) stored.push(sha256);
    },
    isShown: () => stored.length > 0,
    shown: () => forget(2),
    end: () => forget(0),
  };
}
