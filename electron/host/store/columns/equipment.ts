import type { ChosenChunk } from "./chosen-rows.ts";

/** Row ids of the equipment that a subject's events name. */
export function equipmentOf(chosen: readonly ChosenChunk[]): readonly number[] {
  const found = new Set<number>();
  for (const {
    chunk: { equipment, machines },
    rows,
  } of chosen)
    if (rows === undefined) for (const id of machines) found.add(id);
    else for (const row of rows) found.add(equipment[row] ?? 0);
  found.delete(0);
  return [...found];
}
