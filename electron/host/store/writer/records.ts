/**
 * Writes records of one source. Every kind has its natural key, so the same record twice changes
 * nothing; a changed event becomes a new revision that names the one it corrects.
 */
import type * as R from "../../../../shared/model/record.ts";
import type { Connection } from "../open.ts";
import { CHARACTERISTIC_TEXTS, UNIT_TEXTS } from "../search/fill-texts.ts";
import { createTextIndex } from "../search/text-index.ts";
import { createModelWriter } from "./models.ts";
import { createPartNames, type PartNames } from "./part-names.ts";
import { createContextRecords } from "./records/context-records.ts";
import { createEquipment } from "./records/equipment.ts";
import { createEventRecords } from "./records/event-records.ts";
import { createQualityRecords } from "./records/quality-records.ts";
import { createSampleRecords } from "./records/sample-records.ts";
import { createStructureRecords } from "./records/structure-records.ts";
import { placed, type Outcome, type Placed, type Writing, type WritingSource } from "./records/writing.ts";
import { createUnits, type Units } from "./units.ts";
import type { WritableRecord } from "./writer-contract.ts";

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
  /** A revision older than the newest that is there; nothing where it is there itself. */
  addEarlierEvent(record: R.EventRecord, source: WritingSource, revision: number): void;
  /** Row id of an equipment; founds it where it is not known. */
  equipment(name: string): number;
  readonly names: PartNames;
  readonly units: Units;
  /** Counts what was written of parts and equipment on the way: founded, renamed, another revision. */
  readonly structureChanges: number;
}

export function createRecordWriter(connection: Connection): RecordWriter {
  const texts = createTextIndex(connection);
  const partText = connection
    .prepare("SELECT number || ' ' || coalesce(title, '') FROM part WHERE part_id = ?")
    .pluck();
  const putPart = (id: number): void => texts.put("part", id, String(partText.get(id)));
  const unitsOf = connection.prepare(`${UNIT_TEXTS} AND part_id = ?`).raw();
  const characteristicsOf = connection.prepare(`${CHARACTERISTIC_TEXTS} AND part_id = ?`).raw();
  const names = createPartNames(connection, (id) => {
    putPart(id);
    // They are found by the number of their part, too.
    for (const [unit, text] of unitsOf.all(id) as [number, string][]) texts.put("unit", unit, text);
    for (const [characteristic, text] of characteristicsOf.all(id) as [number, string][])
      texts.put("characteristic", characteristic, text);
  });
  const partNumber = connection.prepare("SELECT number FROM part WHERE part_id = ?").pluck();
  const unitPart = connection
    .prepare("SELECT p.number FROM unit u JOIN part p USING (part_id) WHERE unit_id = ?")
    .pluck();
  const units = createUnits(connection, names, (unitId, text) =>
    texts.put("unit", unitId, `${text} ${String(unitPart.get(unitId))}`),
  );
  const models = createModelWriter(connection, names);
  let newEquipment = 0;
  const writing: Writing = {
    connection,
    texts,
    part: (reference, source) => names.resolve(reference, source.exact),
    numberOf: (partId) => String(partNumber.get(partId)),
    unit: (reference, source) => units.resolve(reference, source.sourceId, source.exact),
    equipment: createEquipment(connection, () => {
      newEquipment += 1;
    }),
  };
  const structure = createStructureRecords(writing);
  const quality = createQualityRecords(writing);
  const events = createEventRecords(writing);
  const context = createContextRecords(writing);
  const { writeSamples } = createSampleRecords(writing);

  const setTitle = connection.prepare("UPDATE part SET title = ? WHERE part_id = ? AND title IS NOT ?");
  const writePart = (record: R.PartRecord, source: WritingSource): Placed => {
    const id = writing.part(record.part, source);
    if (record.title !== undefined && setTitle.run(record.title, id, record.title).changes > 0) putPart(id);
    return placed("taken", id);
  };

  const place = (record: WritableRecord, source: WritingSource): Placed => {
    switch (record.record) {
      case "part":
        return writePart(record, source);
      case "bom-line":
        return structure.writeBomLine(record, source);
      case "unit":
        return placed("taken", writing.unit(record.unit, source).unitId);
      case "unit-component":
        return placed(structure.writeComponent(record, source));
      case "characteristic":
        return quality.writeCharacteristic(record, source);
      case "feature":
        return placed(quality.writeFeature(record, source));
      case "measurement":
        return placed(quality.writeMeasurement(record, source));
      case "event":
        return placed(events.writeEvent(record, source));
      case "factor":
        return placed(context.writeFactor(record, source));
      case "note":
        return placed(context.writeNote(record, source));
      case "samples":
        return writeSamples(record, source);
      case "gap":
        return placed(context.writeGap(record, source));
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
    get structureChanges() {
      return names.changes + newEquipment;
    },
    equipment: (name) => writing.equipment(name),
    addEvent: events.addEvent,
    addEarlierEvent: events.addEarlierEvent,
    place,
    write: (record, source) => place(record, source).outcome,
  };
}
