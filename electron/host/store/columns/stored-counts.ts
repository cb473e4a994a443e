/** The numbers of parts as of a list of chunks: from the tallies of whole groups where those are stored, else from columns. */
import type { Connection } from "../open.ts";
import type { Held } from "./event-columns.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";
import { createPartCounts, type PartCounts } from "./part-counts.ts";
import { decodeTally, GROUP_BITS, GROUP_SIZE, tallyOf, type PartTally } from "./part-tally.ts";

/** What a tally is of: a chunk, or a group of them as they were made. */
type Tallied = LoadedChunk | string;

/** @returns what counts them; of the same connection as the chunks, within its transaction */
export function createStoredCounts(connection: Connection): (held: ReadonlyMap<number, Held>) => PartCounts {
  const stored = connection.prepare("SELECT data FROM event_chunk_tally WHERE chunks = ?").pluck();
  const counts = createPartCounts();
  let counted = new Map<Tallied, PartTally>();
  let asOf: ReadonlyMap<number, Held> | undefined;

  const madeOf = (group: number, held: ReadonlyMap<number, Held>): readonly number[] | undefined => {
    const made: number[] = [];
    for (let chunk = group << GROUP_BITS; made.length < GROUP_SIZE; chunk += 1) {
      const its = held.get(chunk)?.made;
      if (its === undefined) return undefined;
      made.push(its);
    }
    return made;
  };
  const tallyOfGroup = (group: number, made: readonly number[]): PartTally | undefined => {
    const bytes = stored.get(group) as Uint8Array | undefined;
    if (bytes === undefined) return undefined;
    const found = decodeTally(bytes);
    return found.made.length === made.length && made.every((each, at) => found.made[at] === each)
      ? found.tally
      : undefined;
  };

  return (held) => {
    if (asOf === held) return counts;
    const next = new Map<Tallied, PartTally>();
    const groups = Map.groupBy(held, ([chunk]) => chunk >> GROUP_BITS);
    for (const [group, its] of groups) {
      const made = madeOf(group, held);
      const key = made === undefined ? "" : `${group} ${made.join(" ")}`;
      const whole = made === undefined ? undefined : (counted.get(key) ?? tallyOfGroup(group, made));
      if (whole !== undefined) next.set(key, whole);
      else for (const [, { chunk }] of its) next.set(chunk, counted.get(chunk) ?? tallyOf([chunk]));
    }
    for (const [of, tally] of counted) if (!next.has(of)) counts.remove(tally);
    for (const [of, tally] of next) if (!counted.has(of)) counts.add(tally);
    counted = next;
    asOf = held;
    return counts;
  };
}
