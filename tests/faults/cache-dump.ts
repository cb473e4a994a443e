/**
 * A cache as text, table by table, without what depends on the way rows came: row ids, clocks, and deletes,
 * of which a snapshot does not tell.
 */
import type { Connection } from "../../electron/host/store/open.ts";
import { TEXT_KINDS, textTable, type TextKind } from "../../electron/host/store/search/text-tables.ts";

const unit = (id: string): string =>
  `(SELECT p.number || ' ' || coalesce(u.serial, u.lot, u.source_id || '/' || u.position) FROM unit u JOIN part p USING (part_id) WHERE u.unit_id = ${id})`;
const part = (id: string): string => `(SELECT number FROM part WHERE part_id = ${id})`;
const source = "(SELECT s.name FROM source s WHERE s.source_id = t.source_id)";
const event = (position: string): string =>
  `(SELECT source_id || ' ' || source_key || ' ' || source_revision FROM event WHERE position = ${position})`;
const FEED = "(SELECT f.system || ' ' || f.scope FROM feed f WHERE f.feed_id = t.feed_id)";
/** What a text is about, whichever of an event's revisions had it first. */
const ABOUT: Readonly<Record<TextKind, string>> = {
  event: "(SELECT source_id || ' ' || source_key FROM event WHERE position = v.doc)",
  unit: unit("v.doc"),
  part: part("v.doc"),
  note: "(SELECT key FROM note WHERE note_id = v.doc)",
  characteristic: `(SELECT name || ' ' || ${part("c.part_id")} FROM characteristic c WHERE characteristic_id = v.doc)`,
};

const TABLES: Readonly<Record<string, string>> = {
  source: "SELECT name, format, mode FROM source",
  part: "SELECT number, title, revision, strength FROM part",
  part_revision: `SELECT ${part("t.part_id")}, revision, model_sha256 FROM part_revision t`,
  part_alias: `SELECT key, name, ${part("t.part_id")}, origin FROM part_alias t`,
  part_file: `SELECT ${source}, key, ordinal, ${part("t.part_id")}, role, name, sha256, bytes FROM part_file t`,
  bom_line: `SELECT ${part("t.parent_id")}, ${part("t.child_id")}, quantity, find_number, occurrences, ${source} FROM bom_line t`,
  bom_closure: `SELECT ${part("ancestor_id")}, ${part("descendant_id")}, depth FROM bom_closure`,
  unit: `SELECT ${part("t.part_id")}, revision, serial, serial_status, lot, position, label, claimed_serial FROM unit t`,
  unit_component: `SELECT ${source}, key, ${unit("t.parent_id")}, ${unit("t.child_id")}, position, installed_us, removed_us FROM unit_component t`,
  characteristic: `SELECT ${source}, ${part("t.part_id")}, name, kind, nominal, lower_limit, upper_limit, uom, remark FROM characteristic t`,
  measurement: `SELECT ${source}, key, ${unit("t.unit_id")}, (SELECT name FROM characteristic c WHERE c.characteristic_id = t.characteristic_id),
    value, text, verdict, verdict_origin, laboratory, device, sequence, taken_us, place, feature FROM measurement t`,
  event: `SELECT ${source}, source_key, source_revision, kind, type, severity, started_us, ended_us, offset_minutes, ${part("t.part_id")},
    ${unit("t.unit_id")}, (SELECT name FROM equipment q WHERE q.equipment_id = t.equipment_id), title, ${event("t.corrects")},
    superseded, order_number, operation, actor, details, payload, sha256, place FROM event t`,
  event_subject: `SELECT ${event("t.position")}, kind, name, origin FROM event_subject t`,
  equipment: "SELECT name FROM equipment",
  signal: "SELECT name, uom FROM signal",
  sample_chunk: `SELECT ${source}, from_us, to_us, count, minimum, maximum, mean, sha256 FROM sample_chunk t`,
  sample_level: `SELECT ${source}, from_us, sha256, hex(data) FROM sample_level t`,
  factor: `SELECT ${source}, key, ${unit("t.unit_id")}, factor, value, place FROM factor t`,
  note: `SELECT ${source}, key, ${part("t.part_id")}, text, place FROM note t`,
  note_unit: `SELECT (SELECT key FROM note n WHERE n.note_id = t.note_id), ${unit("t.unit_id")} FROM note_unit t`,
  gap: `SELECT ${source}, key, stream, started_us, ended_us, cause, backfilled FROM gap t`,
  feed_reading: `SELECT ${FEED}, beside, position, head, records, checksum, complete FROM feed_reading t`,
  feed_record: `SELECT ${FEED}, id, revision, position, kind, ref IS NULL, digest FROM feed_record t WHERE kind <> -1`,
  feed_parked: `SELECT ${FEED}, id, revision, position, reason FROM feed_parked t`,
  ...Object.fromEntries(
    TEXT_KINDS.map((kind) => [
      textTable(kind),
      `SELECT ${ABOUT[kind]}, v.term, v.offset FROM temp.dump_${kind} v`,
    ]),
  ),
};

/** Rows of every table, sorted. */
export function dumpCache(cache: Connection): Readonly<Record<string, readonly string[]>> {
  for (const kind of TEXT_KINDS)
    cache.exec(`CREATE VIRTUAL TABLE temp.dump_${kind} USING fts5vocab (main, ${textTable(kind)}, instance)`);
  try {
    return Object.fromEntries(
      Object.entries(TABLES).map(([name, sql]) => {
        const rows = cache.prepare(sql).raw().all() as unknown[][];
        return [name, rows.map((row) => JSON.stringify(row)).sort()];
      }),
    );
  } finally {
    for (const kind of TEXT_KINDS) cache.exec(`DROP TABLE temp.dump_${kind}`);
  }
}
