/**
 * A cache of any size for the bench: a year of a plant with 5,000 parts. Written straight into the tables (the
 * way in has figures of its own), the same for the same numbers; indexes are built after the rows.
 */
import { createChunkMaker } from "../../../electron/host/store/columns/make-chunks.ts";
import { createTextIndex } from "../../../electron/host/store/search/text-index.ts";
import { openCache } from "../../../electron/host/store/stores.ts";
import type { Connection } from "../../../electron/host/store/open.ts";

export const PARTS = 5_000;
/** Children per part: the root's tree holds all parts in five levels. */
const CHILDREN = 8;
const START = Date.UTC(2025, 10, 1) * 1_000;
const DAY = 86_400_000_000;
const SPAN = 365 * DAY;
const MACHINES = 120;
const INSPECTION = 3;
const BAD_MACHINE = 41;

export interface LargeCache {
  readonly events: number;
  readonly units: number;
}

/** Kind, share of the events in %, minutes of the longest span (0: points), title. */
const KINDS = [
  [1, 46, 45, "Operation"],
  [2, 30, 12, "Program run"],
  [3, 14, 0, "Inspection"],
  [4, 8, 0, "Kit moved"],
  [5, 1, 300, "Maintenance order"],
  [6, 1, 0, "Field report"],
] as const;

export function writeLargeCache(folder: string, { events, units }: LargeCache): void {
  const cache = openCache(folder, () => 0);
  try {
    const indexes = cache
      .prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name IN ('event', 'unit') AND sql IS NOT NULL",
      )
      .all() as { name: string; sql: string }[];
    for (const { name } of indexes) cache.exec(`DROP INDEX ${name}`);
    cache.pragma("synchronous = OFF");
    cache.transaction(() => {
      masters(cache, units);
      history(cache, events, units);
      texts(cache);
    })();
    for (const { sql } of indexes) cache.exec(sql);
    cache.exec("ANALYZE; UPDATE content SET value = value + 1 WHERE key = 'revision'");
    const maker = createChunkMaker(cache, () => 0);
    maker.make();
    maker.stop();
  } finally {
    cache.close();
  }
}

const parentOf = (part: number): number => Math.floor((part - 2) / CHILDREN) + 1;

function masters(cache: Connection, units: number): void {
  cache.exec(
    "INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'bench', 'Bench', 'plant', 'live', 0)",
  );
  const part = cache.prepare(
    "INSERT INTO part (part_id, number, title, strength) VALUES (?, ?, ?, 'stated')",
  );
  const line = cache.prepare("INSERT INTO bom_line VALUES (?, ?, 1, NULL, NULL, 1)");
  const closure = cache.prepare("INSERT INTO bom_closure VALUES (?, ?, ?)");
  for (let id = 1; id <= PARTS; id += 1) {
    part.run(id, partNumber(id), `Part ${id}`);
    if (id > 1) line.run(parentOf(id), id);
    for (let [above, depth] = [id, 0]; above >= 1; above = above === 1 ? 0 : parentOf(above), depth += 1)
      closure.run(above, id, depth);
  }
  const machine = cache.prepare("INSERT INTO equipment VALUES (?, ?)");
  for (let id = 1; id <= MACHINES; id += 1) machine.run(id, `M-${String(id).padStart(3, "0")}`);
  const unit = cache.prepare(
    "INSERT INTO unit (unit_id, part_id, serial, serial_status, source_id) VALUES (?, ?, ?, 'proven', 1)",
  );
  for (let id = 1; id <= units; id += 1) unit.run(id, partOfUnit(id), `S${String(id).padStart(7, "0")}`);
}

