/** The events of a subject that pass the filters of a question: the same columns, with fewer of their rows. */
import type { Subject } from "../../../../shared/contract/common.ts";
import type { EventFilter, EventFilters, FilterDimension } from "../../../../shared/contract/event-filter.ts";
import type { FilterKeys } from "../queries/filter-keys.ts";
import { bytesOf, type ChosenChunk } from "./chosen-rows.ts";
import { CHUNK_SIZE, severityOf } from "./event-chunk.ts";
import { laneIdsOf, type LaneIdsOf, type NamedColumns } from "./lane-ids.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";
import { summarise } from "./scan-lanes.ts";
import type { SubjectColumns, SubjectColumnsOf } from "./subject-columns.ts";

/** Answers remembered, and bytes that they may take. */
const REMEMBERED = 16;
const REMEMBERED_BYTES = 32 * 2 ** 20;

interface Remembered {
  /** The columns that were filtered. */
  readonly of: SubjectColumns;
  readonly by: string;
  /** What the keys stood for: a claim makes other units of a key. */
  readonly stoodFor: string;
  readonly found: SubjectColumns;
}

type Pass = (one: ChosenChunk) => ChosenChunk | undefined;

export interface FilteredColumns {
  /** Columns of a subject, filtered where that is asked. */
  readonly columnsOf: SubjectColumnsOf;
  /**
   * Finds what passes a chunk at a time, and reads the names that it takes, so that `columnsOf` has it at once, unless
   * the cache changes meanwhile.
   * @param breathe lets others go first; may throw
   */
  readonly ahead: (subject: Subject, only: EventFilters, breathe: () => Promise<void>) => Promise<void>;
  /** Reads the names that filters or lanes by these need, a chunk at a time: then every key can be looked up. */
  readonly readNames: (by: Iterable<string>, breathe: () => Promise<void>) => Promise<void>;
}

const EVERYTHING = { kind: "everything" } as const;

export function createFilteredColumns(
  columnsOf: SubjectColumnsOf,
  named: NamedColumns,
  numbersOf: FilterKeys,
): FilteredColumns {
  const idsBy = new Map<FilterDimension, LaneIdsOf>();
  const idsOf = (by: FilterDimension): LaneIdsOf => {
    const known = idsBy.get(by) ?? createIds(by, named);
    idsBy.set(by, known);
    return known;
  };
  const passing = ({ by, keys }: EventFilter): Pass => {
    const ids = idsOf(by);
    // Orders and characteristics have numbers once their chunk was read: only then can a key be looked up.
    const wanted = membersOf((key) => numbersOf(by, key), keys, isNamed(by));
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
  const numbersIn = (only: EventFilters): string =>
    JSON.stringify(
      only.map(({ by, keys }) => (isNamed(by) ? [] : keys.map((key) => numbersOf(by, key) ?? "unknown"))),
    );

  let remembered: readonly Remembered[] = [];
  /** As of the state before: of chunks that are the same still, it is known what passes. */
  let before: readonly Remembered[] = [];
  let asOf: SubjectColumns | undefined;
  const columnsNow = (subject: Subject): SubjectColumns => {
    const everything = columnsOf(EVERYTHING);
    // Another object after each change of the cache.
    if (asOf !== everything) {
      before = remembered;
      remembered = [];
    }
    asOf = everything;
    return columnsOf(subject);
  };
  const recall = (of: SubjectColumns, by: string): Remembered | undefined =>
    remembered.find((each) => each.of === of && each.by === by);
  const remember = (known: Remembered): SubjectColumns => {
    const others = remembered.filter((each) => each !== known);
    let bytes = bytesOf(known.found.chosen);
    const kept = others.slice(0, REMEMBERED - 1).filter(({ found }) => {
      bytes += bytesOf(found.chosen);
      return bytes <= REMEMBERED_BYTES;
    });
    remembered = [known, ...kept];
    return known.found;
  };
  /** All filters on a chunk. */
  const passOf = (only: EventFilters, by: string, stoodFor: string): Pass => {
    const known = new Map<LoadedChunk, ChosenChunk | undefined>();
    for (const one of before)
      if (one.by === by && one.stoodFor === stoodFor) {
        for (const { chunk, rows } of one.of.chosen) if (rows === undefined) known.set(chunk, undefined);
        for (const each of one.found.chosen) if (known.has(each.chunk)) known.set(each.chunk, each);
      }
    const passes = only.map(passing);
    return (one) => {
      if (one.rows === undefined && known.has(one.chunk)) return known.get(one.chunk);
      let left: ChosenChunk | undefined = one;
      for (const pass of passes) left = left === undefined ? undefined : pass(left);
      return left;
    };
  };
  const filtered = (whole: SubjectColumns, chosen: readonly ChosenChunk[]): SubjectColumns => ({
    chosen,
    summary: summarise(chosen),
    whole,
  });

  return {
    readNames: async (by, breathe) => {
      for (const dimension of by) {
        if (!isNamed(dimension)) continue;
        for (const one of columnsNow(EVERYTHING).chosen) {
          idsOf(dimension)(one);
          await breathe();
        }
      }
    },
    columnsOf: (subject, only = []) => {
      const of = columnsNow(subject);
      if (only.length === 0) return of;
      const by = JSON.stringify(only);
      const known = recall(of, by);
      if (known !== undefined) return remember(known);
      const stoodFor = numbersIn(only);
      const pass = passOf(only, by, stoodFor);
      const chosen = of.chosen.flatMap((one) => pass(one) ?? []);
      return remember({ of, by, stoodFor, found: filtered(of, chosen) });
    },
    ahead: async (subject, only, breathe) => {
      const of = columnsNow(subject);
      const by = JSON.stringify(only);
      if (only.length === 0 || recall(of, by) !== undefined) return;
      const stoodFor = numbersIn(only);
      const pass = passOf(only, by, stoodFor);
      const chosen: ChosenChunk[] = [];
      for (const one of of.chosen) {
        const left = pass(one);
        if (left !== undefined) chosen.push(left);
        await breathe();
      }
      // What was found while the cache changed may be of both states.
      if (columnsNow(subject) === of) remember({ of, by, stoodFor, found: filtered(of, chosen) });
    },
  };
}

/** What columns have no numbers for: read from rows when it is first asked for. */
export const isNamed = (by: string): by is "order" | "characteristic" =>
  by === "order" || by === "characteristic";

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
