/** Samples of a signal, a chunk of columns at a time. */
import { hash } from "node:crypto";
import type * as R from "../../../../../shared/model/record.ts";
import { changed, placed, type Placed, type Writing, type WritingSource } from "./writing.ts";

export function createSampleRecords({ connection, unit, equipment }: Writing): {
  readonly writeSamples: (record: R.SamplesRecord, source: WritingSource) => Placed;
} {
  const upsertSignal = connection.prepare(
    "INSERT INTO signal (equipment_id, name, uom) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET uom = coalesce(excluded.uom, uom)",
  );
  const findSignal = connection
    .prepare("SELECT signal_id FROM signal WHERE equipment_id = ? AND name = ?")
    .pluck();
  const insertChunk = connection.prepare(
    `INSERT INTO sample_chunk (signal_id, from_us, to_us, source_id, unit_id, count, minimum, maximum, mean, known, times, sample_values, sha256)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET times = excluded.times, sample_values = excluded.sample_values, levels = 0 WHERE levels = 1`,
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
      finite.length,
      times,
      values,
      sha256,
    );
    return placed(changed(changes), `${signalId}/${Math.round(from)}/${sha256}`);
  };

  return { writeSamples };
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
