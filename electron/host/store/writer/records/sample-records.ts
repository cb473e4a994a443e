/** Samples of a signal, a chunk of columns at a time. */
import { hash } from "node:crypto";
import type * as R from "../../../../../shared/model/record.ts";
import { bytesOf } from "../../samples/columns.ts";
import { createKeepLevels } from "../../samples/keep-levels.ts";
import { summaryOf } from "../../samples/summary.ts";
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
  const keepLevels = createKeepLevels(connection);
  const writeSamples = (record: R.SamplesRecord, source: WritingSource): Placed => {
    const count = record.times.length;
    const from = record.times[0];
    const to = record.times[count - 1];
    if (from === undefined || to === undefined) return placed("repeated");
    const equipmentId = equipment(record.equipment);
    upsertSignal.run(equipmentId, record.signal, record.uom ?? null);
    const times = bytesOf(record.times);
    const values = bytesOf(record.values);
    const signalId = Number(findSignal.get(equipmentId, record.signal));
    const sha256 = hash("sha256", Buffer.concat([times, values]));
    const sourceKey = `${signalId}/${Math.round(from)}/${sha256}`;
    const { minimum, maximum, mean, known } = summaryOf(record.values);
    const { changes } = insertChunk.run(
      signalId,
      Math.round(from),
      Math.round(to),
      source.sourceId,
      record.unit === undefined ? null : unit(record.unit, source).unitId,
      count,
      minimum,
      maximum,
      mean,
      known,
      times,
      values,
      sha256,
    );
    if (changes > 0)
      keepLevels(
        { signal: signalId, from: Math.round(from), source: source.sourceId, sha256 },
        record.times,
        record.values,
      );
    return placed(changed(changes), sourceKey);
  };

  return { writeSamples };
}
