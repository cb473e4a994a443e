/** Scratch files of a feed's deliveries: whoever takes a delivery removes its file, what is left over goes at the end. */
import { rm } from "node:fs/promises";
import type { Feed } from "./pull-parts.ts";

export interface ScratchFiles {
  /** Gives a path that nothing else uses; undefined: nothing is put anywhere. */
  readonly path: (() => string) | undefined;
  /** The store has it now. */
  taken(path: string): void;
  clear(): Promise<void>;
}

export function createScratchFiles({ scratch }: Pick<Feed, "scratch">): ScratchFiles {
  const files = new Set<string>();
  return {
    path:
      scratch &&
      (() => {
        const path = scratch();
        files.add(path);
        return path;
      }),
    taken: (path) => void files.delete(path),
    async clear() {
      for (const path of files) await rm(path, { force: true });
      files.clear();
    },
  };
}
