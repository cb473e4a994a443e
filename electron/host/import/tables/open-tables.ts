/** The tables of a file: the sheets of a workbook, or the one of a CSV file. */
import { open } from "node:fs/promises";
import type { SourceFile } from "../importer.ts";
import type { Row, Table } from "./cell.ts";
import { openCsv } from "./csv-table.ts";
import { openXlsx } from "./xlsx-table.ts";

export async function openTables(
  file: Pick<SourceFile, "path" | "size">,
  signal: AbortSignal,
): Promise<readonly Table[]> {
  if (await isZip(file.path)) return openXlsx(file.path, file.size, signal);
  return [await openCsv(file.path, file.size, signal)];
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const head = new Uint8Array(4);
    await file.read(head, 0, 4, 0);
    return hasZipMark(head);
  } finally {
    await file.close();
  }
}

/** Local file header of ZIP. */
export function hasZipMark(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/** The first rows of a table. A fault further down is no fault of these. */
export async function firstRows(table: Table, maximum: number, signal: AbortSignal): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const { rows } of table.rows(signal)) {
    found.push(...rows.slice(0, maximum - found.length));
    if (found.length >= maximum) break;
  }
  return found;
}
