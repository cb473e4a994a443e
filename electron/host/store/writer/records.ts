/**
 * Writes records of one source. Every kind has its natural key, so the same record twice changes
 * nothing; a changed event becomes a new revision that names the one it corrects.
 */
import { hash } from "node:crypto";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import type * as R from "../../../../shared/model/record.ts";
import type { Connection } from "../open.ts";
import { createModelWriter } from "./models.ts";
import { createPartNames, type PartNames } from "./part-names.ts";
import { placeText } from "./place.ts";
import { createTextIndex } from "../search/text-index.ts";
import { createUnits, type Units } from "./units.ts";
import type { WritableRecord } from "./writer-contract.ts";

/** The source that records come from. `exact`: its part names are ids of a product structure. */
export interface WritingSource {
  readonly sourceId: number;
  readonly exact: boolean;
  readonly receivedAt: number;
}

export type Outcome = "taken" | "repeated";

/** `ref`: the row that holds the record, for kinds that have no key of their own (see `place`). */
export interface Placed {
  readonly outcome: Outcome;
  readonly ref: string | number | undefined;
}

export interface RecordWriter {
  write(record: WritableRecord, source: WritingSource): Outcome;
  /**
   * As `write`, and says which row holds it: the row id of a part, unit or characteristic,
   * `parent/child` of a BOM line, `signal/from/sha256` of samples. Kinds with a key need none.
   */
  place(record: WritableRecord, source: WritingSource): Placed;
  /**
   * An event whose place among its revisions the caller knows: nothing is looked up. `corrects` is the
   * position of the revision before. Returns its own position.
   */
  addEvent(record: R.EventRecord, source: WritingSource, revision: number, corrects?: number): number;
  /** Row id of an equipment; founds it where it is not known. */
  equipment(name: string): number;
  readonly names: PartNames;
  readonly units: Units;
}

/** Names kept in memory, so that not every event asks for its machine. */
const KEPT_EQUIPMENT = 10_000;

