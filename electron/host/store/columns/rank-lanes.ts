/** Over a subject's whole history: how many events each lane has, how many failed, and how many fail usually. */
import { FAIL } from "../queries/severity.ts";
import type { ChosenChunk } from "./chosen-rows.ts";
import { isUndated, kindOf, severityOf } from "./event-chunk.ts";
import { idOfKind, type LaneIdsOf } from "./lane-ids.ts";
import type { ScannedSummary } from "./scan-lanes.ts";

export interface Ranked {
  /** See lane-ids.ts. */
  readonly id: number;
  /** Those that have a time; those that have none. */
  readonly events: number;
  readonly undated: number;
  /** Of those with a time. */
  readonly failed: number;
  /** Failures that as many events of the same kinds have on average. */
  readonly expected: number;
}

export interface KindsRanked {
  /** Ascending in kind, only those with events; what a kind has is what it usually has. */
  readonly ranked: readonly Ranked[];
  /** Share of failed events of each kind. */
  readonly shares: Float64Array;
}

export function rankKinds({ counts, undated, failed }: ScannedSummary): KindsRanked {
  const events = Float64Array.from(counts, (n, kind) => n - (undated[kind] ?? 0));
  return {
    ranked: Array.from(events).flatMap((n, kind) => {
      const failures = failed[kind] ?? 0;
      const none = undated[kind] ?? 0;
      const of = { events: n, undated: none, failed: failures, expected: failures };
      return n + none === 0 ? [] : [{ id: idOfKind(kind), ...of }];
    }),
    shares: Float64Array.from(failed, (n, kind) => (n === 0 ? 0 : n / (events[kind] ?? 1))),
  };
}

/** Ascending in id, only those with events. */
export function countByLane(
  chosen: readonly ChosenChunk[],
  idsOf: LaneIdsOf,
  shares: Float64Array,
): readonly Ranked[] {
  let events = new Float64Array(64);
  let undated = new Float64Array(64);
  let failed = new Float64Array(64);
  let expected = new Float64Array(64);
  const grow = (column: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> => {
    const grown = new Float64Array(size);
    grown.set(column);
    return grown;
  };
  for (const one of chosen) {
    const { codes } = one.chunk;
    const { ids, rows, length } = idsOf(one);
    for (let pair = 0; pair < length; pair += 1) {
      const row = rows === undefined ? pair : (rows[pair] ?? 0);
      const id = ids[pair] ?? 0;
      if (id >= events.length) {
        const size = Math.max(id + 1, events.length * 2);
        [events, undated, failed, expected] = [
          grow(events, size),
          grow(undated, size),
          grow(failed, size),
          grow(expected, size),
        ];
      }
      const code = codes[row] ?? 0;
      if (isUndated(code)) {
        undated[id] = (undated[id] ?? 0) + 1;
        continue;
      }
      events[id] = (events[id] ?? 0) + 1;
      expected[id] = (expected[id] ?? 0) + (shares[kindOf(code)] ?? 0);
      if (severityOf(code) >= FAIL) failed[id] = (failed[id] ?? 0) + 1;
    }
  }
  const ranked: Ranked[] = [];
  events.forEach((n, id) => {
    const none = undated[id] ?? 0;
    const of = { events: n, undated: none, failed: failed[id] ?? 0, expected: expected[id] ?? 0 };
    if (n + none > 0) ranked.push({ id, ...of });
  });
  return ranked;
}
