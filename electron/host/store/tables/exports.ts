/** Files of what a table shows, a part at a time: who takes them sets the pace, and stops by asking no more. */
import { EXPORT_FORMATS, type ExportPart } from "../../../../shared/contract/tables.ts";
import type { TableColumn } from "../../../../shared/model/table-columns.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { csvHead, csvLines } from "./csv.ts";
import { createParquet } from "./parquet.ts";
import type { Slices } from "./slices.ts";
import type { Sort, View } from "./view.ts";

/** Rows found at a time, rows read at a time, and rows of a part. */
const FOUND = 20_000;
const READ = 500;
const PART = 5_000;
/** Under way at once; the one asked for longest ago gives way. */
const MOST = 2;
/** ms without a question, after which who asked is taken for gone. */
const IDLE = 120_000;

export interface ExportOf {
  readonly view: View;
  readonly sort: Sort;
  readonly format: (typeof EXPORT_FORMATS)[number];
  readonly columns: readonly TableColumn[];
  /** Place of each column in a row's cells. */
  readonly places: readonly number[];
  readonly titles: readonly string[];
}

interface Export {
  readonly next: (slices: Slices) => Promise<ExportPart>;
  readonly idle: NodeJS.Timeout;
}

export interface Exports {
  readonly start: (of: ExportOf) => number;
  readonly part: (exportId: number, slices: Slices) => Promise<ExportPart>;
  readonly end: (exportId: number) => void;
}

export function createExports(): Exports {
  const running = new Map<number, Export>();
  let last = 0;
  const end = (exportId: number): void => {
    clearTimeout(running.get(exportId)?.idle);
    running.delete(exportId);
  };
  const wait = (exportId: number, next: Export["next"]): void => {
    end(exportId);
    // It holds on to all rows that matched; it keeps no process alive.
    running.set(exportId, { next, idle: setTimeout(end, IDLE, exportId).unref() });
  };
  return {
    start: (of) => {
      last += 1;
      wait(last, createExport(of));
      for (const oldest of running.keys()) {
        if (running.size <= MOST) break;
        end(oldest);
      }
      return last;
    },
    part: async (exportId, slices) => {
      const found = running.get(exportId);
      if (found === undefined) throw new Failure("invalid", "This export has ended. Start it anew.");
      wait(exportId, found.next);
      const part = await found.next(slices);
      if (part.done) end(exportId);
      return part;
    },
    end,
  };
}

function createExport({ view, sort, format, columns, places, titles }: ExportOf): Export["next"] {
  const text = new TextEncoder();
  const parquet = format === "parquet" ? createParquet(columns, titles) : undefined;
  let ids: readonly number[] = [];
  /** Places of the first of the ids, and of the row that comes next. */
  let [from, at] = [0, 0];
  return async (slices) => {
    const isFirst = at === 0;
    const cells: (readonly (string | number | undefined)[])[] = [];
    const until = Math.min(view.total, at + PART);
    while (at < until) {
      if (at >= from + ids.length) {
        from = at;
        ids = await view.ids(sort, at, FOUND, slices);
      }
      const some = ids.slice(at - from, Math.min(at - from + READ, until - from));
      if (some.length === 0) break;
      for (const row of view.rowsOf(some)) cells.push(places.map((place) => row.cells[place]));
      at += some.length;
      await slices.breathe();
    }
    const done = at >= view.total || cells.length === 0;
    if (parquet === undefined) {
      const head = isFirst ? csvHead(titles) : "";
      return { bytes: text.encode(head + csvLines(columns, cells)), rows: at, done };
    }
    const group = cells.length === 0 ? new Uint8Array() : parquet.add(cells);
    return { bytes: done ? joined(group, parquet.end()) : group, rows: at, done };
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
