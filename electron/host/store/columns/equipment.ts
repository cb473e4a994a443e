import type { LoadedChunk } from "./loaded-chunk.ts";

/**
 * Row ids of the equipment that a subject's events name.
 * @param member 1 for every part row id that counts; undefined: all events count
 */
export function equipmentOf(
  chunks: readonly LoadedChunk[],
  member: Uint8Array | undefined,
): readonly number[] {
  const found = new Set<number>();
  for (const { parts, equipment } of chunks)
    for (let row = 0; row < parts.length; row += 1) {
      if (member !== undefined && member[parts[row] ?? 0] !== 1) continue;
      found.add(equipment[row] ?? 0);
    }
  found.delete(0);
  return [...found];
}
