/**
 * A SQLite database of one table, written row by row as the bytes of its pages (sqlite.org/fileformat2.html): a
 * statement per row costs several times what a row does, and texts go from one buffer into the other without ever
 * being strings. Only what can be laid out beforehand is made here: ascending row ids, no index, no overflow page.
 */
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { translateFileErrors } from "./open.ts";

/** The largest that there is, written as 1 in the header: nearly every row fits into a page. */
const PAGE = 65_536;
const FILE_HEADER = 100;
const LEAF_HEADER = 8;
const INTERIOR_HEADER = 12;
const LEAF = 13;
const INTERIOR = 5;
/** Fileformat 1.6: a table's row with more than this needs overflow pages. */
const LARGEST_ROW = PAGE - 35;
/** Leaves that one interior page can name. */
const MOST_LEAVES = 5_000;
const ROOT = 2;
const FIRST_LEAF = 3;

/** Errors (Failure) of whatever writes: `limit` for a full disk, `refused` where the folder can't be written. */
export interface RowFile {
  /** Rows so far. */
  readonly rows: number;
  /** Columns of the next row, in their order; a row id stands as null. */
  null(): void;
  /** A whole number that a double holds exactly. */
  integer(value: number): void;
  text(value: string): void;
  /** UTF-8, as it is. */
  bytes(from: Uint8Array, start: number, end: number): void;
  /** Ends the row; its row id is the number of rows then. False where it has no room: then nothing of it is there. */
  endRow(): boolean;
  /** Ends the file. */
  end(): void;
  /** Ends it and removes it. */
  drop(): void;
}

/**
 * @param path what is there is written over
 * @param table name of the table
 * @param sql the statement that would create it
 * @param columns how many it has
 */
