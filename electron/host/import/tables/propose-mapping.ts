/** Proposes what the columns of a table hold, from its headers and the values below them. */
import type { EventKind } from "../../../../shared/model/event.ts";
import type { ColumnMapping, ColumnRole, TableMapping } from "../../../../shared/model/table-mapping.ts";
import type { SourceFile } from "../importer.ts";
import { parseDecimal } from "../text/parse-number.ts";
import { attributeVerdict } from "./attribute-verdict.ts";
import { cellText, type Cell, type Row, type Table } from "./cell.ts";
import { headerUom, isCharacteristicHeader, isPlannedTime, ROLE_ORDER, roleRank } from "./column-roles.ts";
import { headerFingerprint } from "./header-fingerprint.ts";
import { findHeaderRow, type HeaderRow } from "./header-row.ts";
import { firstRows, openTables } from "./open-tables.ts";
import { findDateOrder, looksLikeTime } from "./table-time.ts";

/** Rows that a proposal looks at. */
const SAMPLE_ROWS = 1000;

export interface Proposal {
  readonly table: Table;
  readonly mapping: TableMapping;
  /** Of every column, the blank ones included. */
  readonly headers: readonly string[];
  /** Data rows below the headers. */
  readonly rows: readonly Row[];
  readonly fingerprint: string;
}

/**
 * The proposal for a file's main table. Where nothing looks like headers, the first row stands for
 * them and every column is ignored. undefined for a workbook without a sheet. Throws ImportError.
 */
export async function proposeMapping(
  file: Pick<SourceFile, "path" | "size" | "name">,
  signal: AbortSignal,
): Promise<Proposal | undefined> {
  const proposals: Proposal[] = [];
  const tables = await openTables(file, signal);
  for (const table of tables) {
    const proposal = await proposeTable(table, file.name, signal);
    if (proposal !== undefined) proposals.push(proposal);
  }
  const [first] = tables;
  return (
    mainProposal(proposals) ?? (first === undefined ? undefined : nothingProposed(first, file.name, signal))
  );
}

async function nothingProposed(table: Table, fileName: string, signal: AbortSignal): Promise<Proposal> {
  const [head, ...rows] = await firstRows(table, SAMPLE_ROWS, signal);
  const headers = (head?.cells ?? []).map(cellText);
  return {
    table,
    headers,
    rows,
    fingerprint: headerFingerprint(headers),
    mapping: {
      name: (table.sheet ?? fileName).slice(0, 200),
      ...(table.sheet === undefined ? {} : { sheet: table.sheet }),
      headerRow: head?.number ?? 1,
      columns: headers.map((header, column) => ({ column, header: header.slice(0, 1000), role: "ignore" })),
    },
  };
}

/** The one about units, else about events, else the first. */
export function mainProposal(proposals: readonly Proposal[]): Proposal | undefined {
  const has = (role: ColumnRole) =>
    proposals.find(({ mapping }) => mapping.columns.some((column) => column.role === role));
  return has("serial") ?? has("lot") ?? has("time") ?? has("date") ?? proposals[0];
}

export async function proposeTable(
  table: Table,
  fileName: string,
  signal: AbortSignal,
): Promise<Proposal | undefined> {
  const sample = await firstRows(table, SAMPLE_ROWS, signal);
  const header = findHeaderRow(sample, table.sheet === undefined);
  if (header === undefined) return undefined;
  const rows = sample.filter(({ number }) => number > header.row.number);
  const width = sample.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const headers = Array.from({ length: width }, (_, column) => cellText(header.row.cells[column]));
  const columns = proposeColumns(header, headers, rows);
  const dates = columns.filter(({ role }) => role === "time" || role === "date" || role === "end-time");
  const dateOrder = findDateOrder(
    rows.flatMap(({ cells }) => dates.map(({ column }) => cells[column] ?? "")),
  );
  const about = `${fileName} ${table.sheet ?? ""} ${headers.join(" ")}`;
  return {
    table,
    headers,
    rows,
    fingerprint: headerFingerprint(headers.slice(header.from, header.to)),
    mapping: {
      name: (table.sheet ?? fileName).slice(0, 200),
      ...(table.sheet === undefined ? {} : { sheet: table.sheet }),
      headerRow: header.row.number,
      ...(isEventTable(columns) ? { eventKind: guessEventKind(about) } : {}),
      ...(dateOrder === undefined ? {} : { dateOrder }),
      ...(writesDecimalComma(rows) ? { decimalComma: true } : {}),
      columns,
    },
  };
}

function isEventTable(columns: readonly ColumnMapping[]): boolean {
  const has = (role: ColumnRole): boolean => columns.some((column) => column.role === role);
  const units = has("serial") || has("lot");
  return units ? has("time") && has("event-title") : has("time") || has("date");
}

