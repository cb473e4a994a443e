/** Which lane each event of a chunk stands in: the whole of a timeline, or what one lane of it is divided into. */
import type { ChosenChunk } from "./chosen-rows.ts";
import { CHUNK_SIZE } from "./event-chunk.ts";
import type { LaneIds, LaneIdsOf } from "./lane-ids.ts";

export interface LanePlaces {
  readonly count: number;
  /** Answers are good until the next call. */
  readonly of: (chosen: ChosenChunk) => PlacedRows;
}

export interface PlacedRows {
  /** Of each pair; −1: in none. */
  readonly lanes: Int32Array;
  readonly rows: LaneIds["rows"];
  readonly length: number;
}

/**
 * @param shown lane n is of these ids
 * @param rest ids that share one lane after them; all other ids are in none
 */
export function placeByIds(idsOf: LaneIdsOf, shown: readonly number[], rest: readonly number[]): LanePlaces {
  const most = [...shown, ...rest].reduce((a, b) => Math.max(a, b), 0);
  const table = new Int32Array(most + 1).fill(-1);
  shown.forEach((id, lane) => (table[id] = lane));
  const restLane = shown.length;
  for (const id of rest) table[id] = restLane;
  let lanes = new Int32Array(CHUNK_SIZE);
  return {
    count: shown.length + (rest.length === 0 ? 0 : 1),
    of: (chosen) => {
      const { ids, rows, length } = idsOf(chosen);
      if (lanes.length < length) lanes = new Int32Array(length);
      let restRow = -1;
      for (let pair = 0; pair < length; pair += 1) {
        const id = ids[pair] ?? 0;
        const lane = id < table.length ? (table[id] ?? -1) : -1;
        lanes[pair] = lane;
        if (rows === undefined || lane !== restLane) continue;
        // An event that names several of the rest is one event of the rest.
        if (restRow === rows[pair]) lanes[pair] = -1;
        restRow = rows[pair] ?? -1;
      }
      return { lanes, rows, length };
    },
  };
}

/** `inner`, only of the events that name `outerId` in `outer`. */
export function idsWithin(outer: LaneIdsOf, outerId: number, inner: LaneIdsOf): LaneIdsOf {
  let [ids, rows] = [new Uint32Array(CHUNK_SIZE), new Uint16Array(CHUNK_SIZE)];
  let within = new Uint8Array(CHUNK_SIZE);
  return (chosen) => {
    const of = outer(chosen);
    const { codes } = chosen.chunk;
    if (within.length < codes.length) within = new Uint8Array(codes.length);
    within.fill(0);
    for (let pair = 0; pair < of.length; pair += 1)
      if (of.ids[pair] === outerId) within[of.rows === undefined ? pair : (of.rows[pair] ?? 0)] = 1;
    const found = inner(chosen);
    if (ids.length < found.length)
      [ids, rows] = [new Uint32Array(found.length), new Uint16Array(found.length)];
    let length = 0;
    for (let pair = 0; pair < found.length; pair += 1) {
      const row = found.rows === undefined ? pair : (found.rows[pair] ?? 0);
      if (within[row] === 0) continue;
      ids[length] = found.ids[pair] ?? 0;
      rows[length] = row;
      length += 1;
    }
    return { ids, rows, length };
  };
}
