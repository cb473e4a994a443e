/** A CSV file as a table, read line by line, of any size. */
import type { RejectionRecord } from "../../../../shared/model/record.ts";
import { ImportError } from "../importer.ts";
import { MAXIMUM_LINE, readLines, type Line } from "../text/read-text.ts";
import { MAXIMUM_CELL, MAXIMUM_COLUMNS, type Row, type Table } from "./cell.ts";
import { createRecordSplitter } from "./csv-record.ts";
import { guessDelimiter } from "./delimiter.ts";

/** A quoted field over more lines was never closed: its first line is at fault, the others are read. */
const MAXIMUM_RECORD_LINES = 200;

/** Throws ImportError for a binary file; one without any delimiter is a table of one column. */
export async function openCsv(path: string, size: number, signal: AbortSignal): Promise<Table> {
  const sample: string[] = [];
  for await (const { lines } of readLines(path, signal)) {
    sample.push(...lines.slice(0, 200).map(({ text }) => text));
    break;
  }
  const delimiter = guessDelimiter(sample)?.delimiter ?? ",";
  return { rows: (rowSignal) => readCsv(path, size, delimiter, rowSignal) };
}

async function* readCsv(
  path: string,
  size: number,
  delimiter: string,
  signal: AbortSignal,
): ReturnType<Table["rows"]> {
  const splitter = createRecordSplitter(delimiter);
  let number = 0;
  let pending: Line[] = [];
  let rows: Row[] = [];
  let rejections: RejectionRecord[] = [];
  const reject = (line: Line, reason: string): void => {
    number += 1;
    rejections.push({
      record: "rejection",
      at: { line: line.line },
      reason,
      excerpt: line.text.slice(0, 200),
    });
  };
  const take = (line: Line): boolean => {
    if (line.line === 1 && /^sep=.\s*$/i.test(line.text)) {
      number += 1;
      return true;
    }
    if (line.text.length >= MAXIMUM_LINE) {
      splitter.reset();
      pending = [];
      reject(line, "The line is over 1 MiB long, which no table is.");
      return true;
    }
    const cells = splitter.feed(line.text);
    if (cells === undefined) {
      pending.push(line);
      return pending.length < MAXIMUM_RECORD_LINES;
    }
    const first = pending[0] ?? line;
    const text = [...pending, line].map((part) => part.text).join("\n");
    pending = [];
    if (cells.length > MAXIMUM_COLUMNS) {
      reject(first, `The row has ${cells.length} columns; at most ${MAXIMUM_COLUMNS} are read.`);
    } else if (cells.some((cell) => cell.length > MAXIMUM_CELL)) {
      reject(first, `A cell is longer than ${MAXIMUM_CELL} characters.`);
    } else {
      number += 1;
      const blank = cells.length === 1 && cells[0] === "";
      if (!blank) rows.push({ number, line: first.line, text, cells });
    }
    return true;
  };
  /** Gives up the first line of a record that does not end, and reads the rest of its lines anew. */
  const recover = (): void => {
    const [first, ...rest] = pending;
    pending = [];
    splitter.reset();
    if (first === undefined) return;
    reject(first, "A quoted field starts here and never ends.");
    // One line fewer than what was given up: this can't reach the bound again.
    for (const line of rest) take(line);
  };
  let progress = 0;
  for await (const { lines, bytesRead } of readLines(path, signal)) {
    for (const line of lines) if (!take(line)) recover();
    progress = size === 0 ? 1 : Math.min(1, Math.max(progress, bytesRead / size));
    yield { rows, rejections, progress };
    rows = [];
    rejections = [];
  }
  while (pending.length > 0) recover();
  yield { rows, rejections, progress: 1 };
  if (number === 0) throw new ImportError("The file is empty.");
}
