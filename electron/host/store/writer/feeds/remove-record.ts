/**
 * Takes a record back that its source no longer has. What other records name as well (a part, a unit,
 * a characteristic that was measured) stays; an event is withdrawn, not erased, so that evidence keeps
 * what it points at.
 */
import type { Connection } from "../../open.ts";
import { createForgottenUnits } from "../forgotten-units.ts";
import { createUnusedParts } from "../unused-parts.ts";
import type { RecordWriter } from "../records.ts";
import type { TextIndex } from "../../search/text-index.ts";
import { kindNumber, RECORD_KINDS } from "./record-kinds.ts";

export interface RemoveRecord {
  /** The record of that feed under `id`; `kind` and `ref` as feed_record has them. */
  remove(feed: RemovingFeed, kind: number, id: string, ref: unknown, writer: RecordWriter): void;
}

export interface RemovingFeed {
  readonly feedId: number;
  readonly sourceId: number;
}

export function createRemoveRecord(cache: Connection, texts: TextIndex): RemoveRecord {
  const run = (sql: string) => cache.prepare(sql);
  const forgotten = createForgottenUnits(cache, texts);
  const unusedParts = createUnusedParts(cache);
  const stated = (kind: number) =>
    run(
      `SELECT 1 FROM feed_record WHERE kind = ${kind} AND ref = ? AND NOT (feed_id = ? AND id = ?) LIMIT 1`,
    );
  const [partStated, unitStated] = [stated(kindNumber("part")), stated(kindNumber("unit"))];
  const removeFiles = run("DELETE FROM part_file WHERE source_id = ? AND key = ?");
  const removeBomLine = run("DELETE FROM bom_line WHERE parent_id = ? AND child_id = ? AND source_id = ?");
  const removeComponent = run("DELETE FROM unit_component WHERE source_id = ? AND key = ?");
  const measured = run("SELECT 1 FROM measurement WHERE characteristic_id = ?");
  const removeCharacteristic = run("DELETE FROM characteristic WHERE characteristic_id = ?");
  const removeMeasurement = run("DELETE FROM measurement WHERE source_id = ? AND key = ?");
  const liveEvent = run(
    "SELECT position FROM event WHERE source_id = ? AND source_key = ? AND superseded = 0",
  ).pluck();
  const withdraw = run("UPDATE event SET superseded = 1 WHERE position = ?");
  const removeFactor = run("DELETE FROM factor WHERE source_id = ? AND key = ?");
  const findNote = run("SELECT note_id FROM note WHERE source_id = ? AND key = ?").pluck();
  const removeNoteUnits = run("DELETE FROM note_unit WHERE note_id = ?");
  const removeNote = run("DELETE FROM note WHERE note_id = ?");
  const removeGap = run("DELETE FROM gap WHERE source_id = ? AND key = ?");
  const removeChunk = run(
    "DELETE FROM sample_chunk WHERE signal_id = ? AND from_us = ? AND source_id = ? AND sha256 = ?",
  );

  return {
    remove({ feedId, sourceId: source }, kind, id, ref, writer) {
      switch (RECORD_KINDS[kind]) {
        case "part":
          removeFiles.run(source, id);
          if (partStated.get(ref, feedId, id) !== undefined) return;
          if (unusedParts.drop(Number(ref))) writer.names.forget(Number(ref));
          return;
        case "bom-line": {
          const [parent, child] = String(ref).split("/").map(Number);
          return void removeBomLine.run(parent, child, source);
        }
        case "unit":
          if (unitStated.get(ref, feedId, id) !== undefined) return;
          if (forgotten.drop(Number(ref))) writer.units.forget();
          return;
        case "unit-component":
          return void removeComponent.run(source, id);
        case "characteristic":
          if (measured.get(ref) !== undefined) return;
          texts.remove("characteristic", Number(ref));
          return void removeCharacteristic.run(ref);
        case "measurement":
          return void removeMeasurement.run(source, id);
        case "event": {
          const position = liveEvent.get(source, id) as number | undefined;
          if (position === undefined) return;
          texts.removeEvent(position);
          return void withdraw.run(position);
        }
        case "factor":
          return void removeFactor.run(source, id);
        case "note": {
          const note = findNote.get(source, id) as number | undefined;
          if (note === undefined) return;
          texts.remove("note", note);
          removeNoteUnits.run(note);
          return void removeNote.run(note);
        }
        case "gap":
          return void removeGap.run(source, id);
        case "samples": {
          const [signal, from, sha256] = String(ref).split("/");
          return void removeChunk.run(Number(signal), Number(from), source, sha256);
        }
        case undefined:
          // Parked or deleted: there is no row.
          return;
      }
    },
  };
}
