/** What else sources say: factors of units, notes, and gaps in what they deliver. */
import type * as R from "../../../../../shared/model/record.ts";
import { placeText } from "../place.ts";
import { changed, type Outcome, type Writing, type WritingSource } from "./writing.ts";

export function createContextRecords({ connection, texts, part, unit }: Writing): {
  readonly writeFactor: (record: R.FactorRecord, source: WritingSource) => Outcome;
  readonly writeNote: (record: R.NoteRecord, source: WritingSource) => Outcome;
  readonly writeGap: (record: R.GapRecord, source: WritingSource) => Outcome;
} {
  const upsertFactor = connection.prepare(
    `INSERT INTO factor VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET unit_id = excluded.unit_id, factor = excluded.factor, value = excluded.value
     WHERE value IS NOT excluded.value OR factor IS NOT excluded.factor OR unit_id IS NOT excluded.unit_id`,
  );
  const writeFactor = (record: R.FactorRecord, source: WritingSource): Outcome =>
    changed(
      upsertFactor.run(
        source.sourceId,
        record.key,
        unit(record.unit, source).unitId,
        record.factor,
        record.value,
        placeText(record.at) ?? null,
      ).changes,
    );

  const upsertNote = connection.prepare(
    `INSERT INTO note (source_id, key, part_id, text, place) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (source_id, key) DO UPDATE SET text = excluded.text, part_id = excluded.part_id WHERE text IS NOT excluded.text`,
  );
  const findNote = connection.prepare("SELECT note_id FROM note WHERE source_id = ? AND key = ?").pluck();
  const insertNoteUnit = connection.prepare("INSERT OR IGNORE INTO note_unit VALUES (?, ?)");
  const writeNote = (record: R.NoteRecord, source: WritingSource): Outcome => {
    const partId = record.part === undefined ? null : part(record.part, source);
    const { changes } = upsertNote.run(
      source.sourceId,
      record.key,
      partId,
      record.text,
      placeText(record.at) ?? null,
    );
    const noteId = Number(findNote.get(source.sourceId, record.key));
    if (changes > 0) texts.put("note", noteId, record.text);
    for (const reference of record.units ?? []) insertNoteUnit.run(noteId, unit(reference, source).unitId);
    return changed(changes);
  };

  const upsertGap = connection.prepare(
    `INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?, 0)
     ON CONFLICT DO UPDATE SET ended_us = excluded.ended_us, cause = excluded.cause WHERE ended_us IS NOT excluded.ended_us`,
  );
  const writeGap = (record: R.GapRecord, source: WritingSource): Outcome =>
    changed(
      upsertGap.run(
        source.sourceId,
        record.key,
        record.stream,
        record.startedAt,
        record.endedAt ?? null,
        record.cause,
      ).changes,
    );

  return { writeFactor, writeNote, writeGap };
}
