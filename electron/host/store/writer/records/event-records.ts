/**
 * Events: a changed one becomes a new revision that names the one it corrects. A revision that comes after a
 * newer one takes its place before that: nothing of an event's history hangs on the way that it came.
 */
import { hash } from "node:crypto";
import { EVENT_KINDS, SEVERITIES } from "../../../../../shared/model/event.ts";
import type * as R from "../../../../../shared/model/record.ts";
import { placeText } from "../place.ts";
import { type Outcome, type Writing, type WritingSource } from "./writing.ts";

export function createEventRecords({ connection, texts, part, numberOf, unit, equipment }: Writing): {
  readonly addEvent: (
    record: R.EventRecord,
    source: WritingSource,
    revision: number,
    corrects?: number,
  ) => number;
  readonly addEarlierEvent: (record: R.EventRecord, source: WritingSource, revision: number) => void;
  readonly writeEvent: (record: R.EventRecord, source: WritingSource) => Outcome;
} {
  const findEvent = connection.prepare(
    "SELECT position, source_revision AS revision, sha256 FROM event WHERE source_id = ? AND source_key = ? ORDER BY source_revision DESC LIMIT 1",
  );
  const insertEvent = connection.prepare(
    `INSERT INTO event (kind, type, severity, started_us, ended_us, offset_minutes, part_id, unit_id, equipment_id, title, source_id,
       source_key, source_revision, corrects, superseded, order_number, operation, actor, details, payload, sha256, place, received_us)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const revisionsOf = connection.prepare(
    "SELECT position, source_revision AS revision FROM event WHERE source_id = ? AND source_key = ? ORDER BY source_revision",
  );
  const correct = connection.prepare("UPDATE event SET corrects = ? WHERE position = ?");
  const supersede = connection.prepare("UPDATE event SET superseded = 1 WHERE position = ?");
  const insertSubject = connection.prepare("INSERT OR IGNORE INTO event_subject VALUES (?, ?, ?, ?)");
  const insert = (
    record: R.EventRecord,
    source: WritingSource,
    revision: number,
    corrects: number | undefined,
    isSuperseded: boolean,
  ): number => {
    const unitIds = record.unit === undefined ? undefined : unit(record.unit, source);
    const partId = unitIds?.partId ?? (record.part === undefined ? undefined : part(record.part, source));
    const position = Number(
      insertEvent.run(
        EVENT_KINDS.indexOf(record.kind),
        record.type,
        SEVERITIES.indexOf(record.severity ?? "none"),
        record.startedAt ?? null,
        record.endedAt ?? null,
        record.offsetMinutes ?? null,
        partId ?? null,
        unitIds?.unitId ?? null,
        record.equipment === undefined ? null : equipment(record.equipment),
        record.title,
        source.sourceId,
        record.key,
        revision,
        corrects ?? null,
        Number(isSuperseded),
        record.order ?? null,
        record.operation ?? null,
        record.actor ?? null,
        record.details === undefined ? "{}" : JSON.stringify(record.details),
        record.payload,
        hash("sha256", record.payload),
        placeText(record.at) ?? null,
        source.receivedAt,
      ).lastInsertRowid,
    );
    // What the event's own columns say of its subjects, as the source says it, needs no rows (queries/events.ts).
    const origin = record.linkOrigin ?? "source";
    if (origin !== "source") {
      if (partId !== undefined) insertSubject.run(position, "part", numberOf(partId), origin);
      if (record.unit?.serial !== undefined) insertSubject.run(position, "unit", record.unit.serial, origin);
    }
    for (const name of record.characteristics ?? [])
      insertSubject.run(position, "characteristic", name, "source");
    return position;
  };
  const addEvent = (
    record: R.EventRecord,
    source: WritingSource,
    revision: number,
    corrects?: number,
  ): number => {
    const position = insert(record, source, revision, corrects, false);
    if (corrects !== undefined) supersede.run(corrects);
    texts.addEvent(position, corrects);
    return position;
  };
  const addEarlierEvent = (record: R.EventRecord, source: WritingSource, revision: number): void => {
    const all = revisionsOf.all(source.sourceId, record.key) as { position: number; revision: number }[];
    const next = all.findIndex((known) => known.revision >= revision);
    const [before, after] = [all[next - 1], all[next]];
    if (after === undefined || after.revision === revision) return;
    // What is searched is the newest, which is there already.
    const position = insert(record, source, revision, before?.position, true);
    correct.run(position, after.position);
  };
  const writeEvent = (record: R.EventRecord, source: WritingSource): Outcome => {
    const known = findEvent.get(source.sourceId, record.key) as
      | { position: number; revision: number; sha256: string }
      | undefined;
    if (known?.sha256 === hash("sha256", record.payload)) return "repeated";
    addEvent(record, source, (known?.revision ?? 0) + 1, known?.position);
    return "taken";
  };

  return { addEvent, addEarlierEvent, writeEvent };
}
