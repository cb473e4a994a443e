import fc from "fast-check";
import { expect, test } from "vitest";
import { finish } from "../../diagnostics/share.ts";
import { examineEvents } from "../../diagnostics/event-rows.ts";
import { CHUNK_SIZE, chunkOf, type EventChunk } from "../columns/event-chunk.ts";
import { rowsOfChunk } from "../columns/read-rows.ts";
import { rowArbitrary, SEED } from "../columns/testing/random-history.ts";
import { migrate } from "../migrate.ts";
import { openMemory, type Connection } from "../open.ts";
import { CACHE_MIGRATIONS } from "../stores.ts";

const before = CACHE_MIGRATIONS.filter(({ version }) => version < 210);

test("columns of before are divided and say the same; what can't be read of them is left to be made anew", () => {
  const cache = openMemory();
  migrate(cache, before, () => 0);
  writeEvents(cache);
  const rows = rowsOfChunk(cache);
  const insert = cache.prepare("INSERT INTO event_chunk VALUES (?, ?, ?)");
  for (const chunk of [0, 1, 2]) insert.run(chunk, 10 + chunk, asBefore(chunkOf(rows(chunk))));
  insert.run(3, 13, new Uint8Array(100));
  migrate(cache, CACHE_MIGRATIONS, () => 0);
  expect(cache.prepare("SELECT chunk, made FROM event_chunk").raw().all()).toEqual([
    [0, 10],
    [1, 11],
    [2, 12],
  ]);
  expect(finish(examineEvents(cache)).columns.lines()).toEqual([]);
  cache.exec("UPDATE event_chunk_columns SET columns = zeroblob(8) WHERE chunk = 1");
  expect(finish(examineEvents(cache)).columns.count()).toBe(1);
  cache.close();
});

/** Two chunks, full and with gaps, one of them with times far apart; the third is empty. */
function writeEvents(cache: Connection): void {
  cache.exec(
    "INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 0)",
  );
  const insert = cache.prepare(
    `INSERT INTO event (position, kind, type, severity, started_us, ended_us, part_id, unit_id, title, source_id, source_key, source_revision, details, payload, sha256, received_us)
     VALUES (?, ?, 't', ?, ?, ?, ?, ?, 'title', 1, ?, 1, '{}', '', '', 0)`,
  );
  cache.pragma("foreign_keys = OFF");
  fc.sample(rowArbitrary, { seed: SEED, numRuns: 600 }).forEach((row, at) => {
    const isSecond = at >= 300;
    const position = isSecond ? CHUNK_SIZE + (at - 300) * 7 : at;
    const far = isSecond ? 1_000_003 * 86_400 : 1;
    const unit = row.unit === null ? null : row.unit * (isSecond ? 100_000 : 1);
    const times = [row.started, row.ended].map((time) => (time === null ? null : time * far));
    insert.run(position, row.kind, row.severity, ...times, row.part, unit, String(at));
  });
}

/** As a chunk was stored until then: every column in two, four or eight bytes, one after the other. */
function asBefore({ starts, spanEnds, ...chunk }: EventChunk): Uint8Array {
  const wide = ({ values }: EventChunk["starts"]) =>
    values instanceof Float64Array ? values : Uint32Array.from(values);
  const ids = (column: EventChunk["parts"]) =>
    column instanceof Uint32Array ? column : Uint16Array.from(column);
  const columns = [
    chunk.offsets,
    Float64Array.of(starts.origin, starts.step),
    wide(starts),
    ...[chunk.parts, chunk.units, chunk.equipment, chunk.sources].map(ids),
    chunk.codes,
    chunk.spanRows,
    Float64Array.of(spanEnds.origin, spanEnds.step),
    wide(spanEnds),
  ];
  const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;
  const bytes = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + 8 + padded(byteLength), 0));
  let at = 0;
  for (const column of columns) {
    new Uint32Array(bytes.buffer, at, 2).set([column.BYTES_PER_ELEMENT, column.byteLength]);
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at + 8);
    at += 8 + padded(column.byteLength);
  }
  return bytes;
}
