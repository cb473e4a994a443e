/**
 * Start and global section of an IGES file (ANSI US PRO/IPO-100, 5.3, 2.2.4.2 and 2.2.4.3): lines of 80
 * columns, a letter for the section in column 73.
 */
import type { FileHead } from "../../../importer.ts";

export interface IgesHeader {
  /** Product identification from the sender (global parameter 3). */
  readonly product: string | undefined;
  /** Native system (5). */
  readonly system: string | undefined;
  /** Units name (15), for example `MM`. */
  readonly unit: string | undefined;
  /** The same in mm (14, or 15 where that says so); undefined for a name that no one knows. Inches where none is stated. */
  readonly millimetres: number | undefined;
  /** Between parameters, and behind a record (1, 2). */
  readonly delimiters: readonly [parameter: string, record: string];
  /** Creation time (18) as ISO 8601 without an offset. */
  readonly exportedAt: string | undefined;
  /** Version of the specification (23), for example `5.3`. */
  readonly version: string | undefined;
  /** The two sections verbatim. */
  readonly text: string;
}

const VERSIONS: Readonly<Record<string, string>> = {
  "3": "2.0",
  "4": "3.0",
  "5": "3.0",
  "6": "4.0",
  "8": "5.0",
  "9": "5.1",
  "10": "5.2",
  "11": "5.3",
};
const UNITS: Readonly<Record<string, string>> = {
  "1": "IN",
  "2": "MM",
  "4": "FT",
  "5": "MI",
  "6": "M",
  "7": "KM",
  "8": "MIL",
  "9": "UM",
  "10": "CM",
  "11": "UIN",
};
const MILLIMETRES: Readonly<Record<string, number>> = {
  IN: 25.4,
  INCH: 25.4,
  MM: 1,
  FT: 304.8,
  MI: 1_609_344,
  M: 1000,
  KM: 1e6,
  MIL: 0.0254,
  UM: 0.001,
  CM: 10,
  UIN: 25.4e-6,
};
/** Lines of both sections that are looked at. */
const MOST_LINES = 1000;

export function recogniseIges({ bytes, name }: FileHead): number {
  const lines = latin1(bytes).split(/\r\n|\r|\n/, 200);
  const [first = ""] = lines;
  // Sequence numbers are right-justified, with blanks or zeros before them (2.2.2).
  if (!/^.{72}[SF][ 0]*1\s*$/.test(first)) return 0;
  // The start section is followed by the global one.
  const global = lines.find((line) => !/^.{72}S/.test(line)) ?? "";
  const named = /\.ige?s$/i.test(name);
  return /^.{72}G[ 0]*1\s*$/.test(global) ? 1 : named ? 0.7 : 0;
}

export function readIgesHeader(bytes: Uint8Array): IgesHeader {
  const lines = latin1(bytes.subarray(0, MOST_LINES * 82)).split(/\r\n|\r|\n/);
  const own = (letter: string): readonly string[] => lines.filter((line) => line[72] === letter);
  const global = own("G")
    .map((line) => line.slice(0, 72).padEnd(72))
    .join("");
  const { values, delimiters } = parameters(global);
  const stated = (at: number): string | undefined => {
    const value = values[at - 1]?.trim();
    return value === undefined || value === "" ? undefined : value;
  };
  return {
    product: stated(3),
    system: stated(5),
    unit: stated(15) ?? UNITS[stated(14) ?? ""],
    millimetres: MILLIMETRES[(UNITS[stated(14) ?? "1"] ?? stated(15) ?? "").toUpperCase()],
    delimiters,
    exportedAt: isoTime(stated(18)),
    version: VERSIONS[stated(23) ?? ""],
    text: [...own("S"), ...own("G")].map((line) => line.trimEnd()).join("\n"),
  };
}

/** The values of the global section: Hollerith strings (`3HABC`) and bare ones, by its own delimiters (2.2.3). */
function parameters(text: string): {
  readonly values: readonly string[];
  readonly delimiters: readonly [string, string];
} {
  const values: string[] = [];
  let parameter = ",";
  let record = ";";
  let at = 0;
  while (at < text.length && values.length < 30) {
    const hollerith = /^\s*(\d{1,5})H/.exec(text.slice(at, at + 80));
    let value: string;
    if (hollerith === null) {
      const rest = text.slice(at);
      const end = rest.search(new RegExp(`[${escaped(parameter)}${escaped(record)}]`));
      value = end < 0 ? rest : rest.slice(0, end);
      at += value.length;
    } else {
      const start = at + hollerith[0].length;
      value = text.slice(start, start + Number(hollerith[1]));
      at = start + value.length;
    }
    // The first two values are the delimiters themselves.
    if (values.length === 0 && value.length === 1) parameter = value;
    if (values.length === 1 && value.length === 1) record = value;
    values.push(value);
    while (text[at] === " ") at += 1;
    if (text[at] === record) break;
    at += 1;
  }
  return { values, delimiters: [parameter, record] };
}

function escaped(character: string): string {
  return /[\\\]^-]/.test(character) ? `\\${character}` : character;
}

/** `YYYYMMDD.HHNNSS`, or with two digits of the year before 1997. */
function isoTime(value: string | undefined): string | undefined {
  const found = /^(\d{2}|\d{4})(\d{2})(\d{2})\.(\d{2})(\d{2})(\d{2})$/.exec(value ?? "");
  if (found === null) return undefined;
  const [, year = "", month, day, hours, minutes, seconds] = found;
  const century = year.length === 4 ? "" : Number(year) > 69 ? "19" : "20";
  return `${century}${year}-${month}-${day}T${hours}:${minutes}:${seconds}`;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
