/** The events of a subject that pass the filters of a question: the same columns, with fewer of their rows. */
import type { EventFilter, EventFilters, FilterDimension } from "../../../../shared/contract/event-filter.ts";
import type { FilterKeys } from "../queries/filter-keys.ts";
import { bytesOf, type ChosenChunk } from "./chosen-rows.ts";
import { CHUNK_SIZE, severityOf } from "./event-chunk.ts";
import { laneIdsOf, type LaneIdsOf, type NamedColumns } from "./lane-ids.ts";
import { summarise } from "./scan-lanes.ts";
import type { SubjectColumns, SubjectColumnsOf } from "./subject-columns.ts";

/** Answers remembered, and bytes that they may take. */
const REMEMBERED = 16;
const REMEMBERED_BYTES = 32 * 2 ** 20;

interface Remembered {
  /** The columns that were filtered. */
  readonly of: SubjectColumns;
  readonly by: string;
  readonly found: SubjectColumns;
}

/** Columns of a subject, filtered where that is asked. */
export function createFilteredColumns(
  columnsOf: SubjectColumnsOf,
  named: NamedColumns,
  numbersOf: FilterKeys,
): SubjectColumnsOf {
  const idsBy = new Map<FilterDimension, LaneIdsOf>();
  const idsOf = (by: FilterDimension): LaneIdsOf => {
    const known = idsBy.get(by) ?? createIds(by, named);
    idsBy.set(by, known);
    return known;
  };
  const passing = ({ by, keys }: EventFilter): ((one: ChosenChunk) => ChosenChunk | undefined) => {
    const ids = idsOf(by);
    // Orders and characteristics have numbers once their chunk was read: only then can a key be looked up.
    const isNamed = by === "order" || by === "characteristic";
    const wanted = membersOf((key) => numbersOf(by, key), keys, isNamed);
    const scratch = new Uint16Array(CHUNK_SIZE);
    return (one) => {
      const { ids: found, rows, length } = ids(one);
      const members = wanted();
      let count = 0;
      for (let pair = 0; pair < length; pair += 1) {
        if ((members[found[pair] ?? 0] ?? 0) === 0) continue;
        const row = rows === undefined ? pair : (rows[pair] ?? 0);
        // What is named by several of the keys is one event.
        if (count > 0 && scratch[count - 1] === row) continue;
        scratch[count] = row;
        count += 1;
      }
      if (count === 0) return undefined;
      const all = one.rows?.length ?? one.chunk.codes.length;
      return count === all ? one : { chunk: one.chunk, rows: scratch.slice(0, count) };
    };
  };
  const filter = (whole: SubjectColumns, only: EventFilters): SubjectColumns => {
    let left = whole.chosen;
    for (const each of only) {
      const pass = passing(each);
      left = left.flatMap((one) => pass(one) ?? []);
    }
    return { chosen: left, summary: summarise(left), whole };
  };

  let remembered: readonly Remembered[] = [];
  let asOf: SubjectColumns | undefined;
  return (subject, only = []) => {
    const everything = columnsOf({ kind: "everything" });
    // Another object after each change of the cache: what was found before it would only hold on to memory.
    if (asOf !== everything) remembered = [];
    asOf = everything;
    const of = columnsOf(subject);
    if (only.length === 0) return of;
    const by = JSON.stringify(only);
    const known = remembered.find((each) => each.of === of && each.by === by) ?? {
      of,
      by,
      found: filter(of, only),
    };
    const others = remembered.filter((each) => each !== known);
    let bytes = bytesOf(known.found.chosen);
    const kept = others.slice(0, REMEMBERED - 1).filter(({ found }) => {
      bytes += bytesOf(found.chosen);
      return bytes <= REMEMBERED_BYTES;
    });
    remembered = [known, ...kept];
    return known.found;
  };
}

/** 1 per number that one of the keys stands for. @param again keys that are not known yet are looked up again */
function membersOf(
  numbersOf: (key: string) => readonly number[] | undefined,
  keys: readonly string[],
  again: boolean,
): () => Uint8Array {
  let unknown = keys;
  let members = new Uint8Array(1);
  return () => {
    if (unknown.length === 0) return members;
    const still: string[] = [];
    for (const key of unknown) {
      const ids = numbersOf(key);
      if (ids === undefined) still.push(key);
      for (const id of ids ?? []) {
        if (id >= members.length) {
          const larger = new Uint8Array(id + 1);
          larger.set(members);
          members = larger;
        }
        members[id] = 1;
      }
    }
    unknown = again ? still : [];
    return members;
  };
}

function createIds(by: FilterDimension, named: NamedColumns): LaneIdsOf {
  if (by !== "severity" && by !== "part") return laneIdsOf(by, named);
  let ids = new Uint32Array(CHUNK_SIZE);
  return ({ chunk: { codes, parts }, rows }) => {
    if (by === "part" && rows === undefined) return { ids: parts, rows, length: parts.length };
    const length = rows?.length ?? codes.length;
    if (ids.length < length) ids = new Uint32Array(length);
    for (let at = 0; at < length; at += 1) {
      const row = rows === undefined ? at : (rows[at] ?? 0);
      ids[at] = by === "part" ? (parts[row] ?? 0) : severityOf(codes[row] ?? 0) + 1;
    }
    return { ids, rows, length };
  };
}
