/** What a question matches, ready to be paged, sorted and grouped; remembered while the question stays. */
import { naturalOrder } from "../../../../shared/text/natural-order.ts";
import {
  MOST_ROWS_BY_TEXT,
  type Cell,
  type TableFilter,
  type TableGroups,
  type TablePage,
  type TableQuery,
  type TableRow,
} from "../../../../shared/contract/tables.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { match, testOf, type Matched } from "./match.ts";
import { createSelection, type Selection } from "./select.ts";
import { eachInSlices, sortInSlices, type Slices } from "./slices.ts";
import {
  BLOCK,
  containing,
  ranked,
  type Chosen,
  type Column,
  type Held,
  type SortKey,
  type Table,
  type Test,
} from "./table.ts";

export type Sort = TableQuery["sort"];

export interface View {
  readonly total: number;
  /** Ids of the rows from `offset` on. */
  readonly ids: (sort: Sort, offset: number, limit: number, slices: Slices) => Promise<readonly number[]>;
  readonly rowsOf: (ids: readonly number[]) => readonly TableRow[];
  readonly page: (sort: Sort, offset: number, limit: number, slices: Slices) => Promise<TablePage>;
  readonly groups: (column: string, limit: number, slices: Slices) => Promise<TableGroups>;
  /** Its table's among it. */
  readonly held: () => Held;
}

/** Rows asked for at a time where they are read one by one. */
const PAGE = 1_000;

/** @param few rows that are sorted at once */
export async function openView<B>(
  table: Table<B>,
  filters: readonly TableFilter[],
  slices: Slices,
  few?: number,
): Promise<View> {
  const columnOf = (id: string): Promise<Column<B>> => findColumn(table, id, slices);
  const near: Test<B>[] = [...table.tests];
  const far: TableFilter[] = [];
  for (const filter of filters) {
    const test = await testOf(filter, await columnOf(filter.column), slices);
    if (test === undefined) far.push(filter);
    else near.push(test);
  }
  let matched = await match(table, near, slices);
  for (const filter of far)
    matched = await filterByRows(table, matched, filter, await columnOf(filter.column), slices);

  const { lengthOf } = table;
  const selections = new Map<string, Selection>();
  const selectionOf = async (its: Slices, sort?: Sort, column?: Column<B>): Promise<Selection> => {
    const name = sort === undefined ? "" : `${sort.column} ${sort.descending}`;
    const known = selections.get(name);
    if (known !== undefined) return known;
    const made = createSelection(matched, lengthOf, await keysOf(table, its, sort, column), few);
    if (selections.size >= 4) selections.clear();
    selections.set(name, made);
    return made;
  };
  let sorted: { readonly name: string; readonly ids: readonly number[] } | undefined;
  const sortedByRows = async (
    { column: id, descending }: NonNullable<Sort>,
    column: Column<B>,
    slices: Slices,
  ): Promise<readonly number[]> => {
    const name = `${id} ${descending}`;
    if (sorted?.name === name) return sorted.ids;
    refuseTooMany(matched.total, "sort");
    const ids = await (await selectionOf(slices)).ids(0, matched.total, slices);
    const values = await readAll(column, ids, slices);
    const direction = descending ? -1 : 1;
    const order = await sortInSlices(
      Array.from(ids, (_, at) => at),
      (a, b) => {
        const [one, other] = [values[a], values[b]];
        if (one === undefined || other === undefined)
          return Number(one === undefined) - Number(other === undefined) || a - b;
        return direction * compareCells(one, other) || a - b;
      },
      slices,
    );
    sorted = { name, ids: order.map((at) => ids[at] ?? 0) };
    return sorted.ids;
  };

  const idsOf: View["ids"] = async (sort, offset, limit, its) => {
    const column = sort === undefined ? undefined : await findColumn(table, sort.column, its);
    return sort !== undefined && column !== undefined && column.numbers === undefined
      ? (await sortedByRows(sort, column, its)).slice(offset, offset + limit)
      : (await selectionOf(its, sort, column)).ids(offset, limit, its);
  };

  return {
    total: matched.total,
    held: () => [
      ...table.held(),
      ...matched.chosen.flatMap(({ rows }): Held => (rows === undefined ? [] : [[rows, rows.byteLength]])),
      ...(sorted === undefined ? [] : ([[sorted, sorted.ids.length * 8]] as const)),
      ...[...selections.values()].flatMap((each) => each.held()),
    ],
    ids: idsOf,
    rowsOf: table.rowsOf,
    page: async (sort, offset, limit, slices) => ({
      total: matched.total,
      rows: table.rowsOf(await idsOf(sort, offset, limit, slices)),
    }),
    groups: async (id, limit, slices) => {
      const counts = await countBy(table, matched, await findColumn(table, id, slices), slices, () =>
        selectionOf(slices).then((all) => all.ids(0, matched.total, slices)),
      );
      const groups = await sortInSlices(
        Array.from(counts, ([value, rows]) => ({ value, rows })),
        (a, b) => b.rows - a.rows || naturalOrder(a.value, b.value),
        slices,
      );
      return {
        total: matched.total,
        groups: groups.slice(0, limit),
        more: Math.max(0, groups.length - limit),
      };
    },
  };
}

