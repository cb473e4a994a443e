/** Is a file a table? */
import type { FileHead } from "../importer.ts";
import { guessDelimiter } from "./delimiter.ts";
import { hasZipMark } from "./open-tables.ts";

/** Text of other formats, by how it begins: XML, Part 21, JSON, PDF, an NC tape mark. */
const OTHER_FORMAT = /^\s*(?:<|ISO-10303|\{|\[|%)/;
/** A machine log: an ISO time, a bar, an item. */
const PIPE_LOG_LINE = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?\|/;

export function recogniseTable(head: FileHead): number {
  if (hasZipMark(head.bytes)) return recogniseWorkbook(head);
  const { text, name } = head;
  if (text === undefined || OTHER_FORMAT.test(text)) return 0;
  const lines = text.split(/\r\n|\r|\n/);
  // The last line of a longer file is cut where the head ends.
  if (head.size > head.bytes.length && lines.length > 1) lines.pop();
  const filled = lines.filter((line) => line.trim() !== "").slice(0, 50);
  if (filled.filter((line) => PIPE_LOG_LINE.test(line)).length * 2 > filled.length) return 0;
  const guess = guessDelimiter(filled);
  if (/\.(csv|tsv|tab)$/i.test(name)) {
    // The name says so, but only columns make a table certain.
    if (guess === undefined) return filled.length > 0 ? 0.5 : 0;
    return guess.share >= 0.5 ? 0.9 : 0.6;
  }
  // Sentences have commas too: without the name, the columns must be even and many.
  if (guess === undefined || guess.records < 3 || guess.share < 0.95 || guess.columns < 3) return 0;
  return 0.6;
}

/** The names of a workbook's parts stand in the clear in its first local headers. */
function recogniseWorkbook({ bytes, name }: FileHead): number {
  const head = new TextDecoder("latin1").decode(bytes);
  if (/xl\/(?:workbook|worksheets|sharedStrings|styles)/.test(head)) return 1;
  return /\.xls[xm]$/i.test(name) ? 0.8 : 0;
}
