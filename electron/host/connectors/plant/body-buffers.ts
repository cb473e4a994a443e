/**
 * Buffers that bodies are read into, used again and again: a new one of some MB for each page makes the engine look
 * through its whole memory for what can be let go of (measured: once a page, a third of the time that it took).
 */
export interface BodyBuffers {
  /** Whoever takes one gives it back, or does not where it is not known who still looks at it. */
  take(): Buffer;
  /** With the content of `full` at its beginning, twice as large. */
  grow(full: Buffer): Buffer;
  give(buffer: Buffer): void;
}

const FIRST = 1024 * 1024;
/** Pages that are read at once, with room. */
const KEPT = 4;

export function createBodyBuffers(): BodyBuffers {
  const free: Buffer[] = [];
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(FIRST),
    grow(full) {
      const larger = Buffer.allocUnsafeSlow(full.length * 2);
      full.copy(larger);
      return larger;
    },
    give(buffer) {
      if (free.length < KEPT && !free.includes(buffer)) free.push(buffer);
    },
  };
}
