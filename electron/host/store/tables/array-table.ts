/** Tables whose columns are arrays made for the question: units, measurements, orders. */
import type { Cell, TableRow } from "../../../../shared/contract/tables.ts";
import { namesOf, type Column, type Numbers, type SortKey, type Table } from "./table.ts";

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
export function numbersOf(values: ArrayLike<number>, whole: boolean): Numbers<Stretch> {
  return {
    whole,
    fill: ({ from }, out) => {
      for (let row = 0; row < out.length; row += 1) out[row] = values[from + row] ?? NaN;
    },
  };
}

/** Words as they come: each kept once, and a number per row. */
export interface Words {
  readonly add: (word: string | null) => void;
  readonly column: () => Column<Stretch>;
  readonly at: (row: number) => string | undefined;
}

export function createWords(): Words {
  const names: string[] = [];
  const known = new Map<string, number>();
  const codes = growingNumbers();
  return {
    add: (word) => {
      if (word === null || word === "") return codes.push(NaN);
      let code = known.get(word);
      if (code === undefined) {
        code = names.push(word) - 1;
        known.set(word, code);
      }
      codes.push(code);
    },
    column: () => ({ names: namesOf(names), numbers: numbersOf(codes.all(), true) }),
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
  readonly ids: ArrayLike<number>;
  readonly columns: Readonly<Record<string, Column<Stretch>>>;
  /** Before the id. */
  readonly order?: readonly SortKey<Stretch>[];
  readonly rowsOf: (ids: readonly number[]) => readonly TableRow[];
}

export function tableOf({ rows, ids, columns, order = [], rowsOf }: ArrayTable): Table<Stretch> {
  return {
    chosen: stretches(rows).map((block) => ({ block, rows: undefined })),
    lengthOf: ({ length }) => length,
    tests: [],
    columns,
    made: new Map(),
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

/** @returns the row of an id */
export function placesOf(ids: Float64Array): (id: number) => number {
  const rows = Float64Array.from(ids, (_, row) => row);
  const sorted = ids.every((id, row) => row === 0 || id > (ids[row - 1] ?? 0))
    ? rows
    : rows.sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0));
  return (id) => {
    let [low, high] = [0, sorted.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ids[sorted[middle] ?? 0] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return sorted[low] ?? -1;
  };
}
