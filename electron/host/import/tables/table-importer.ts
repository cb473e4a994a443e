/** CSV files and XLSX workbooks as factors, measurements, events and notes, by a column mapping. */
import type { SourceRecord } from "../../../../shared/model/record.ts";
import type { TableMapping } from "../../../../shared/model/table-mapping.ts";
import type { ImportContext, Importer, SourceFile } from "../importer.ts";
import { cellText, placeOf, type Row, type Table } from "./cell.ts";
import { createEventRows } from "./event-rows.ts";
import { createFreeCells } from "./free-cells.ts";
import { openTables } from "./open-tables.ts";
import { guessPart } from "./part-guess.ts";
import { mainProposal, proposeTable, type Proposal } from "./propose-mapping.ts";
import { recogniseTable } from "./recognise-table.ts";
import { fitMapping } from "./saved-mapping.ts";
import { createLayout, type TableLayout } from "./table-layout.ts";
import { createUnitRows, excerptOf } from "./unit-rows.ts";

export const tableImporter: Importer = {
  format: "table",
  recognise: recogniseTable,
  // With its folder: every month's folder may hold a setup.csv, and each is a source of its own.
  sourceId: ({ folder, name }) => `table:${folder === "" ? "" : `${folder}/`}${name}`,
  read: (file, context) => readTables(file, context),
};

async function* readTables(
  file: SourceFile,
  { signal, mapping }: ImportContext,
): AsyncGenerator<readonly SourceRecord[]> {
  const tables = await openTables(file, signal);
  const proposals: Proposal[] = [];
  for (const table of tables) {
    const proposal = await proposeTable(table, file.name, signal);
    if (proposal !== undefined) proposals.push(proposal);
  }
  const main = mainProposal(proposals);
  for (const [index, table] of tables.entries()) {
    const proposal = proposals.find((candidate) => candidate.table === table);
    const own = proposal?.mapping;
    // A mapping is about one table; the other sheets of the workbook are read as proposed.
    const isMain = main === undefined ? index === 0 : proposal === main;
    const used = mapping !== undefined && isMain ? fitMapping(mapping, proposal) : own;
    for await (const batch of readTable(table, used, file, signal)) {
      yield batch.map((record) =>
        record.record === "count"
          ? { ...record, progress: (index + record.progress) / tables.length }
          : record,
      );
    }
  }
}

async function* readTable(
  table: Table,
  mapping: TableMapping | undefined,
  file: SourceFile,
  signal: AbortSignal,
): AsyncGenerator<readonly SourceRecord[]> {
  const layout = mapping === undefined ? undefined : createLayout(table, mapping, guessPart(file.name));
  const rows = rowReader(table, layout);
  try {
    for await (const batch of table.rows(signal)) {
      const records: SourceRecord[] = [...batch.rejections];
      let taken = 0;
      for (const row of batch.rows) {
        const found = rows.read(row);
        for (const record of found) records.push(record);
        if (rows.count([row]) === 1 && found.every(({ record }) => record !== "rejection")) taken += 1;
      }
      const read = rows.count(batch.rows) + batch.rejections.length;
      yield [...records, { record: "count", read, taken, progress: batch.progress }];
    }
  } finally {
    // Also when the sheet breaks off: the notes above the fault are sound.
    if (!signal.aborted) yield rows.finish();
  }
}

interface RowReader {
  /** Rows without the headers. */
  count(rows: readonly Row[]): number;
  read(row: Row): readonly SourceRecord[];
  finish(): readonly SourceRecord[];
}

function rowReader(table: Table, layout: TableLayout | undefined): RowReader {
  const free = createFreeCells(table);
  const everything = (): boolean => true;
  const about = layout === undefined ? undefined : rowsOf(layout);
  const notUnderstood = (row: Row): readonly SourceRecord[] => [
    {
      record: "rejection",
      at: placeOf(table, row, 0),
      reason:
        "The columns are not understood: no serial number, lot or time stands in them. Choose what they hold in the column mapping.",
      excerpt: (row.text ?? row.cells.map(cellText).join(" | ")).slice(0, 200),
    },
  ];
  return {
    count: (batch) => batch.filter(({ number }) => number !== layout?.mapping.headerRow).length,
    read(row) {
      if (layout !== undefined && row.number === layout.mapping.headerRow) {
        free.add(row, (column) => !layout.inBlock(column));
        return [];
      }
      const isAbove = layout !== undefined && row.number < layout.mapping.headerRow;
      if (isAbove) {
        free.add(row, everything);
        return [];
      }
      if (layout === undefined || about === undefined) {
        // A sheet without a table is somebody's page of notes; a CSV file never is.
        if (table.sheet === undefined || !free.add(row, everything)) return notUnderstood(row);
        return [];
      }
      const kept = free.add(row, (column) => !layout.inBlock(column));
      const beside: readonly SourceRecord[] = kept
        ? []
        : [
            {
              record: "rejection",
              at: placeOf(table, row, 0),
              reason: "Too much stands beside the table to be notes.",
              excerpt: excerptOf(row, layout),
            },
          ];
      const filled = row.cells.some((cell, column) => layout.inBlock(column) && cellText(cell) !== "");
      if (!filled) return beside;
      const records = about.read(row);
      if (records !== undefined) return beside.length === 0 ? records : [...beside, ...records];
      free.add(row, (column) => layout.inBlock(column));
      return beside;
    },
    finish() {
      const part = about?.notePart;
      const notes = free.notes(
        part,
        about?.serials ?? new Set(),
        layout?.keyPrefix ?? `${table.sheet ?? ""}!`,
      );
      return [
        ...notes,
        ...(about?.remarks() ?? []).map((text): SourceRecord => {
          const at = table.sheet === undefined ? {} : { at: { sheet: table.sheet } };
          return { record: "remark", ...at, text };
        }),
      ];
    },
  };
}

interface AboutRows {
  /** undefined: a person's remark, not a row of the table. */
  read(row: Row): readonly SourceRecord[] | undefined;
  readonly serials: ReadonlySet<string>;
  readonly notePart: ReturnType<TableLayout["partOf"]>;
  remarks(): readonly string[];
}

/** What rows of this layout become; undefined where nothing in them can be linked to a unit or a time. */
function rowsOf(layout: TableLayout): AboutRows | undefined {
  const { mapping } = layout;
  const hasUnits = layout.find("serial") !== undefined || layout.find("lot") !== undefined;
  const hasTime = layout.find("time") !== undefined || layout.find("date") !== undefined;
  // What all rows share: a part column would name another part per row.
  const common = layout.partOf({ number: 0, cells: [] });
  if (hasTime && (mapping.eventKind !== undefined || !hasUnits)) {
    const events = createEventRows(layout);
    const notePart = common?.strength === "stated" ? common : undefined;
    return {
      read: (row) => [events.read(row)],
      serials: new Set(),
      notePart,
      remarks: () => events.remarks(),
    };
  }
  if (!hasUnits) return undefined;
  const units = createUnitRows(layout);
  return { read: (row) => units.read(row), serials: units.serials, notePart: common, remarks: () => [] };
}