function proposeColumns(
  header: HeaderRow,
  headers: readonly string[],
  rows: readonly Row[],
): readonly ColumnMapping[] {
  const inBlock = (column: number): boolean => column >= header.from && column < header.to;
  const values = headers.map((_, column) => rows.map(({ cells }) => cells[column] ?? "").filter(isFilled));
  const roles = headers.map((name, column): ColumnRole => {
    // What stands beside the table is somebody's note.
    if (!inBlock(column)) return values[column]?.length === 0 && name === "" ? "ignore" : "note";
    return isEmpty(values[column] ?? []) ? "ignore" : "factor";
  });
  const free = (column: number): boolean => inBlock(column) && roles[column] === "factor";
  for (const role of ROLE_ORDER) {
    const fitting = headers
      .map((name, column) => ({ column, rank: roleRank(name, role), planned: isPlannedTime(name) }))
      .filter(
        ({ column, rank }) => rank !== undefined && free(column) && valuesFit(role, values[column] ?? []),
      )
      .sort(
        (a, b) =>
          Number(a.planned) - Number(b.planned) || (a.rank ?? 0) - (b.rank ?? 0) || a.column - b.column,
      );
    // Every remark column holds notes; any other role is one column's.
    for (const { column } of role === "note" ? fitting : fitting.slice(0, 1)) roles[column] = role;
    if (role === "time" && fitting[1] !== undefined) roles[fitting[1].column] = "date";
  }
  // Without a unit to describe, a part's name alone makes no row of anything.
  if (roles.includes("serial")) {
    for (const [column, name] of headers.entries()) {
      if (free(column) && isCharacteristicHeader(name) && areMeasured(values[column] ?? []))
        roles[column] = "measurement";
    }
  }
  if (roles.includes("serial") || roles.includes("lot")) keepUnitFactors(roles);
  return headers.map((name, column) => {
    const uom = roles[column] === "measurement" ? headerUom(name) : undefined;
    const entry = { column, header: name.slice(0, 1000), role: roles[column] ?? "ignore" };
    return uom === undefined ? entry : { ...entry, uom };
  });
}

/** In a table about units that tells no events, machine, operator and the rest are circumstances of the unit. */
function keepUnitFactors(roles: ColumnRole[]): void {
  if (roles.includes("time") && roles.includes("event-title")) return;
  const kept: readonly ColumnRole[] = ["ignore", "serial", "lot", "part", "note", "measurement"];
  const timed = roles.includes("measurement");
  for (const [column, role] of roles.entries()) {
    const isTime = role === "time" || role === "date";
    if (!kept.includes(role) && !(timed && isTime)) roles[column] = "factor";
  }
}

function isFilled(cell: Cell): boolean {
  return cellText(cell) !== "";
}

/** Blank, or blanked out: words that stand for a missing or a removed value. */
function isEmpty(values: readonly Cell[]): boolean {
  const said = values.filter((cell) => !/^(?:removed|redacted|n\/?a|null|none|-+)$/i.test(cellText(cell)));
  return said.length <= values.length * 0.01;
}

function valuesFit(role: ColumnRole, values: readonly Cell[]): boolean {
  const share = (test: (cell: Cell) => boolean): number =>
    values.length === 0 ? 0 : values.filter(test).length / values.length;
  switch (role) {
    // Real sheets mix dates with dummies such as 0/1/00.
    case "time":
    case "end-time":
      return share(looksLikeTime) >= 0.2;
    case "cost":
      return share((cell) => parseDecimal(cellText(cell)) !== undefined) >= 0.5;
    case "serial":
      return share((cell) => cellText(cell).length <= 64) >= 0.8;
    default:
      return true;
  }
}

/** Numbers, most of them with a fraction (counts and codes have none), and verdicts in words. */
function areMeasured(values: readonly Cell[]): boolean {
  const measured = values.filter((cell) => attributeVerdict(cellText(cell)) === undefined);
  const numbers = measured.flatMap((cell) => parseDecimal(cellText(cell)) ?? []);
  if (numbers.length < measured.length * 0.8 || numbers.length === 0) return false;
  return numbers.filter((value) => !Number.isInteger(value)).length >= numbers.length / 2;
}

/** Decimal commas stand somewhere, and no decimal point does. */
function writesDecimalComma(rows: readonly Row[]): boolean {
  let commas = 0;
  for (const { cells } of rows) {
    for (const cell of cells) {
      if (typeof cell !== "string") continue;
      if (/^\s*[+-]?\d+\.\d+\s*$/.test(cell)) return false;
      if (/^\s*[+-]?\d+,\d+\s*$/.test(cell)) commas += 1;
    }
  }
  return commas > 0;
}

const KIND_WORDS: readonly (readonly [EventKind, RegExp])[] = [
  [
    "maintenance",
    /maintenance|work[ _]?order|wo[ _]type|functional[ _]location|repair|instandhaltung|wartung/i,
  ],
  ["inspection", /inspection|measurement|ncr|nonconform|defect|quality|prüf/i],
  ["field", /field|complaint|warranty|customer|reklamation/i],
  ["logistics", /shipment|shipping|delivery|receipt|warehouse|lieferung/i],
  ["change", /\bec[nor]\b|change|änderung/i],
  ["machine", /machine|alarm|downtime|maschine/i],
];

function guessEventKind(about: string): EventKind {
  return KIND_WORDS.find(([, pattern]) => pattern.test(about))?.[0] ?? "production";
}
