/** An XLSX workbook as tables, one per sheet (ISO/IEC 29500-1, 18.3). Formulas count by their stored result. */
import { readFile } from "node:fs/promises";
import type { RejectionRecord } from "../../../../shared/model/record.ts";
import { parseInstant } from "../../../../shared/time/iso.ts";
import { ImportError } from "../importer.ts";
import { MAXIMUM_CELL, MAXIMUM_COLUMNS, type Cell, type Row, type Table } from "./cell.ts";
import { createTextCollector, readWorkbook, unescape, type Workbook } from "./xlsx-parts.ts";
import { attribute, scanXml } from "./xlsx-xml.ts";
import { openZip } from "./zip-archive.ts";

/** Of the file, and of all that it unpacks to. */
const MAXIMUM_BYTES = 200_000_000;
/** Rows of a sheet, as in a spreadsheet program. */
const MAXIMUM_ROWS = 1_048_576;

/** Throws ImportError for a damaged, an encrypted or a too large file. */
export async function openXlsx(path: string, size: number, signal: AbortSignal): Promise<readonly Table[]> {
  if (size > MAXIMUM_BYTES) throw new ImportError("The workbook is larger than 200 MB.");
  const zip = openZip(await readFile(path, { signal }), MAXIMUM_BYTES);
  const workbook = readWorkbook(zip);
  const unpacked = new Map<string, Uint8Array>();
  const bytesOf = (part: string): Uint8Array => {
    const bytes = unpacked.get(part) ?? zip.read(part);
    if (bytes === undefined) throw new ImportError(`The workbook's part "${part}" is missing.`);
    unpacked.set(part, bytes);
    return bytes;
  };
  return workbook.sheets.map(({ name, part }) => ({
    sheet: name,
    rows: (rowSignal) => readSheet(bytesOf(part), name, workbook, rowSignal),
  }));
}

async function* readSheet(
  bytes: Uint8Array,
  sheet: string,
  workbook: Workbook,
  signal: AbortSignal,
): ReturnType<Table["rows"]> {
  let rows: Row[] = [];
  let rejections: RejectionRecord[] = [];
  const reject = (cell: string, reason: string, excerpt?: string): void => {
    const found = { record: "rejection", at: { sheet, cell }, reason } as const;
    rejections.push(excerpt === undefined ? found : { ...found, excerpt: excerpt.slice(0, 200) });
  };
  let number = 0;
  let cells: Cell[] = [];
  let column = -1;
  let place = "";
  let type = "";
  let style = 0;
  let value = "";
  let inValue = false;
  const inline = createTextCollector();
  const endCell = (): void => {
    const text = type === "inlineStr" ? inline.take() : value;
    const cell = text === "" ? "" : cellOf(type, text, style, workbook);
    if (cell === undefined) reject(place, "The cell's content can't be read.", text);
    else if (typeof cell === "string" && cell.length > MAXIMUM_CELL)
      reject(place, `A cell is longer than ${MAXIMUM_CELL} characters.`, cell);
    else if (cell !== "" && column >= MAXIMUM_COLUMNS)
      reject(place, `Only the first ${MAXIMUM_COLUMNS} columns are read.`, text);
    else if (cell !== "") {
      while (cells.length < column) cells.push("");
      cells[column] = cell;
    }
  };
  const handler = {
    open(name: string, attributes: Readonly<Record<string, string>>): void {
      if (name === "row") {
        const stated = Number(attribute(attributes, "r") ?? number + 1);
        number = Number.isInteger(stated) && stated > number ? stated : number + 1;
        cells = [];
        column = -1;
      } else if (name === "c") {
        place = attribute(attributes, "r") ?? "";
        column = columnOf(place) ?? column + 1;
        type = attribute(attributes, "t") ?? "n";
        style = Number(attribute(attributes, "s") ?? "0");
        value = "";
      } else if (name === "v") inValue = true;
      else inline.open(name);
    },
    text(text: string): void {
      if (inValue) value += text;
      else if (type === "inlineStr") inline.text(text);
    },
    close(name: string): void {
      if (name === "v") inValue = false;
      else if (name === "c") endCell();
      else if (name === "row") {
        if (cells.length > 0 && number <= MAXIMUM_ROWS) rows.push({ number, cells });
      } else inline.close(name);
    },
  };
  const drain = (progress: number) => {
    const batch = { rows, rejections, progress };
    rows = [];
    rejections = [];
    return batch;
  };
  for (const progress of scanXml(bytes, `sheet ${sheet}`, handler)) {
    signal.throwIfAborted();
    yield drain(progress);
    if (number > MAXIMUM_ROWS)
      throw new ImportError(`The sheet "${sheet}" has more than ${MAXIMUM_ROWS} rows.`);
  }
}

/** undefined where the text does not fit its type. */
function cellOf(type: string, text: string, style: number, workbook: Workbook): Cell | undefined {
  switch (type) {
    case "s":
      return workbook.sharedTexts[Number(text)];
    case "inlineStr":
    case "e":
      return text;
    case "str":
      return unescape(text);
    case "b":
      return text === "1" || text === "true";
    case "d": {
      const instant = parseInstant(text);
      return instant === undefined ? text : { at: instant.microseconds };
    }
    default: {
      const number = Number(text);
      if (!Number.isFinite(number)) return undefined;
      return workbook.dateStyles[style] === true ? dateOf(number, workbook.from1904) : number;
    }
  }
}

const DAY_MICROSECONDS = 86_400_000_000;

/** A serial date (ISO/IEC 29500-1, 18.17.4.1); a number below one day is a time without a date and stays one. */
function dateOf(days: number, from1904: boolean): Cell {
  if (days < 1 || days > 2_958_465) return days;
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  // Fractions of a day carry the noise of floating point: whole milliseconds are what was meant.
  return { at: epoch * 1000 + Math.round((days * DAY_MICROSECONDS) / 1000) * 1000 };
}

/** `AB12` → 27; undefined for anything else. */
function columnOf(reference: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + (letter.charCodeAt(0) - 64);
  return column - 1;
}
