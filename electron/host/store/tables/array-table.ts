/** Tables whose columns are arrays made for the question: units, measurements, orders. */
import type { Cell, TableRow } from "../../../../shared/contract/tables.ts";
import { eachInSlices, numbersInSlices, sortInSlices, type Slices } from "./slices.ts";
import {
  heldByColumns,
  namesOf,
  type Column,
  type Held,
  type Numbers,
  type SortKey,
  type Table,
} from "./table.ts";

/** Rows of a block: few enough that two bytes number them. */
const ROWS = 8_192;

export interface Stretch {
  readonly from: number;
  readonly length: number;
}

export function stretches(rows: number): readonly Stretch[] {
  return Array.from({ length: Math.ceil(rows / ROWS) }, (_, at) => ({
    from: at * ROWS,
    length: Math.min(ROWS, rows - at * ROWS),
  }));
}

/** @param values of every row; NaN for one without */
export function numbersOf(values: Float64Array, whole: boolean): Numbers<Stretch> {
  return {
    whole,
    held: () => heldBy(values),
    fill: ({ from }, out) => {
      for (let row = 0; row < out.length; row += 1) out[row] = values[from + row] ?? NaN;
    },
  };
}

/** The buffer of an array, which may be larger, and the same for several. */
export const heldBy = ({ buffer }: Float64Array | Uint32Array): Held => [[buffer, buffer.byteLength]];

/** Bytes of a word beside those of its letters, about. */
const WORD = 24;

/** Words as they come: each kept once, and a number per row. */
export interface Words {
  readonly add: (word: string | null) => void;
  /** Once all are added. */
  readonly column: () => Column<Stretch>;
  readonly at: (row: number) => string | undefined;
}

export function createWords(): Words {
  const names: string[] = [];
  const known = new Map<string, number>();
  const codes = growingNumbers();
  let bytes = 0;
  return {
    add: (word) => {
      if (word === null || word === "") return codes.push(NaN);
      let code = known.get(word);
      if (code === undefined) {
        code = names.push(word) - 1;
        known.set(word, code);
        bytes += WORD + 2 * word.length;
      }
      codes.push(code);
    },
    column: () => {
      known.clear();
      return {
        names: namesOf(names.length, (code) => names[code], bytes),
        numbers: numbersOf(codes.all(), true),
      };
    },
    at: (row) => names[codes.all()[row] ?? -1],
  };
}

export interface Growing {
  readonly push: (value: number) => void;
  readonly all: () => Float64Array;
}

/** Numbers whose count is not known before. */
export function growingNumbers(): Growing {
  let values = new Float64Array(1_024);
  let length = 0;
  return {
    push: (value) => {
      if (length === values.length) {
        const larger = new Float64Array(length * 2);
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    all: () => values.subarray(0, length),
  };
}

export interface ArrayTable {
  readonly rows: number;
  /** Of every row, each another, ascending or not. */
  readonly ids: Float64Array;
  readonly columns: Readonly<Record<string, Column<Stretch>>>;
  /** Before the id. */
  readonly order?: readonly SortKey<Stretch>[];
  readonly rowsOf: (ids: readonly number[]) => readonly TableRow[];
  /** By `rowsOf`, beside the columns. */
  readonly held?: Held;
}

export function tableOf({ rows, ids, columns, order = [], rowsOf, held = [] }: ArrayTable): Table<Stretch> {
  const made = new Map<string, Column<Stretch>>();
  return {
    chosen: stretches(rows).map((block) => ({ block, rows: undefined })),
    lengthOf: ({ length }) => length,
    tests: [],
    columns,
    made,
    held: () => [...held, ...heldBy(ids), ...heldByColumns({ columns, made })],
    order: [...order, { numbers: numbersOf(ids, true), descending: false }],
    rowsOf,
  };
}

/** Cells of a row of arrays in the order of the columns, without a statement of SQL. */
export function cellAt({ numbers, names }: Column<Stretch>, row: number): Cell {
  const one = new Float64Array(1);
  numbers?.fill({ from: row, length: 1 }, one);
  const value = one[0] ?? NaN;
  if (Number.isNaN(value)) return undefined;
  return names === undefined ? value : names.of(value);
}

export interface Places {
  /** The row of an id. */
  readonly of: (id: number) => number;
  readonly held: Held;
}

export async function placesOf(ids: Float64Array, slices: Slices): Promise<Places> {
  let isAscending = true;
  await eachInSlices(
    ids.length,
    (row) => {
      if (row > 0 && (ids[row] ?? 0) <= (ids[row - 1] ?? 0)) isAscending = false;
    },
    slices,
  );
  const sorted = isAscending ? undefined : await rowsByIds(ids, slices);
  const rowAt = (place: number): number => (sorted === undefined ? place : (sorted[place] ?? 0));
  return {
    held: sorted === undefined ? [] : heldBy(sorted),
    of: (id) => {
      let [low, high] = [0, ids.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ids[rowAt(middle)] ?? 0) < id) low = middle + 1;
        else high = middle;
      }
      return ids.length === 0 ? -1 : rowAt(low);
    },
  };
}

async function rowsByIds(ids: Float64Array, slices: Slices): Promise<Float64Array> {
  const rows: number[] = [];
  await eachInSlices(ids.length, (row) => rows.push(row), slices);
  const sorted = await sortInSlices(rows, (a, b) => (ids[a] ?? 0) - (ids[b] ?? 0), slices);
  return numbersInSlices(sorted.length, (at) => sorted[at] ?? 0, slices);
}