/** A leaf that one unit in a hundred is of. */
export const BUSY_PART = PARTS - 3;
const partOfUnit = (unit: number): number => (unit % 100 === 0 ? BUSY_PART : (mixed(unit) % PARTS) + 1);
/** What a person may type: whole words, beginnings, orders, serials; drawn from what the events say. */
export function searchedText(draw: number): string {
  const dice = mixed(draw);
  const title = KINDS[dice % 100 < 60 ? 0 : dice % KINDS.length]?.[3] ?? "Operation";
  const number = String((dice >>> 8) % 977);
  const order = `WO-${70_000 + ((dice >>> 12) % 9_000)}`;
  const texts = [
    title,
    title.slice(0, 1 + ((dice >>> 4) % title.length)),
    `${title} ${number}`,
    `${title} ${number.slice(0, 1)}`,
    order,
    order.slice(0, 6),
    `${title} ${order}`,
    `S${String((dice % 1_000_000) + 1).padStart(7, "0")}`,
    partNumber((dice % PARTS) + 1),
    `nowhere ${number}`,
  ];
  return texts[draw % texts.length] ?? title;
}
export const partNumber = (part: number): string => `P-${String(part).padStart(5, "0")}`;
/** The smallest subtree with at least so many parts, by row id of its top. */
export function subtreeOf(parts: number): number {
  const sizes = new Uint32Array(PARTS + 1);
  for (let part = PARTS; part >= 1; part -= 1) {
    sizes[part] = (sizes[part] ?? 0) + 1;
    if (part > 1) sizes[parentOf(part)] = (sizes[parentOf(part)] ?? 0) + (sizes[part] ?? 0);
  }
  let best = 1;
  for (let part = 1; part <= PARTS; part += 1)
    if ((sizes[part] ?? 0) >= parts && (sizes[part] ?? 0) < (sizes[best] ?? 0)) best = part;
  return best;
}

/**
 * What there is to be found: for three days a gauge passes too little, of everything that is inspected, and for three
 * weeks one machine makes scrap.
 */
function isTrouble(event: number, kind: number, machine: number, day: number): boolean {
  const dice = mixed(event + 0x2545f491);
  if (kind === INSPECTION && day >= 90 && day < 93) return dice % 40 === 0;
  return machine === BAD_MACHINE && day >= 200 && day < 221 && kind <= INSPECTION && dice % 6 === 0;
}

function history(cache: Connection, events: number, units: number): void {
  const insert = cache.prepare(
    `INSERT INTO event (kind, type, severity, started_us, ended_us, offset_minutes, part_id, unit_id, equipment_id, title, source_id, source_key, source_revision, order_number, details, payload, sha256, received_us)
     VALUES (?, ?, ?, ?, ?, 60, ?, ?, ?, ?, 1, ?, 1, ?, '{}', ?, ?, ?)`,
  );
  const kinds = KINDS.flatMap((kind) => Array.from({ length: kind[1] }, () => kind));
  for (let event = 0; event < events; event += 1) {
    const dice = mixed(event ^ 0x5bd1e995);
    const [kind, , minutes, title] = kinds[dice % 100] ?? KINDS[0];
    // In order of time but for what comes late.
    const started = START + Math.floor((event / events) * SPAN) + (dice % 3_600) * 1_000_000;
    const ended = minutes === 0 ? null : started + (1 + ((dice >>> 7) % minutes)) * 60_000_000;
    const unit = (mixed(event) % units) + 1;
    const machine = (dice % MACHINES) + 1;
    const failed = (dice >>> 3) % 61 === 0 || isTrouble(event, kind, machine, (started - START) / DAY);
    const severity = dice % 100_003 === 0 ? 4 : failed ? 3 : 0;
    const key = `e${event}`;
    insert.run(
      kind,
      title,
      severity,
      started,
      ended,
      partOfUnit(unit),
      unit,
      machine,
      `${title} ${dice % 977}`,
      key,
      `WO-${70_000 + (dice % 9_000)}`,
      `{"id":"${key}"}`,
      key.padStart(64, "0"),
      started,
    );
  }
}

/** Words of parts, units and events, as the writer keeps them. */
function texts(cache: Connection): void {
  const index = createTextIndex(cache);
  index.addEventsAfter(0);
  cache.exec(`
    INSERT INTO part_text (rowid, text) SELECT part_id, number || ' ' || title FROM part ORDER BY part_id;
    INSERT INTO unit_text (rowid, text) SELECT unit_id, serial || ' ' || number FROM unit JOIN part USING (part_id) ORDER BY unit_id;`);
}

/** 32 well mixed bits of a number (the finaliser of MurmurHash3). */
function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
