/** What the events of a chunk name in one dimension of lanes: a kind, an equipment, an order … as numbers. */
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import type { LaneDimension } from "../../../../shared/contract/timeline-lanes.ts";
import type { ChosenChunk } from "./chosen-rows.ts";
import { CHUNK_SIZE, kindOf } from "./event-chunk.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";
import type { NamedColumn } from "./named-rows.ts";

/** A number per row, or per pair of a row and what it names; 0: it names nothing. */
export interface LaneIds {
  readonly length: number;
  readonly ids: ArrayLike<number>;
  /** Rows of the chunk, ascending, none but those that are chosen. Undefined: pair i is row i. */
  readonly rows: ArrayLike<number> | undefined;
}

/** Answers are good until the next call: what they are in is used again. */
export type LaneIdsOf = (chosen: ChosenChunk) => LaneIds;

export interface NamedColumns {
  readonly orders: NamedColumn;
  readonly characteristics: NamedColumn;
}

export function laneIdsOf(dimension: LaneDimension, named: NamedColumns): LaneIdsOf {
  switch (dimension) {
    case "kind":
      return kindIds();
    case "equipment":
      return columnIds(({ equipment }) => equipment);
    case "source":
      return columnIds(({ sources }) => sources);
    case "unit":
      return columnIds(({ units }) => units);
    case "order":
      return namedIds(named.orders);
    case "characteristic":
      return namedIds(named.characteristics);
  }
}

/** Kinds count from 1 here, as row ids do. */
export const idOfKind = (kind: number): number => kind + 1;
export const kindIndexOf = (id: number): number => id - 1;
export const kindOfId = (id: number): (typeof EVENT_KINDS)[number] | undefined => EVENT_KINDS[id - 1];

function columnIds(columnOf: (chunk: LoadedChunk) => ArrayLike<number>): LaneIdsOf {
  let ids = new Uint32Array(CHUNK_SIZE);
  return ({ chunk, rows }) => {
    const column = columnOf(chunk);
    if (rows === undefined) return { ids: column, rows, length: column.length };
    if (ids.length < rows.length) ids = new Uint32Array(rows.length);
    for (let at = 0; at < rows.length; at += 1) ids[at] = column[rows[at] ?? 0] ?? 0;
    return { ids, rows, length: rows.length };
  };
}

function kindIds(): LaneIdsOf {
  let ids = new Uint8Array(CHUNK_SIZE);
  return ({ chunk: { codes }, rows }) => {
    const length = rows?.length ?? codes.length;
    if (ids.length < length) ids = new Uint8Array(length);
    for (let at = 0; at < length; at += 1)
      ids[at] = kindOf(codes[rows === undefined ? at : (rows[at] ?? 0)] ?? 0) + 1;
    return { ids, rows, length };
  };
}

function namedIds({ rowsOf }: NamedColumn): LaneIdsOf {
  let ids = new Uint32Array(CHUNK_SIZE);
  let pairRows = new Uint16Array(CHUNK_SIZE);
  return ({ chunk, rows }) => {
    const named = rowsOf(chunk);
    const chosen = rows?.length ?? chunk.codes.length;
    const most = chosen + named.rows.length;
    if (ids.length < most) [ids, pairRows] = [new Uint32Array(most), new Uint16Array(most)];
    let [pair, length] = [0, 0];
    for (let at = 0; at < chosen; at += 1) {
      const row = rows === undefined ? at : (rows[at] ?? 0);
      while ((named.rows[pair] ?? row) < row) pair += 1;
      const before = length;
      for (; pair < named.rows.length && named.rows[pair] === row; pair += 1) {
        ids[length] = named.ids[pair] ?? 0;
        pairRows[length] = row;
        length += 1;
      }
      if (length > before) continue;
      ids[length] = 0;
      pairRows[length] = row;
      length += 1;
    }
    return { ids, rows: pairRows, length };
  };
}
