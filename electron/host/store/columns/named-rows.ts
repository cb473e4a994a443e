/**
 * What events name by text (orders, characteristics), as numbers per row of a chunk. Read when it is first asked
 * for, so that nobody waits or holds memory for it who never asks.
 */
import type { Connection } from "../open.ts";
import { CHUNK_SIZE } from "./event-chunk.ts";
import { decodeOrders, ordersOf } from "./event-orders.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";

/** Pairs ascending in row; a row may name several, or none and then has no pair. */
export interface NamedRows {
  readonly rows: Uint16Array;
  /** Numbers of names from 1 on. */
  readonly ids: Uint32Array;
}

export interface NamedColumn {
  readonly rowsOf: (chunk: LoadedChunk) => NamedRows;
  /** Undefined for a number that nothing was named by. */
  readonly nameOf: (id: number) => string | undefined;
  readonly idOf: (name: string) => number | undefined;
  /** Numbers of all names seen so far, plus one. */
  readonly size: () => number;
}

type Read = (chunk: LoadedChunk) => readonly { readonly row: number; readonly name: string }[];

function namedColumn(read: Read): NamedColumn {
  const names: string[] = [""];
  const ids = new Map<string, number>();
  // A chunk that changes is another object: columns/event-columns.ts.
  const known = new WeakMap<LoadedChunk, NamedRows>();
  const numberOf = (name: string): number => {
    let id = ids.get(name);
    if (id === undefined) {
      id = names.length;
      names.push(name);
      ids.set(name, id);
    }
    return id;
  };
  return {
    rowsOf: (chunk) => {
      let found = known.get(chunk);
      if (found === undefined) {
        const pairs = read(chunk);
        found = {
          rows: Uint16Array.from(pairs, ({ row }) => row),
          ids: Uint32Array.from(pairs, ({ name }) => numberOf(name)),
        };
        known.set(chunk, found);
      }
      return found;
    },
    nameOf: (id) => (id === 0 ? undefined : names[id]),
    idOf: (name) => ids.get(name),
    size: () => names.length,
  };
}

/** As one parameter of a statement: a row asked for alone costs many times what it costs among others. */
const positionsOf = ({ base, offsets }: LoadedChunk): string =>
  JSON.stringify(Array.from(offsets, (offset) => base + offset));

/** Whether its rows lie within the positions of one chunk, whichever way it was read. */
function placeOf(chunk: LoadedChunk): number | undefined {
  const { base, offsets } = chunk;
  return offsets instanceof Uint16Array && base % CHUNK_SIZE === 0 ? base / CHUNK_SIZE : undefined;
}

export function createOrderColumn(connection: Connection): NamedColumn {
  const stored = connection
    .prepare(
      "SELECT o.data FROM event_chunk_orders o JOIN event_chunk c ON c.chunk = o.chunk AND c.made = o.made WHERE o.chunk = ?",
    )
    .pluck();
  const between = connection.prepare(
    "SELECT position, order_number AS name FROM event WHERE position >= ? AND position < ? AND order_number <> ''",
  );
  const ofThese = connection.prepare(
    `SELECT position, order_number AS name FROM json_each(?) JOIN event ON position = value
     WHERE order_number <> '' ORDER BY position`,
  );
  return namedColumn((chunk) => {
    const place = placeOf(chunk);
    const data = place === undefined ? undefined : (stored.get(place) as Uint8Array | undefined);
    if (data !== undefined) {
      const { names, codes } = decodeOrders(data);
      if (codes.length === chunk.codes.length)
        return Array.from(codes).flatMap((code, row) =>
          code === 0 ? [] : [{ row, name: names[code - 1] ?? "" }],
        );
    }
    if (place !== undefined)
      return rowsBetween(
        chunk,
        between.all(place * CHUNK_SIZE, (place + 1) * CHUNK_SIZE) as PositionedName[],
      );
    return rowsBetween(chunk, ofThese.all(positionsOf(chunk)) as PositionedName[]);
  });
}

export function createCharacteristicColumn(connection: Connection): NamedColumn {
  const between = connection.prepare(
    `SELECT position, name FROM event_subject WHERE position >= ? AND position < ? AND kind = 'characteristic' AND name <> ''
     ORDER BY position, name`,
  );
  const ofThese = connection.prepare(
    `SELECT position, name FROM json_each(?) JOIN event_subject ON position = value
     WHERE kind = 'characteristic' AND name <> '' ORDER BY position, name`,
  );
  return namedColumn((chunk) => {
    const place = placeOf(chunk);
    if (place !== undefined)
      return rowsBetween(
        chunk,
        between.all(place * CHUNK_SIZE, (place + 1) * CHUNK_SIZE) as PositionedName[],
      );
    return rowsBetween(chunk, ofThese.all(positionsOf(chunk)) as PositionedName[]);
  });
}

interface PositionedName {
  readonly position: number;
  readonly name: string;
}

/** @param named ascending in position; those of events that do not count are left out */
function rowsBetween(
  chunk: LoadedChunk,
  named: readonly PositionedName[],
): readonly { readonly row: number; readonly name: string }[] {
  const { base, offsets } = chunk;
  let row = 0;
  return named.flatMap(({ position, name }) => {
    while (row < offsets.length && base + (offsets[row] ?? 0) < position) row += 1;
    return base + (offsets[row] ?? -1) === position ? [{ row, name }] : [];
  });
}

/** Orders of a chunk's events as its maker keeps them. */
export function readOrders(connection: Connection): (chunk: number) => ReturnType<typeof ordersOf> {
  const rows = connection
    .prepare(
      "SELECT order_number FROM event WHERE position >= ? AND position < ? AND superseded = 0 ORDER BY position",
    )
    .pluck();
  return (chunk) => ordersOf(rows.all(chunk * CHUNK_SIZE, (chunk + 1) * CHUNK_SIZE) as (string | null)[]);
}
