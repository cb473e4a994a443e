import type { ChosenChunk } from "./chosen-rows.ts";

/** Row ids of the equipment that a subject's events name. */
export function equipmentOf(chosen: readonly ChosenChunk[]): readonly number[] {
  const found = new Set<number>();
  for (const { chunk, rows } of chosen) {
    if (rows === undefined) {
      for (const id of chunk.machines) found.add(id);
      continue;
    }
    const { equipment } = chunk;
    for (const row of rows) found.add(equipment[row] ?? 0);
  }
  found.delete(0);
  return [...found];
}
