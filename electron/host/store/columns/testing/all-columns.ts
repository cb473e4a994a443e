/** Everything of chunks, whether it was read yet or not, so that two lists of them can be compared. */
import type { LoadedChunk } from "../loaded-chunk.ts";

export const allColumns = (chunks: readonly LoadedChunk[]): readonly object[] =>
  chunks.map((chunk) => {
    const { offsets, starts, parts, codes, units, equipment, sources, spanRows, spanEnds } = chunk;
    return { ...chunk, offsets, starts, parts, codes, units, equipment, sources, spanRows, spanEnds };
  });