/** @throws Failure `invalid` where there is none */
async function findColumn<B>(table: Table<B>, id: string, slices: Slices): Promise<Column<B>> {
  const column = Object.hasOwn(table.columns, id) ? table.columns[id] : undefined;
  if (column === undefined) throw new Failure("invalid", `There is no column "${id}".`);
  if (column.later === undefined) return column;
  const known = table.made.get(id);
  if (known !== undefined) return known;
  const now = await column.later(slices);
  table.made.set(id, now);
  return now;
}

async function keysOf<B>(
  { order }: Table<B>,
  slices: Slices,
  sort: Sort,
  column: Column<B> = {},
): Promise<readonly SortKey<B>[]> {
  const { numbers, names, isInOrder = false } = column;
  if (sort === undefined || numbers === undefined) return order;
  const first = {
    numbers: names === undefined || isInOrder ? numbers : await ranked(numbers, names, slices),
    descending: sort.descending,
  };
  // Sorted the other way by what decides anyway, all of it turns.
  if (order[0]?.numbers === numbers)
    return [first, ...order.slice(1).map((key) => ({ ...key, descending: sort.descending }))];
  return [first, ...order];
}

async function filterByRows<B>(
  table: Table<B>,
  matched: Matched<B>,
  filter: TableFilter,
  column: Column<B>,
  slices: Slices,
): Promise<Matched<B>> {
  if (filter.by === "range")
    throw new Failure("invalid", `The column "${filter.column}" has no numbers to compare.`);
  refuseTooMany(matched.total, "filter");
  const wanted = filter.by === "values" ? new Set(filter.values) : undefined;
  const contains = filter.by === "text" ? containing(filter.text) : undefined;
  const passes = (cell: Cell): boolean => {
    const text = cell === undefined ? "" : String(cell);
    return contains === undefined ? wanted?.has(text) === true : contains(text);
  };
  const ids = table.order.at(-1)?.numbers;
  const values = new Float64Array(BLOCK);
  const chosen: Chosen<B>[] = [];
  let total = 0;
  for (const { block, rows } of matched.chosen) {
    const length = table.lengthOf(block);
    const all = values.subarray(0, length);
    ids?.fill(block, all);
    const kept = rows ?? Uint16Array.from({ length }, (_, row) => row);
    const cells = await readAll(
      column,
      Array.from(kept, (row) => all[row] ?? 0),
      slices,
    );
    const passing = kept.filter((_, at) => passes(cells[at]));
    if (passing.length > 0) chosen.push({ block, rows: passing });
    total += passing.length;
  }
  return { chosen, total };
}

/** Number of rows per value; "" those without one. */
async function countBy<B>(
  table: Table<B>,
  matched: Matched<B>,
  { numbers, names, read }: Column<B>,
  slices: Slices,
  allIds: () => Promise<readonly number[]>,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const add = (name: string, rows: number): void => void counts.set(name, (counts.get(name) ?? 0) + rows);
  if (numbers === undefined || names === undefined) {
    if (read === undefined) throw new Failure("invalid", "Rows can't be grouped by this column.");
    refuseTooMany(matched.total, "group");
    for (const cell of await readAll({ read }, await allIds(), slices))
      add(cell === undefined ? "" : String(cell), 1);
    return counts;
  }
  const perCode = new Uint32Array(names.size + 1);
  const values = new Float64Array(BLOCK);
  for (const { block, rows } of matched.chosen) {
    const length = table.lengthOf(block);
    const all = values.subarray(0, length);
    numbers.fill(block, all);
    const count = rows?.length ?? length;
    for (let at = 0; at < count; at += 1) {
      const code = all[rows === undefined ? at : (rows[at] ?? 0)] ?? NaN;
      const place = code >= 0 ? code : names.size;
      perCode[place] = (perCode[place] ?? 0) + 1;
    }
    await slices.breathe();
  }
  const take = (code: number): void => {
    const rows = perCode[code] ?? 0;
    if (rows > 0) add(names.of(code) ?? "", rows);
  };
  await eachInSlices(perCode.length, take, slices);
  return counts;
}

async function readAll<B>(
  { read }: Pick<Column<B>, "read">,
  ids: readonly number[],
  { breathe }: Slices,
): Promise<readonly Cell[]> {
  if (read === undefined) throw new Failure("invalid", "The column can't be read.");
  const cells: Cell[] = [];
  for (let at = 0; at < ids.length; at += PAGE) {
    for (const cell of read(ids.slice(at, at + PAGE))) cells.push(cell);
    await breathe();
  }
  return cells;
}

function refuseTooMany(rows: number, what: "sort" | "filter" | "group"): void {
  if (rows <= MOST_ROWS_BY_TEXT) return;
  const doing = { sort: "sorted", filter: "filtered", group: "grouped" }[what];
  throw new Failure(
    "limit",
    `At most ${MOST_ROWS_BY_TEXT.toLocaleString("en")} rows can be ${doing} by this column, and these are ${rows.toLocaleString("en")}. Select a part or unit, brush a span, or filter by another column first.`,
  );
}

function compareCells(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : naturalOrder(String(a), String(b));
}
