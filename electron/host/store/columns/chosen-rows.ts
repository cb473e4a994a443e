/** Which rows of the columns a subject's events are: found in one pass, then each question reads only those. */
import { CHUNK_SIZE } from "./event-chunk.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";

export interface ChosenChunk {
  readonly chunk: LoadedChunk;
  /** Rows that count, ascending; undefined: all of them. */
  readonly rows: Uint16Array | undefined;
}

/** @param member 1 for every part row id whose events count */
export function chooseRows(chunks: readonly LoadedChunk[], member: Uint8Array): readonly ChosenChunk[] {
  const chosen: ChosenChunk[] = [];
  const scratch = new Uint16Array(CHUNK_SIZE);
  for (const chunk of chunks) {
    const { parts } = chunk;
    let count = 0;
    for (let row = 0; row < parts.length; row += 1) {
      scratch[count] = row;
      // Without a branch: which part comes next can't be foretold.
      count += member[parts[row] ?? 0] ?? 0;
    }
    if (count === parts.length) chosen.push({ chunk, rows: undefined });
    else if (count > 0) chosen.push({ chunk, rows: scratch.slice(0, count) });
  }
  return chosen;
}

/** @param parts 1 for every part row id whose events count @param units the same of units: either is enough */
export function chooseRowsOfUnits(
  chunks: readonly LoadedChunk[],
  parts: Uint8Array,
  units: Uint8Array,
): readonly ChosenChunk[] {
  const chosen: ChosenChunk[] = [];
  const scratch = new Uint16Array(CHUNK_SIZE);
  for (const chunk of chunks) {
    const { parts: ofParts, units: ofUnits } = chunk;
    let count = 0;
    for (let row = 0; row < ofUnits.length; row += 1) {
      scratch[count] = row;
      count += (parts[ofParts[row] ?? 0] ?? 0) | (units[ofUnits[row] ?? 0] ?? 0);
    }
    if (count === ofUnits.length) chosen.push({ chunk, rows: undefined });
    else if (count > 0) chosen.push({ chunk, rows: scratch.slice(0, count) });
  }
  return chosen;
}

export const allRows = (chunks: readonly LoadedChunk[]): readonly ChosenChunk[] =>
  chunks.map((chunk) => ({ chunk, rows: undefined }));

/** Bytes that the choice itself takes. */
export const bytesOf = (chosen: readonly ChosenChunk[]): number =>
  chosen.reduce((sum, { rows }) => sum + (rows?.byteLength ?? 0), 0);