export function createRowFile(path: string, table: string, sql: string, columns: number): RowFile {
  const file = translateFileErrors(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    return openSync(path, "wx");
  });
  const body = Buffer.allocUnsafeSlow(PAGE);
  const page = Buffer.alloc(PAGE);
  /** Serial types of the row (fileformat 2.1). */
  const types = new Float64Array(columns);
  const children: { readonly page: number; readonly last: number }[] = [];
  let rows = 0;
  /** Of the row that is being made. */
  let column = 0;
  let length = 0;
  let isTooLarge = false;
  /** Of the leaf that is being made: cells, and where the last of them begins. */
  let cells = 0;
  let content = PAGE;

  const write = (number: number): void => {
    translateFileErrors(path, () => {
      for (let at = 0; at < PAGE;) at += writeSync(file, page, at, PAGE - at, (number - 1) * PAGE + at);
    });
  };
  const endLeaf = (number: number): void => {
    writePageHeader(page, LEAF, cells, content);
    write(number);
    children.push({ page: number, last: rows });
    cells = 0;
    content = PAGE;
  };
  const hasRoom = (bytes: number): boolean => {
    if (length + bytes > PAGE) isTooLarge = true;
    return !isTooLarge;
  };
  const put = (type: number, bytes: number): void => {
    types[column] = type;
    column += 1;
    length += bytes;
  };

  return {
    get rows() {
      return rows;
    },
    null: () => put(0, 0),
    integer(value) {
      if (!hasRoom(8)) return;
      const type = integerType(value);
      const bytes = INTEGER_BYTES[type] ?? 0;
      writeInteger(body, length, value, bytes);
      put(type, bytes);
    },
    text(value) {
      // At most three bytes for each unit of UTF-16.
      const most = value.length * 3;
      if (!hasRoom(length + most <= PAGE ? most : Buffer.byteLength(value))) return;
      const bytes = body.write(value, length);
      put(13 + 2 * bytes, bytes);
    },
    bytes(from, start, end) {
      const count = end - start;
      if (!hasRoom(count)) return;
      if (count > 100) body.set(from.subarray(start, end), length);
      else for (let i = 0; i < count; i += 1) body[length + i] = from[start + i] ?? 0;
      put(13 + 2 * count, count);
    },
    endRow() {
      let head = 0;
      for (let i = 0; i < column; i += 1) head += varintBytes(types[i] ?? 0);
      // The header counts its own length, which is one byte or two.
      head += head < 127 ? 1 : 2;
      const size = head + length;
      const cell = varintBytes(size) + varintBytes(rows + 1) + size;
      const isLeafFull = content - cell < LEAF_HEADER + 2 * (cells + 1);
      const fits = !isTooLarge && size <= LARGEST_ROW && !(isLeafFull && children.length >= MOST_LEAVES);
      if (fits) {
        if (isLeafFull) endLeaf(FIRST_LEAF + children.length);
        rows += 1;
        content -= cell;
        let at = writeVarint(page, content, size);
        at = writeVarint(page, at, rows);
        at = writeVarint(page, at, head);
        for (let i = 0; i < column; i += 1) at = writeVarint(page, at, types[i] ?? 0);
        body.copy(page, at, 0, length);
        writeTwo(page, LEAF_HEADER + 2 * cells, content);
        cells += 1;
      }
      column = 0;
      length = 0;
      isTooLarge = false;
      return fits;
    },
    end() {
      // A lone leaf is the root itself: an interior page names two at least.
      const isLone = children.length === 0;
      endLeaf(isLone ? ROOT : FIRST_LEAF + children.length);
      if (!isLone) {
        writeRoot(page, children);
        write(ROOT);
      }
      writeFirst(page, table, sql, isLone ? ROOT : FIRST_LEAF + children.length - 1);
      write(1);
      closeSync(file);
    },
    drop() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

/** Fileformat 1.6. The bytes between the pointers and the cells mean nothing. */
function writePageHeader(page: Buffer, kind: number, cells: number, content: number, at = 0): void {
  page[at] = kind;
  writeTwo(page, at + 1, 0);
  writeTwo(page, at + 3, cells);
  // 65536 does not fit and is written as 0.
  writeTwo(page, at + 5, content % PAGE);
  page[at + 7] = 0;
}

function writeRoot(
  page: Buffer,
  children: readonly { readonly page: number; readonly last: number }[],
): void {
  let content = PAGE;
  for (const [index, child] of children.entries()) {
    if (index === children.length - 1) {
      page.writeUInt32BE(child.page, 8);
      writePageHeader(page, INTERIOR, index, content);
      return;
    }
    content -= 4 + varintBytes(child.last);
    page.writeUInt32BE(child.page, content);
    writeVarint(page, content + 4, child.last);
    writeTwo(page, INTERIOR_HEADER + 2 * index, content);
  }
}

/** The header of the file (fileformat 1.3) and the table of its tables (2.6). */
function writeFirst(page: Buffer, table: string, sql: string, pages: number): void {
  page.fill(0);
  page.write("SQLite format 3\0", 0, "latin1");
  // Page size as 1 for 65536; no write-ahead log; what 1.3 asks for at 21 to 23.
  page.set([0, 1, 1, 1, 0, 64, 32, 32], 16);
  const words: readonly (readonly [at: number, value: number])[] = [
    [24, 1],
    [28, pages],
    // Schema cookie, schema format, UTF-8.
    [40, 1],
    [44, 4],
    [56, 1],
    // The change counter again, and a version that has strict tables.
    [92, 1],
    [96, 3_050_000],
  ];
  for (const [at, value] of words) page.writeUInt32BE(value, at);
  const texts = ["table", table, table].map((text) => Buffer.from(text));
  const statement = Buffer.from(sql);
  const types = [...texts.map(({ length }) => 13 + 2 * length), 1, 13 + 2 * statement.length];
  const header = Buffer.alloc(64);
  let at = 1;
  for (const type of types) at = writeVarint(header, at, type);
  header[0] = at;
  const record = Buffer.concat([header.subarray(0, at), ...texts, Buffer.of(ROOT), statement]);
  const content = PAGE - record.length - varintBytes(record.length) - 1;
  const first = writeVarint(page, content, record.length);
  page[first] = 1;
  record.copy(page, first + 1);
  writePageHeader(page, LEAF, 1, content, FILE_HEADER);
  writeTwo(page, FILE_HEADER + LEAF_HEADER, content);
}

/** Bytes by serial type: 8 and 9 are 0 and 1 themselves. */
const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8, 0, 0, 0];

function integerType(value: number): number {
  if (value === 0) return 8;
  if (value === 1) return 9;
  const size = value < 0 ? -value - 1 : value;
  if (size < 0x80) return 1;
  if (size < 0x8000) return 2;
  if (size < 0x80_0000) return 3;
  if (size < 0x8000_0000) return 4;
  return size < 0x8000_0000_0000 ? 5 : 6;
}

/** Two's complement, most significant byte first. */
function writeInteger(to: Buffer, at: number, value: number, bytes: number): void {
  let [low, high] = [value | 0, 0];
  if (bytes > 4) {
    high = Math.floor(value / 2 ** 32);
    low = (value - high * 2 ** 32) | 0;
  }
  for (let i = bytes - 1; i >= 0; i -= 1) {
    const fromLow = bytes - 1 - i;
    to[at + i] = fromLow < 4 ? low >>> (8 * fromLow) : high >> (8 * (fromLow - 4));
  }
}

/** Below 2^28: lengths of texts, sizes of rows and numbers of rows are. */
function varintBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return value < 0x20_0000 ? 3 : 4;
}

/** Returns where it ends. */
function writeVarint(to: Buffer, at: number, value: number): number {
  const end = at + varintBytes(value);
  to[end - 1] = value & 0x7f;
  for (let i = end - 2, rest = value >>> 7; i >= at; i -= 1, rest >>>= 7) to[i] = (rest & 0x7f) | 0x80;
  return end;
}

function writeTwo(to: Buffer, at: number, value: number): void {
  to[at] = value >>> 8;
  to[at + 1] = value & 0xff;
}
