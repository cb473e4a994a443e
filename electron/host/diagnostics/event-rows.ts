/**
 * One walk over all events, a chunk of them at a time: whether payloads have their hashes, references their targets,
 * and whether columns, orders and the full text say what the rows say. Each event is read once for all of it.
 */
import { hash } from "node:crypto";
import type { ChunkBytes } from "../store/columns/chunk-bytes.ts";
import { CHUNK_BITS, CHUNK_SIZE } from "../store/columns/event-chunk.ts";
import type { Connection } from "../store/open.ts";
import { GROUP_BITS, GROUP_SIZE } from "../store/columns/part-tally.ts";
import { columnsSay, createTallyCheck, ordersSay, type EventValues } from "./chunk-says.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createKnownIds } from "./known-ids.ts";
import type { Share } from "./share.ts";

export interface EventFaults {
  readonly hashes: Faults;
  readonly references: Faults;
  readonly columns: Faults;
  readonly texts: Faults;
  /** That count: not those that another one corrects. */
  readonly events: number;
}

/** In the order of `COLUMNS`. */
type Row = readonly [
  ...EventValues,
  superseded: number,
  corrects: number | null,
  order: string | null,
  payload: string,
  sha256: string,
];
const COLUMNS = `position, kind, severity, started_us, ended_us, part_id, unit_id, equipment_id, source_id, superseded,
  corrects, order_number, payload, sha256`;

export function* examineEvents(cache: Connection): Generator<Share, EventFaults> {
  const faults = {
    hashes: createFaults(),
    references: createFaults(),
    columns: createFaults(),
    texts: createFaults(),
  };
  const rows = cache
    .prepare(`SELECT ${COLUMNS} FROM event WHERE position >= ? AND position < ? ORDER BY position`)
    .raw();
  const next = cache
    .prepare(
      `SELECT min(at) FROM (
        SELECT min(position) AS at FROM event WHERE position >= :from
        UNION ALL SELECT min(id) FROM event_text_docsize WHERE id >= :from
        UNION ALL SELECT min(chunk) << ${CHUNK_BITS} FROM event_chunk WHERE chunk >= :from >> ${CHUNK_BITS})`,
    )
    .pluck();
  const last = cache.prepare("SELECT max(position) FROM event").pluck();
  const references = referencesOf(cache);
  const columns = columnsOf(cache);
  const texts = textsOf(cache);
  let events = 0;

  // At one moment: whoever writes meanwhile changes rows and what is kept of them together.
  const examineChunk = cache.transaction((chunk: number) => {
    const all = rows.all(chunk * CHUNK_SIZE, (chunk + 1) * CHUNK_SIZE) as Row[];
    const counted = all.filter((row) => row[9] === 0);
    events += counted.length;
    for (const row of all) {
      if (hash("sha256", row[12]) !== row[13])
        faults.hashes.add(() => `event ${row[0]} does not match its hash`);
      references(row, faults.references);
    }
    columns(chunk, counted, faults.columns);
    texts(chunk, counted, faults.texts);
  });
  let total = 1;
  for (let from = 0; ;) {
    const at = next.get({ from }) as number | null;
    if (at === null) break;
    const chunk = at >> CHUNK_BITS;
    examineChunk(chunk);
    from = (chunk + 1) * CHUNK_SIZE;
    total = Math.max(from, Number(last.get() ?? 0));
    yield { done: from, total };
  }
  return { ...faults, events };
}

function referencesOf(cache: Connection): (row: Row, faults: Faults) => void {
  const ids = (table: string, key: string): ((id: number | null) => boolean) =>
    createKnownIds(cache, table, key);
  const isPart = ids("part", "part_id");
  const isUnit = ids("unit", "unit_id");
  const isEquipment = ids("equipment", "equipment_id");
  const isSource = ids("source", "source_id");
  const event = cache.prepare("SELECT 1 FROM event WHERE position = ?").pluck();
  return (row, faults) => {
    const lacks = (what: string): void =>
      faults.add(() => `event ${row[0]} names a ${what} that is not there`);
    if (!isPart(row[5])) lacks("part");
    if (!isUnit(row[6])) lacks("unit");
    if (!isEquipment(row[7])) lacks("machine");
    if (!isSource(row[8])) lacks("source");
    if (row[10] !== null && event.get(row[10]) === undefined) lacks("corrected event");
  };
}

