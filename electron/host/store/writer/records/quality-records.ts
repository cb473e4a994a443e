/** What is inspected, where, and what was measured. */
import type * as R from "../../../../../shared/model/record.ts";
import { placeText } from "../place.ts";
import { changed, placed, type Outcome, type Placed, type Writing, type WritingSource } from "./writing.ts";

export function createQualityRecords({ connection, texts, part, numberOf, unit }: Writing): {
  readonly writeCharacteristic: (record: R.CharacteristicRecord, source: WritingSource) => Placed;
  readonly writeMeasurement: (record: R.MeasurementRecord, source: WritingSource) => Outcome;
  readonly writeFeature: (record: R.FeatureRecord, source: WritingSource) => Outcome;
} {
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
    if (changes > 0) texts.put("characteristic", id, `${record.name} ${numberOf(partId)}`);
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

  return { writeCharacteristic, writeMeasurement, writeFeature };
}
