/** What the cache keeps besides its rows so that answers are quick: whether it says what the rows say, and anew. */
import { chunkOf, encodeChunk } from "../store/columns/event-chunk.ts";
import { rowsOfChunk } from "../store/columns/read-rows.ts";
import type { Connection } from "../store/open.ts";
import { EVENT_HAS_TEXT, textTable, type TextKind } from "../store/search/text-tables.ts";
import { fillTexts } from "../store/search/fill-texts.ts";
import { rebuildClosure } from "../store/writer/models.ts";

export interface Derived {
  readonly check: string;
  readonly well: string;
  /** What differs, one line each. */
  readonly problems: (cache: Connection) => readonly string[];
  /** Within a transaction. */
  readonly rebuild: (cache: Connection) => void;
}

export const DERIVED: readonly Derived[] = [
  {
    check: "event columns",
    well: "every column says what its events say",
    problems: wrongChunks,
    rebuild: (cache) => cache.exec("DELETE FROM event_chunk"),
  },
  {
    check: "full text",
    well: "everything that has words can be searched",
    problems: wrongTexts,
    rebuild: fillTexts,
  },
  {
    check: "structure",
    well: "every part knows what is above and below it",
    problems: wrongClosure,
    rebuild: rebuildClosure,
  },
];

function wrongChunks(cache: Connection): readonly string[] {
  const rows = rowsOfChunk(cache);
  const wrong: string[] = [];
  const stored = cache.prepare("SELECT chunk, data FROM event_chunk WHERE chunk = ?");
  const chunks = cache.prepare("SELECT chunk FROM event_chunk ORDER BY chunk").pluck();
  for (const id of chunks.all() as number[]) {
    const { data } = stored.get(id) as { data: Buffer };
    if (!data.equals(encodeChunk(chunkOf(rows(id))))) wrong.push(`chunk ${id} is not that of its events`);
  }
  return wrong;
}

/** Rows that have words, and words of rows that are gone, as SQL over the row ids of a full text. */
const TEXTS: Readonly<Record<TextKind, { readonly missing: string; readonly left: string }>> = {
  part: rowsAndTexts("part", "part_id", "part"),
  unit: rowsAndTexts("unit", "unit_id", "unit WHERE coalesce(serial, lot, label) IS NOT NULL"),
  characteristic: rowsAndTexts("characteristic", "characteristic_id", "characteristic"),
  note: rowsAndTexts("note", "note_id", "note"),
  event: {
    // A text may stand under an earlier revision of its event.
    missing: `SELECT (SELECT count(*) FROM event WHERE superseded = 0 AND ${EVENT_HAS_TEXT})
      - (SELECT count(*) FROM event_text_docsize)`,
    left: `SELECT count(*) FROM event_text_docsize d WHERE NOT EXISTS (
      SELECT 1 FROM event r JOIN event e ON e.source_id = r.source_id AND e.source_key = r.source_key
      WHERE r.position = d.id AND e.superseded = 0)`,
  },
};

function rowsAndTexts(
  kind: TextKind,
  id: string,
  from: string,
): { readonly missing: string; readonly left: string } {
  const docs = `SELECT id FROM ${textTable(kind)}_docsize`;
  return {
    missing: `SELECT count(*) FROM (SELECT ${id} FROM ${from} EXCEPT ${docs})`,
    left: `SELECT count(*) FROM (${docs} EXCEPT SELECT ${id} FROM ${from})`,
  };
}

function wrongTexts(cache: Connection): readonly string[] {
  const count = (sql: string): number => cache.prepare(sql).pluck().get() as number;
  return Object.entries(TEXTS).flatMap(([kind, { missing, left }]) => {
    const [lacking, gone] = [count(missing), count(left)];
    return [
      ...(lacking === 0
        ? []
        : [`${Math.abs(lacking)} ${kind}s ${lacking > 0 ? "without" : "with too many"} words`]),
      ...(gone === 0 ? [] : [`words of ${gone} ${kind}s that are gone`]),
    ];
  });
}

/** A cycle, which no sound BOM has, is cut as `rebuildClosure` cuts it. */
function wrongClosure(cache: Connection): readonly string[] {
  const below = `WITH RECURSIVE below (ancestor, descendant, depth) AS (
    SELECT part_id, part_id, 0 FROM part UNION
    SELECT ancestor, child_id, depth + 1 FROM below
      JOIN (SELECT parent_id, child_id FROM bom_line UNION ALL SELECT parent_id, child_id FROM linked_line)
      ON parent_id = descendant WHERE depth < 64)`;
  const count = (sql: string): number => cache.prepare(sql).pluck().get() as number;
  const known = "SELECT ancestor_id, descendant_id, depth FROM bom_closure";
  const right = "SELECT ancestor, descendant, min(depth) FROM below GROUP BY ancestor, descendant";
  const missing = count(`${below} SELECT count(*) FROM (${right} EXCEPT ${known})`);
  const left = count(`${below} SELECT count(*) FROM (${known} EXCEPT ${right})`);
  return [
    ...(missing === 0 ? [] : [`${missing} places below a part are not known`]),
    ...(left === 0 ? [] : [`${left} places below a part are gone or stand elsewhere`]),
  ];
}
