/** What a table is to who filters, sorts and groups it: blocks of rows, and columns that fill in numbers. */
import { naturalOrder } from "../../../../shared/text/natural-order.ts";
import type { Cell, TableRow } from "../../../../shared/contract/tables.ts";
import { eachInSlices, sortInSlices, type Slices } from "./slices.ts";

/** Rows of a block that count. */
export interface Chosen<B> {
  readonly block: B;
  /** Ascending; undefined: all of them. */
  readonly rows: Uint16Array | undefined;
}

/** Most rows that a block may have. */
export const BLOCK = 65_536;

/** A number per row; the same for every row of one value, NaN for one without. */
export interface Numbers<B> {
  /** Of every row of the block. */
  readonly fill: (block: B, out: Float64Array) => void;
  /** None is below or above, as far as is known without a look at the rows. */
  readonly bounds?: (block: B) => readonly [lowest: number, highest: number];
  /** All are whole numbers. */
  readonly whole: boolean;
  /** What it holds on to of its own. */
  readonly held?: () => Held;
}

/** What is held in memory, and its bytes, about: what several hold is one object. */
export type Held = readonly (readonly [held: object, bytes: number])[];

/** Words that numbers stand for. */
export interface Names {
  /** Numbers are less than it. */
  readonly size: number;
  readonly of: (code: number) => string | undefined;
  /** Place of each among all, in the order in which people sort; names alike have the same, NaN: has none. */
  readonly ranks: (slices: Slices) => Promise<Float64Array>;
  /** 1 for every number whose name passes. */
  readonly where: (test: (name: string) => boolean, slices: Slices) => Promise<Uint8Array>;
  readonly held: () => Held;
}

export interface Column<B> {
  /** Undefined: its values stand in the rows alone. */
  readonly numbers?: Numbers<B>;
  /** Of a column of words: what its numbers stand for. */
  readonly names?: Names;
  /** The numbers themselves say how the words are sorted. */
  readonly isInOrder?: boolean;
  /** Where its words are too many to be had at once: numbers that stand for them, only to be asked by `matching`. */
  readonly codes?: Numbers<B>;
  /** 1 for every one of these numbers whose word contains the text. */
  readonly matching?: (text: string, slices: Slices) => Promise<Uint8Array>;
  /** What is only made once somebody asks for it. */
  readonly later?: (slices: Slices) => Promise<Column<B>>;
  /** Values of some rows by their ids, read from the rows. */
  readonly read?: (ids: readonly number[]) => readonly Cell[];
}

export interface SortKey<B> {
  readonly numbers: Numbers<B>;
  readonly descending: boolean;
}

/** Clears `keep` of the rows that fail. */
export type Test<B> = (block: B, keep: Uint8Array) => void;

export interface Table<B> {
  readonly chosen: readonly Chosen<B>[];
  readonly lengthOf: (block: B) => number;
  readonly tests: readonly Test<B>[];
  readonly columns: Readonly<Record<string, Column<B>>>;
  /** Columns that were made later. */
  readonly made: Map<string, Column<B>>;
  /** What decides where nothing else does; the last one differs in all rows and is their id. */
  readonly order: readonly SortKey<B>[];
  /** In the order of the ids; a row that is gone meanwhile is left out. */
  readonly rowsOf: (ids: readonly number[]) => readonly TableRow[];
  readonly held: () => Held;
}

/** Of columns, those made later among them. */
export function heldByColumns<B>({ columns, made }: Pick<Table<B>, "columns" | "made">): Held {
  return [...Object.values(columns), ...made.values()].flatMap(({ numbers, names, codes }) => [
    ...(numbers?.held?.() ?? []),
    ...(names?.held() ?? []),
    ...(codes?.held?.() ?? []),
  ]);
}

/**
 * @param of name of each number below `size`
 * @param bytes of the names themselves, where nobody else holds them
 */
export function namesOf(size: number, of: (code: number) => string | undefined, bytes = 0): Names {
  let ranks: Float64Array | undefined;
  const names: Names = {
    size,
    of,
    ranks: async (slices) => {
      if (ranks !== undefined) return ranks;
      const known: { readonly code: number; readonly name: string }[] = [];
      const take = (code: number): void => {
        const name = of(code);
        if (name !== undefined) known.push({ code, name });
      };
      await eachInSlices(size, take, slices);
      const sorted = await sortInSlices(known, (a, b) => naturalOrder(a.name, b.name), slices);
      const made = new Float64Array(size).fill(NaN);
      let rank = -1;
      const place = (at: number): void => {
        const each = sorted[at];
        if (each === undefined) return;
        if (each.name !== sorted[at - 1]?.name) rank += 1;
        made[each.code] = rank;
      };
      await eachInSlices(sorted.length, place, slices);
      ranks = made;
      return made;
    },
    where: async (test, slices) => {
      const passing = new Uint8Array(size);
      const take = (code: number): void => {
        const name = of(code);
        if (name !== undefined && test(name)) passing[code] = 1;
      };
      await eachInSlices(size, take, slices);
      return passing;
    },
    held: () => [[names, bytes + (ranks?.byteLength ?? 0)]],
  };
  return names;
}

export const listedNames = (list: readonly string[]): Names => namesOf(list.length, (code) => list[code]);

/** The ranks of a column of words as numbers, for sorting. */
export async function ranked<B>(
  { fill, held }: Numbers<B>,
  names: Names,
  slices: Slices,
): Promise<Numbers<B>> {
  const ranks = await names.ranks(slices);
  const most = names.size;
  return {
    whole: true,
    ...(held === undefined ? {} : { held }),
    bounds: () => [0, most],
    fill: (block, out) => {
      fill(block, out);
      for (let row = 0; row < out.length; row += 1) {
        const code = out[row] ?? NaN;
        out[row] = code >= 0 ? (ranks[code] ?? NaN) : NaN;
      }
    },
  };
}

/** Same as a search field: whatever the case of the letters. */
export function containing(text: string): (value: string) => boolean {
  const wanted = text.toLowerCase();
  return (value) => value.toLowerCase().includes(wanted);
}
