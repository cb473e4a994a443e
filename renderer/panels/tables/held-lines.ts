/**
 * Lines that are kept by what stands in them, not by their number: a plant goes on producing, and rows that come
 * above must not push another row under the keys, into a range or under the pointer. Pure.
 */
import type { Line, Lines } from "./sections.ts";

/** What stood in a line. */
export interface Held {
  readonly line: number;
  /** Value of the group; undefined: the table is not grouped. */
  readonly group: string | undefined;
  /** Id of the row; undefined: it is the line of the group itself. */
  readonly id: number | undefined;
  /** Its number in its group. */
  readonly row: number;
  /** Rows that the group, or the table, had when the row was last seen. */
  readonly rows: number;
}

/** Rows are looked for this far from where they were. */
const REACH = 400;

export type RowId = (line: Line | undefined) => number | undefined;

/** Undefined: the row has not come yet. */
export function hold(lines: Lines, line: number, idOf: RowId): Held | undefined {
  const found = lines.at(line);
  if (found === undefined) return undefined;
  const { value: group, rows } = found.section;
  if (found.is === "group") return { line, group, id: undefined, row: 0, rows };
  const id = idOf(found);
  return id === undefined ? undefined : { line, group, id, row: found.row, rows };
}

/**
 * Where it stands now; undefined: it is gone. Where the rows around have not come yet it stays, and where it is not
 * among them it is taken to have moved by as many rows as have come: the next call sees whether it is there.
 */
export function follow(lines: Lines, held: Held, idOf: RowId): Held | undefined {
  const start = lines.start(held.group);
  const first = start === undefined ? undefined : lines.at(start);
  if (start === undefined || first === undefined) return undefined;
  if (held.id === undefined) return { ...held, line: start };
  const { rows, isOpen } = first.section;
  const top = first.is === "group" ? start + 1 : start;
  const at = (row: number): Held => ({ ...held, line: top + row, row, rows });
  const isThere = (row: number): boolean => isOpen && row >= 0 && row < rows;
  const idAt = (row: number): number | undefined => (isThere(row) ? idOf(lines.at(top + row)) : undefined);
  for (let distance = 0; distance <= REACH; distance += 1)
    for (const row of distance === 0 ? [held.row] : [held.row + distance, held.row - distance])
      if (idAt(row) === held.id) return at(row);
  if (isThere(held.row) && idAt(held.row) === undefined) return { ...at(held.row), rows: held.rows };
  const guess = held.row + rows - held.rows;
  return guess !== held.row && isThere(guess) ? at(guess) : undefined;
}
