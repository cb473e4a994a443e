/** The columns that a subject's events are in, and which of their rows count. */
import type { Subject } from "../../../../shared/contract/common.ts";
import type { EventFilters } from "../../../../shared/contract/event-filter.ts";
import type { Subjects } from "../queries/subject.ts";
import type { Connection } from "../open.ts";
import { CHUNK_SIZE, chunkOf, type EventRow } from "./event-chunk.ts";
import { allRows, bytesOf, chooseRows, chooseRowsOfUnits, type ChosenChunk } from "./chosen-rows.ts";
import type { EventColumns } from "./event-columns.ts";
import { loadedChunk, type LoadedChunk } from "./loaded-chunk.ts";
import { EVENT_COLUMNS } from "./read-rows.ts";
import { summarise, summariseAll, type ScannedSummary } from "./scan-lanes.ts";

export interface SubjectColumns {
  readonly chosen: readonly ChosenChunk[];
  /** Over all times. */
  readonly summary: ScannedSummary;
  /** Filtered: what was filtered. What is usual is counted over it. */
  readonly whole?: SubjectColumns;
}

/** @param only undefined: all events of the subject (filter-events.ts) */
export type SubjectColumnsOf = (subject: Subject, only?: EventFilters) => SubjectColumns;

/** Subjects remembered, and bytes that their choices may take: those that were asked about last. */
const REMEMBERED = 64;
const REMEMBERED_BYTES = 32 * 2 ** 20;
/**
 * A part with at most so many events, and so small a share of all, is read through its index. A row costs some 10 µs that
 * way; ten million events are looked through in 80 ms of processor time, and a million in 10.
 */
const FEW = 5_000;
/** The same of units, of which a part as built may have more than a statement should name. */
const FEW_UNITS = 200;
const SMALL_SHARE = 1 / 1_000;

const eventsIn = ({ counts }: ScannedSummary): number => counts.reduce((sum, n) => sum + n, 0);

export function createSubjectColumns(
  connection: Connection,
  subjects: Subjects,
  columns: EventColumns,
): SubjectColumnsOf {
  const newestPart = connection.prepare("SELECT max(part_id) FROM part").pluck();
  const newestUnit = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  let remembered = new Map<string, SubjectColumns>();
  /** That the remembered choices take. */
  let bytes = 0;
  let asOf: readonly LoadedChunk[] | undefined;
  let everything: SubjectColumns = { chosen: [], summary: summariseAll([]) };

  const ofRows = (condition: string): SubjectColumns => {
    const rows = connection
      .prepare(`SELECT ${EVENT_COLUMNS} FROM event WHERE ${condition} AND superseded = 0 ORDER BY position`)
      .all() as EventRow[];
    const chunks: LoadedChunk[] = [];
    for (let at = 0; at < rows.length; at += CHUNK_SIZE) {
      const some = rows.slice(at, at + CHUNK_SIZE);
      const offsets = Float64Array.from(some, ({ position }) => position);
      chunks.push(loadedChunk(0, chunkOf(some), offsets));
    }
    return { chosen: allRows(chunks), summary: summariseAll(chunks) };
  };
  const ofPart = (partNumber: string, all: readonly LoadedChunk[]): SubjectColumns => {
    const parts = subjects.subtree(subjects.partId(partNumber));
    const counts = columns.counts();
    const events = parts.reduce((sum, part) => sum + counts.events(part), 0);
    // Mostly the product itself: what stands at the top has everything below it.
    if (events === eventsIn(everything.summary)) return everything;
    if (events <= FEW && events <= all.length * CHUNK_SIZE * SMALL_SHARE)
      // In positions, not in time: as the columns are.
      return ofRows(`part_id IN (${parts.join(",")})`);
    const chosen = chooseRows(all, members(parts, newestPart));
    return { chosen, summary: summarise(chosen) };
  };
  const ofBuilt = (partNumber: string, all: readonly LoadedChunk[]): SubjectColumns => {
    const { parts, units } = subjects.built(subjects.partId(partNumber));
    const counts = columns.counts();
    const own = parts.reduce((sum, part) => sum + counts.events(part), 0);
    if (units.length <= FEW_UNITS && own <= FEW && own <= all.length * CHUNK_SIZE * SMALL_SHARE)
      return ofRows(`(part_id IN (${parts.join(",")}) OR unit_id IN (${units.join(",")}))`);
    const chosen = chooseRowsOfUnits(all, members(parts, newestPart), members(units, newestUnit));
    return { chosen, summary: summarise(chosen) };
  };

  return (subject) => {
    const all = columns.chunks();
    if (asOf !== all) {
      remembered = new Map();
      bytes = 0;
      everything = { chosen: allRows(all), summary: summariseAll(all) };
    }
    asOf = all;
    // The same object as long as nothing changed: what was counted of it holds (queries/lane-scan.ts).
    if (subject.kind === "everything") return everything;
    const key =
      subject.kind === "part"
        ? `${subject.structure ?? "part"} ${subject.partNumber}`
        : `unit ${subject.unitId}`;
    const known = remembered.get(key);
    const found =
      known ??
      (subject.kind !== "part"
        ? ofRows(`unit_id IN (${subjects.family(subject.unitId).join(",")})`)
        : subject.structure === "built"
          ? ofBuilt(subject.partNumber, all)
          : ofPart(subject.partNumber, all));
    remembered.delete(key);
    remembered.set(key, found);
    if (known !== undefined) return found;
    bytes += bytesOf(found.chosen);
    for (const [oldest, { chosen }] of remembered) {
      if (oldest === key || (remembered.size <= REMEMBERED && bytes <= REMEMBERED_BYTES)) break;
      remembered.delete(oldest);
      bytes -= bytesOf(chosen);
    }
    return found;
  };
}

/** 1 per row id. */
function members(ids: readonly number[], largest: { readonly get: () => unknown }): Uint8Array {
  const member = new Uint8Array(Number(largest.get() ?? 0) + 1);
  for (const id of ids) member[id] = 1;
  return member;
}
