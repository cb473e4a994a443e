/** What concerns the file as a whole. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import type { StructurePart } from "./cad-structure.ts";

/** Damaged places that are listed one by one. */
const MOST_LINES = 200;
const MOST_NUMBERS = 5;

/** Places that the scanner could not read, each with its line. */
export function damage(file: ExchangeFile): readonly string[] {
  const listed = file.problems.slice(0, MOST_LINES).map(({ line, text }) => `Line ${line}: ${text}.`);
  const more = file.problems.length - listed.length;
  return more > 0 ? [...listed, `${more} more places could not be read.`] : listed;
}

/** A file that holds something else than a product's shape. */
export function foreignContent(
  file: ExchangeFile,
  schema: string,
  parts: readonly StructurePart[],
): readonly string[] {
  if (parts.some(({ bodies }) => bodies.length > 0)) return [];
  if (schema.startsWith("IFC")) return ["This is a building model (IFC), not a product model."];
  const elements =
    file.ids("FEA_MODEL_3D").length + file.ids("FEA_MODEL").length + file.ids("NODE").length > 0;
  if (schema === "AP209" || elements)
    return ["The file holds a finite element model (AP209), which can't be drawn."];
  return parts.length === 0 ? ["The file holds no product and no shape."] : [];
}

/** Several products under one number: they are told apart by their shape (identity/distinct-numbers.ts). */
export function sharedNumbers(parts: readonly StructurePart[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { number, revision } of parts) {
    const key = revision === undefined ? number : `${number}, revision ${revision}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const shared = [...counts].filter(([, count]) => count > 1);
  const listed = shared
    .slice(0, MOST_NUMBERS)
    .map(
      ([number, count]) =>
        `${count} products of the file have the same number: ${number}. Different shapes are told apart by a mark.`,
    );
  const more = shared.length - listed.length;
  return more > 0 ? [...listed, `${more} more numbers stand for several products each.`] : listed;
}
