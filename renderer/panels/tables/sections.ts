/** A table as lines: its rows, or groups of them, each with a line of its own. Pure. */
import type { TableGroups, TableQuery } from "../../../shared/contract/tables.ts";

/** A run of rows that one question answers. */
export interface Section {
  /** Value of the group; undefined: the table is not grouped. */
  readonly value: string | undefined;
  readonly query: TableQuery;
  readonly rows: number;
  readonly isOpen: boolean;
}

/** What one answer shows; all of it is of that answer, whatever is chosen meanwhile. */
export interface Shown {
  readonly query: TableQuery;
  /** Column of the groups; undefined: there are none. */
  readonly group: string | undefined;
  readonly sections: readonly Section[];
  readonly total: number;
  /** Groups that are not among the sections. */
  readonly more: number;
}

export function rowSections(query: TableQuery, rows: number): Shown {
  const sections = [{ value: undefined, query, rows, isOpen: true }];
  return { query, group: undefined, sections, total: rows, more: 0 };
}

/** @param open values of the groups that are open */
export function groupSections(
  answer: TableGroups & { readonly query: TableQuery; readonly column: string },
  open: readonly string[],
): Shown {
  const { query, column, groups, total, more } = answer;
  const sections = groups.map(({ value, rows }) => ({
    value,
    rows,
    query: inGroup(query, column, value),
    isOpen: open.includes(value),
  }));
  return { query, group: column, sections, total, more };
}

export type Line =
  | { readonly is: "group"; readonly section: Section }
  | { readonly is: "row"; readonly section: Section; readonly row: number };

export interface Lines {
  readonly count: number;
  readonly at: (line: number) => Line | undefined;
  /** First line of a group's section, or of the rows where there are no groups; undefined: it is not there. */
  readonly start: (value: string | undefined) => number | undefined;
}

export function linesOf(sections: readonly Section[]): Lines {
  const lengthOf = ({ value, rows, isOpen }: Section): number =>
    (value === undefined ? 0 : 1) + (isOpen ? rows : 0);
  const starts: number[] = [];
  let count = 0;
  for (const section of sections) {
    starts.push(count);
    count += lengthOf(section);
  }
  return {
    count,
    start: (value) => starts[sections.findIndex((each) => each.value === value)],
    at: (line) => {
      if (line < 0 || line >= count) return undefined;
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] ?? 0) <= line) low = middle;
        else high = middle - 1;
      }
      const section = sections[low];
      if (section === undefined) return undefined;
      const inside = line - (starts[low] ?? 0);
      if (section.value === undefined) return { is: "row", section, row: inside };
      return inside === 0 ? { is: "group", section } : { is: "row", section, row: inside - 1 };
    },
  };
}

/** The question of the rows of a group. */
export function inGroup(query: TableQuery, column: string, value: string): TableQuery {
  return { ...query, filters: [...query.filters, { by: "values", column, values: [value] }] };
}
