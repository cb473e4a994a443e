/** Bounds of what one mesh file may ask for; each gives a sentence, never a crash. */
import { ImportError } from "../../importer.ts";

/** What one buffer holds. */
const MOST_BYTES = 2 ** 31 - 1;
/** Memory for shading and edges of so many stays below 1 GB. */
export const MOST_TRIANGLES = 5_000_000;
export const MOST_NODES = 200_000;
export const DEEPEST_TREE = 256;
/** Places that are told one by one. */
export const MOST_REJECTIONS = 200;

export function checkSize(size: number, format: string): void {
  if (size > MOST_BYTES) throw new ImportError(`A file of more than 2 GB can't be read as ${format}.`);
}

export function checkTriangles(count: number): void {
  if (count > MOST_TRIANGLES)
    throw new ImportError(
      `It has more than ${MOST_TRIANGLES / 1e6} million triangles: export it with a coarser mesh.`,
    );
}
