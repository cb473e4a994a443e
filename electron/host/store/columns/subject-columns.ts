/** The columns that a subject's events are in, and which of their rows count. */
import type { Subject } from "../../../../shared/contract/common.ts";
import type { Subjects } from "../queries/subject.ts";
import type { Connection } from "../open.ts";
import { CHUNK_SIZE, chunkOf, type EventRow } from "./event-chunk.ts";
import type { EventColumns } from "./event-columns.ts";
import { loadedChunk, type LoadedChunk } from "./loaded-chunk.ts";
import { EVENT_COLUMNS } from "./read-rows.ts";
import { summarise, summariseAll, type ScannedSummary } from "./scan-lanes.ts";

export interface SubjectColumns {
  readonly chunks: readonly LoadedChunk[];
  /** Undefined: every row counts. */
  readonly member: Uint8Array | undefined;
  /** Over all times. */
  readonly summary: ScannedSummary;
}

/** Summaries kept: of the subjects that were looked at last. */
const REMEMBERED = 64;

export function createSubjectColumns(
  connection: Connection,
  subjects: Subjects,
  columns: EventColumns,
): (subject: Subject) => SubjectColumns {
  const newestPart = connection.prepare("SELECT max(part_id) FROM part").pluck();
  let summaries = new Map<string, ScannedSummary>();
  let summarised: readonly LoadedChunk[] | undefined;

  const ofUnit = (unitId: number): SubjectColumns => {
    const rows = connection
      .prepare(
        `SELECT ${EVENT_COLUMNS} FROM event
         WHERE unit_id IN (${subjects.family(unitId).join(",")}) AND superseded = 0 ORDER BY position`,
      )
      .all() as EventRow[];
    const chunks: LoadedChunk[] = [];
    for (let at = 0; at < rows.length; at += CHUNK_SIZE) {
      const some = rows.slice(at, at + CHUNK_SIZE);
      const offsets = Float64Array.from(some, ({ position }) => position);
      chunks.push({ ...loadedChunk(0, chunkOf(some)), offsets });
    }
    return { chunks, member: undefined, summary: summariseAll(chunks) };
  };
  const membersOf = (partNumber: string): Uint8Array => {
    const member = new Uint8Array(Number(newestPart.get() ?? 0) + 1);
    for (const part of subjects.subtree(subjects.partId(partNumber))) member[part] = 1;
    return member;
  };
  const summaryOf = (
    key: string,
    chunks: readonly LoadedChunk[],
    member: Uint8Array | undefined,
  ): ScannedSummary => {
    if (summarised !== chunks) summaries = new Map();
    summarised = chunks;
    const summary =
      summaries.get(key) ?? (member === undefined ? summariseAll(chunks) : summarise(chunks, member));
    summaries.delete(key);
    summaries.set(key, summary);
    const oldest = summaries.keys().next().value;
    if (summaries.size > REMEMBERED && oldest !== undefined) summaries.delete(oldest);
    return summary;
  };

  return (subject) => {
    if (subject.kind === "unit") return ofUnit(subject.unitId);
    const member = subject.kind === "part" ? membersOf(subject.partNumber) : undefined;
    const chunks = columns.chunks();
    const key = subject.kind === "part" ? `part ${subject.partNumber}` : "";
    return { chunks, member, summary: summaryOf(key, chunks, member) };
  };
}