type StoredPieces = Pick<ChunkBytes, "head"> &
  Readonly<Record<"columns" | "units" | "rest", Uint8Array | null>> & { readonly made: number };

/** A chunk that is missing is no fault: its rows are read instead. */
function columnsOf(cache: Connection): (chunk: number, rows: readonly Row[], faults: Faults) => void {
  const stored = cache.prepare(
    `SELECT c.made, c.data AS head, p.columns, r.units, r.rest FROM event_chunk c
     LEFT JOIN event_chunk_columns p ON p.chunk = c.chunk AND p.made = c.made
     LEFT JOIN event_chunk_rest r ON r.chunk = c.chunk AND r.made = c.made WHERE c.chunk = ?`,
  );
  const tallies = cache.prepare("SELECT data FROM event_chunk_tally WHERE chunks = ?").pluck();
  let group = { id: -1, made: [] as number[], check: createTallyCheck() };
  const orders = cache
    .prepare("SELECT o.data FROM event_chunk_orders o JOIN event_chunk USING (chunk, made) WHERE o.chunk = ?")
    .pluck();
  return (chunk, rows, faults) => {
    const bytes = stored.get(chunk) as StoredPieces | undefined;
    if (group.id !== chunk >> GROUP_BITS)
      group = { id: chunk >> GROUP_BITS, made: [], check: createTallyCheck() };
    if (bytes === undefined) return;
    group.made.push(bytes.made);
    group.check.see(rows);
    const { head, columns, units, rest } = bytes;
    const isWhole = columns !== null && units !== null && rest !== null;
    if (!isWhole || !columnsSay({ head, columns, units, rest }, chunk * CHUNK_SIZE, rows))
      faults.add(() => `chunk ${chunk} is not that of its events`);
    if ((chunk + 1) % GROUP_SIZE === 0) {
      const tally = tallies.get(group.id) as Buffer | undefined;
      const { id, made, check } = group;
      if (tally !== undefined && !check.says(tally, made))
        faults.add(
          () => `the numbers of parts of chunks ${id * GROUP_SIZE} to ${chunk} are not those of their events`,
        );
    }
    const named = orders.get(chunk) as Buffer | undefined;
    if (
      named !== undefined &&
      !ordersSay(
        named,
        rows.map((row) => row[11]),
      )
    )
      faults.add(() => `the orders of chunk ${chunk} are not those of its events`);
  };
}

/** Nearly every text stands under the event it is of; one that an earlier revision had already, under that one. */
function textsOf(cache: Connection): (chunk: number, rows: readonly Row[], faults: Faults) => void {
  const texts = cache
    .prepare("SELECT id FROM event_text_docsize WHERE id >= ? AND id < ? ORDER BY id")
    .pluck();
  const revisions = "(source_id, source_key) = (SELECT source_id, source_key FROM event WHERE position = ?)";
  const standing = cache.prepare(`SELECT 1 FROM event WHERE ${revisions} AND superseded = 0`).pluck();
  const kept = cache
    .prepare(`SELECT count(*) FROM event JOIN event_text_docsize ON id = position WHERE ${revisions}`)
    .pluck();
  return (chunk, rows, faults) => {
    const ids = texts.all(chunk * CHUNK_SIZE, (chunk + 1) * CHUNK_SIZE) as number[];
    let at = 0;
    const pass = (upTo: number): void => {
      for (; at < ids.length && (ids[at] as number) < upTo; at += 1) {
        const id = ids[at] as number;
        if (standing.get(id) === undefined) faults.add(() => `words of event ${id}, which is gone`);
        else if (kept.get(id) !== 1) faults.add(() => `words of event ${id} stand there twice`);
      }
    };
    for (const row of rows) {
      const [position] = row;
      pass(position);
      if (ids[at] === position) at += 1;
      else if (kept.get(position) === 0) faults.add(() => `event ${position} can't be found by its words`);
    }
    pass(Infinity);
  };
}