export function createRecordWriter(connection: Connection): RecordWriter {
  const texts = createTextIndex(connection);
  const partText = connection
    .prepare("SELECT number || ' ' || coalesce(title, '') FROM part WHERE part_id = ?")
    .pluck();
  const putPart = (id: number): void => texts.put("part", id, String(partText.get(id)));
  const names = createPartNames(connection, putPart);
  const partNumber = connection.prepare("SELECT number FROM part WHERE part_id = ?").pluck();
  const unitPart = connection
    .prepare("SELECT p.number FROM unit u JOIN part p USING (part_id) WHERE unit_id = ?")
    .pluck();
  const units = createUnits(connection, names, (unitId, text) =>
    texts.put("unit", unitId, `${text} ${String(unitPart.get(unitId))}`),
  );
  const models = createModelWriter(connection, names);
  const part = (reference: R.PartReference, source: WritingSource): number => {
    const id = names.resolve(reference, source.exact);
    return id;
  };
  const unit = (reference: R.UnitReference, source: WritingSource) =>
    units.resolve(reference, source.sourceId, source.exact);
  const changed = (changes: number): Outcome => (changes > 0 ? "taken" : "repeated");
  const placed = (outcome: Outcome, ref?: string | number): Placed => ({ outcome, ref });

  const setTitle = connection.prepare("UPDATE part SET title = ? WHERE part_id = ? AND title IS NOT ?");
  const writePart = (record: R.PartRecord, source: WritingSource): Placed => {
    const id = part(record.part, source);
    if (record.title !== undefined && setTitle.run(record.title, id, record.title).changes > 0) putPart(id);
    return placed("taken", id);
  };

  const upsertBom = connection.prepare(
    `INSERT INTO bom_line VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (parent_id, child_id) DO UPDATE SET quantity = excluded.quantity, find_number = excluded.find_number, occurrences = excluded.occurrences
     WHERE quantity IS NOT excluded.quantity OR occurrences IS NOT excluded.occurrences OR find_number IS NOT excluded.find_number`,
  );
  const writeBomLine = (record: R.BomLineRecord, source: WritingSource): Placed => {
    const occurrences = record.occurrenceNames === undefined ? null : JSON.stringify(record.occurrenceNames);
    const parent = part(record.parent, source);
    const child = part(record.child, source);
    const { changes } = upsertBom.run(
      parent,
      child,
      record.quantity,
      record.findNumber ?? null,
      occurrences,
      source.sourceId,
    );
    return placed(changed(changes), `${parent}/${child}`);
  };

  const upsertComponent = connection.prepare(
    `INSERT INTO unit_component VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET parent_id = excluded.parent_id, child_id = excluded.child_id, position = excluded.position,
       installed_us = excluded.installed_us, removed_us = excluded.removed_us
     WHERE removed_us IS NOT excluded.removed_us OR installed_us IS NOT excluded.installed_us OR child_id IS NOT excluded.child_id`,
  );
  const writeComponent = (record: R.UnitComponentRecord, source: WritingSource): Outcome =>
    changed(
      upsertComponent.run(
        source.sourceId,
        record.key,
        unit(record.parent, source).unitId,
        unit(record.child, source).unitId,
        record.position ?? null,
        record.installedAt ?? null,
        record.removedAt ?? null,
      ).changes,
    );

  const upsertCharacteristic = connection.prepare(
    `INSERT INTO characteristic (part_id, source_id, name, kind, nominal, lower_limit, upper_limit, uom, remark, faces) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET kind = excluded.kind, nominal = excluded.nominal, lower_limit = excluded.lower_limit,
       upper_limit = excluded.upper_limit, uom = excluded.uom, remark = excluded.remark, faces = excluded.faces
     WHERE nominal IS NOT excluded.nominal OR lower_limit IS NOT excluded.lower_limit OR upper_limit IS NOT excluded.upper_limit OR uom IS NOT excluded.uom OR faces IS NOT excluded.faces`,
  );
  const findCharacteristic = connection
    .prepare("SELECT characteristic_id FROM characteristic WHERE part_id = ? AND source_id = ? AND name = ?")
    .pluck();
  const writeCharacteristic = (record: R.CharacteristicRecord, source: WritingSource): Placed => {
    const partId = part(record.part, source);
    const { changes } = upsertCharacteristic.run(
      partId,
      source.sourceId,
      record.name,
      record.kind,
      record.nominal ?? null,
      record.lowerLimit ?? null,
      record.upperLimit ?? null,
      record.uom ?? null,
      record.remark ?? null,
      record.faces === undefined ? null : JSON.stringify(record.faces),
    );
    const id = Number(findCharacteristic.get(partId, source.sourceId, record.name));
    if (changes > 0) texts.put("characteristic", id, `${record.name} ${String(partNumber.get(partId))}`);
    return placed(changed(changes), id);
  };

  const upsertMeasurement = connection.prepare(
    `INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, text, verdict, verdict_origin, laboratory, device, sequence, taken_us, place, feature)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (source_id, key) DO UPDATE SET unit_id = excluded.unit_id, value = excluded.value, text = excluded.text,
       verdict = excluded.verdict, verdict_origin = excluded.verdict_origin, laboratory = excluded.laboratory, taken_us = excluded.taken_us,
       feature = excluded.feature
     WHERE value IS NOT excluded.value OR verdict IS NOT excluded.verdict OR unit_id IS NOT excluded.unit_id
       OR text IS NOT excluded.text OR laboratory IS NOT excluded.laboratory OR taken_us IS NOT excluded.taken_us
       OR feature IS NOT excluded.feature`,
  );
  const writeMeasurement = (record: R.MeasurementRecord, source: WritingSource): Outcome => {
    const { unitId, partId } = unit(record.unit, source);
    let characteristicId = findCharacteristic.get(partId, source.sourceId, record.characteristic);
    if (characteristicId === undefined) {
      // Measured without a definition: kept, with no limits, and so without a verdict from limits.
      characteristicId = writeCharacteristic(
        { record: "characteristic", part: record.unit.part, name: record.characteristic, kind: "unknown" },
        source,
      ).ref;
    }
    const { changes } = upsertMeasurement.run(
      source.sourceId,
      record.key,
      unitId,
      characteristicId,
      record.value ?? null,
      record.text ?? null,
      record.verdict,
      record.verdictOrigin,
      record.laboratory ?? null,
      record.device ?? null,
      record.sequence,
      record.takenAt ?? null,
      placeText(record.at) ?? null,
      record.feature ?? null,
    );
    return changed(changes);
  };

  const upsertFeature = connection.prepare(
    `INSERT INTO feature VALUES (@source, @name, @kind, @x, @y, @z, @dx, @dy, @dz, @diameter)
     ON CONFLICT DO UPDATE SET kind = @kind, x = @x, y = @y, z = @z, dx = @dx, dy = @dy, dz = @dz, diameter = @diameter
     WHERE (x, y, z, dx, dy, dz, diameter) IS NOT (@x, @y, @z, @dx, @dy, @dz, @diameter) OR kind IS NOT @kind`,
  );
  const writeFeature = (
    { name, kind, point, direction, diameter }: R.FeatureRecord,
    source: WritingSource,
  ) => {
    const [x, y, z] = point;
    const [dx, dy, dz] = direction ?? [null, null, null];
    const row = { source: source.sourceId, name, kind, x, y, z, dx, dy, dz, diameter: diameter ?? null };
    return changed(upsertFeature.run(row).changes);
  };

  const addEquipment = connection.prepare("INSERT OR IGNORE INTO equipment (name) VALUES (?)");
  const findEquipment = connection.prepare("SELECT equipment_id FROM equipment WHERE name = ?").pluck();
  const equipmentIds = new Map<string, number>();
  const equipment = (name: string): number => {
    const known = equipmentIds.get(name);
    if (known !== undefined) return known;
    addEquipment.run(name);
    const id = Number(findEquipment.get(name));
    if (equipmentIds.size >= KEPT_EQUIPMENT) equipmentIds.clear();
    equipmentIds.set(name, id);
    return id;
  };

  const findEvent = connection.prepare(
    "SELECT position, source_revision AS revision, sha256 FROM event WHERE source_id = ? AND source_key = ? ORDER BY source_revision DESC LIMIT 1",
  );
  const insertEvent = connection.prepare(
    `INSERT INTO event (kind, type, severity, started_us, ended_us, offset_minutes, part_id, unit_id, equipment_id, title, source_id,
       source_key, source_revision, corrects, order_number, operation, actor, details, payload, sha256, place, received_us)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const supersede = connection.prepare("UPDATE event SET superseded = 1 WHERE position = ?");
  const insertSubject = connection.prepare("INSERT OR IGNORE INTO event_subject VALUES (?, ?, ?, ?)");
  const addEvent = (
    record: R.EventRecord,
    source: WritingSource,
    revision: number,
    corrects?: number,
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
    if (corrects !== undefined) supersede.run(corrects);
    // What the event's own columns say of its subjects, as the source says it, needs no rows (queries/events.ts).
    const origin = record.linkOrigin ?? "source";
    if (origin !== "source") {
      if (partId !== undefined) insertSubject.run(position, "part", String(partNumber.get(partId)), origin);
      if (record.unit?.serial !== undefined) insertSubject.run(position, "unit", record.unit.serial, origin);
    }
    for (const name of record.characteristics ?? [])
      insertSubject.run(position, "characteristic", name, "source");
    texts.addEvent(position, corrects);
    return position;
  };
  const writeEvent = (record: R.EventRecord, source: WritingSource): Outcome => {
    const known = findEvent.get(source.sourceId, record.key) as
      | { position: number; revision: number; sha256: string }
      | undefined;
    if (known?.sha256 === hash("sha256", record.payload)) return "repeated";
    addEvent(record, source, (known?.revision ?? 0) + 1, known?.position);
    return "taken";
  };

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

  const upsertSignal = connection.prepare(
    "INSERT INTO signal (equipment_id, name, uom) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET uom = coalesce(excluded.uom, uom)",
  );
  const findSignal = connection
    .prepare("SELECT signal_id FROM signal WHERE equipment_id = ? AND name = ?")
    .pluck();
  const insertChunk = connection.prepare(
    "INSERT OR IGNORE INTO sample_chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const writeSamples = (record: R.SamplesRecord, source: WritingSource): Placed => {
    const count = record.times.length;
    const from = record.times[0];
    const to = record.times[count - 1];
    if (from === undefined || to === undefined) return placed("repeated");
    const equipmentId = equipment(record.equipment);
    upsertSignal.run(equipmentId, record.signal, record.uom ?? null);
    const times = bytesOf(record.times);
    const values = bytesOf(record.values);
    const finite = record.values.filter((value) => !Number.isNaN(value));
    const { minimum, maximum, mean } = summary(finite);
    const signalId = Number(findSignal.get(equipmentId, record.signal));
    const sha256 = hash("sha256", Buffer.concat([times, values]));
    const { changes } = insertChunk.run(
      signalId,
      Math.round(from),
      Math.round(to),
      source.sourceId,
      record.unit === undefined ? null : unit(record.unit, source).unitId,
      count,
      minimum ?? null,
      maximum ?? null,
      mean ?? null,
      times,
      values,
      sha256,
    );
    return placed(changed(changes), `${signalId}/${Math.round(from)}/${sha256}`);
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

  const place = (record: WritableRecord, source: WritingSource): Placed => {
    switch (record.record) {
      case "part":
        return writePart(record, source);
      case "bom-line":
        return writeBomLine(record, source);
      case "unit":
        return placed("taken", unit(record.unit, source).unitId);
      case "unit-component":
        return placed(writeComponent(record, source));
      case "characteristic":
        return writeCharacteristic(record, source);
      case "feature":
        return placed(writeFeature(record, source));
      case "measurement":
        return placed(writeMeasurement(record, source));
      case "event":
        return placed(writeEvent(record, source));
      case "factor":
        return placed(writeFactor(record, source));
      case "note":
        return placed(writeNote(record, source));
      case "samples":
        return writeSamples(record, source);
      case "gap":
        return placed(writeGap(record, source));
      case "stored-model":
        return placed(models.write(record, source));
      case "rejection":
      case "remark":
      case "count":
        return placed("repeated");
    }
  };
  return {
    names,
    units,
    equipment,
    addEvent,
    place,
    write: (record, source) => place(record, source).outcome,
  };
}

function bytesOf(array: Float64Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function summary(values: Float64Array): { minimum?: number; maximum?: number; mean?: number } {
  if (values.length === 0) return {};
  let minimum = Infinity;
  let maximum = -Infinity;
  let sum = 0;
  for (const value of values) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value;
  }
  return { minimum, maximum, mean: sum / values.length };
}
