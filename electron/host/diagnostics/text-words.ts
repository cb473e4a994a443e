/**
 * Whether words lead to the rows that have them, and to no others. A full text without contents gives no text back: the
 * texts of the rows are indexed once more, aside and by the same rules, and the two are compared word by word.
 */
import type { Connection } from "../store/open.ts";
import { TEXT_ROWS } from "../store/search/fill-texts.ts";
import { EVENT_TEXT, TEXT_KINDS, TOKENIZER, textTable, type TextKind } from "../store/search/text-tables.ts";
import { createFaults, type Faults } from "./faults.ts";
import type { Share } from "./share.ts";

const ROWS_AT_ONCE = 65_536;
/** Words of rows that are compared between two steps: some ten milliseconds. */
const WORDS_AT_ONCE = 200_000;

/** A word, how often it stands anywhere, and where: rows and places of it, mixed into one number. */
type Word = readonly [word: string, count: number, where: number];
const WORDS = "SELECT term, count(*), sum((doc * 2654435761 + offset * 40503) % 4294967291)";

/**
 * A text that an earlier revision of its event had already stands under that one, so its row is looked for where the text
 * is. Each text must stand in one place (event-rows.ts, text-rows.ts).
 */
const EVENTS = `SELECT coalesce(d.id, (SELECT r.position FROM event r JOIN event_text_docsize k ON k.id = r.position
      WHERE (r.source_id, r.source_key) = (e.source_id, e.source_key)), e.position), ${EVENT_TEXT}
  FROM event e LEFT JOIN event_text_docsize d ON d.id = e.position
  WHERE superseded = 0 AND position >= @from AND position < @to ORDER BY position`;
const rowsOf = (kind: TextKind): string =>
  kind === "event"
    ? EVENTS
    : `SELECT * FROM (${TEXT_ROWS[kind]}) AS t WHERE ${ID[kind]} >= @from AND ${ID[kind]} < @to`;
const ID: Readonly<Record<Exclude<TextKind, "event">, string>> = {
  part: "part_id",
  unit: "unit_id",
  characteristic: "characteristic_id",
  note: "note_id",
};

/** All of one moment: whoever writes meanwhile changes rows and their words together. */
export function* examineWords(cache: Connection): Generator<Share, readonly string[]> {
  const faults = createFaults();
  const sizes = TEXT_KINDS.map((kind) => largestOf(cache, kind));
  // Each row is read once, and each word of it looked at twice, which takes about as long.
  const total = sizes.reduce((sum, size) => sum + 2 * size, 0);
  let before = 0;
  cache.exec("BEGIN");
  try {
    for (const [at, kind] of TEXT_KINDS.entries()) {
      const size = sizes[at] ?? 0;
      for (const share of examineKind(cache, kind, size, faults))
        yield { done: before + share * size, total };
      before += 2 * size;
    }
  } finally {
    cache.exec("COMMIT");
  }
  return faults.lines();
}

function largestOf(cache: Connection, kind: TextKind): number {
  const [id, table] = kind === "event" ? ["position", "event"] : [ID[kind], kind];
  return Number(cache.prepare(`SELECT max(${id}) FROM ${table}`).pluck().get() ?? 0);
}

/** Tells how far it is, 0 to 2. */
function* examineKind(cache: Connection, kind: TextKind, size: number, faults: Faults): Generator<number> {
  cache.exec(`
CREATE VIRTUAL TABLE temp.own_text USING fts5 (text, content='', tokenize="${TOKENIZER}");
INSERT INTO own_text (own_text, rank) VALUES ('hashsize', 8388608);
CREATE VIRTUAL TABLE temp.own_words USING fts5vocab (temp, own_text, instance);
CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab (main, ${textTable(kind)}, instance);`);
  try {
    const fill = cache.prepare(`INSERT INTO own_text (rowid, text) ${rowsOf(kind)}`);
    for (let from = 0; from <= size; from += ROWS_AT_ONCE) {
      fill.run({ from, to: from + ROWS_AT_ONCE });
      yield Math.min(1, from / Math.max(1, size));
    }
    const words = wordsIn(cache, "own_text");
    let seen = 0;
    for (const compared of compare(wordsOf(cache, "kept_words"), wordsOf(cache, "own_words"), kind, faults)) {
      seen += compared;
      yield 1 + Math.min(1, seen / Math.max(1, words));
    }
  } finally {
    cache.exec("DROP TABLE temp.kept_words; DROP TABLE temp.own_words; DROP TABLE temp.own_text;");
  }
}

/** Ascending. Grouped as the full text keeps them: nothing is sorted. */
const wordsOf = (cache: Connection, table: string): IterableIterator<Word> =>
  cache.prepare(`${WORDS} FROM temp.${table} GROUP BY term`).raw().iterate() as IterableIterator<Word>;

/** Tells of how many words of rows it compared. */
function* compare(
  kept: IterableIterator<Word>,
  own: IterableIterator<Word>,
  kind: TextKind,
  faults: Faults,
): Generator<number> {
  const next = (words: IterableIterator<Word>): Word | undefined => {
    const { done, value } = words.next();
    return done === true ? undefined : value;
  };
  try {
    let seen = 0;
    for (let [a, b] = [next(kept), next(own)]; a !== undefined || b !== undefined;) {
      const order = a === undefined ? 1 : b === undefined ? -1 : compareWords(a[0], b[0]);
      if (order < 0) {
        const [word = ""] = a ?? [];
        faults.add(() => `${kind}: the word "${word}" stands nowhere, but is found`);
      } else if (order > 0) {
        const [word = ""] = b ?? [];
        faults.add(() => `${kind}: the word "${word}" is not found`);
      } else if (a?.[1] !== b?.[1] || a?.[2] !== b?.[2]) {
        const [word = ""] = a ?? [];
        faults.add(() => `${kind}: the word "${word}" is not found where it stands`);
      }
      seen += b?.[1] ?? 0;
      if (order <= 0) a = next(kept);
      if (order >= 0) b = next(own);
      if (seen < WORDS_AT_ONCE) continue;
      yield seen;
      seen = 0;
    }
  } finally {
    // Left before their ends they would hold the tables.
    kept.return?.();
    own.return?.();
  }
}

/** By their bytes in UTF-8, as they are kept. */
const compareWords = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));

/** How many words there are in all rows: the second number of the averages, which FTS5 keeps as varints in row 1. */
function wordsIn(cache: Connection, table: string): number {
  const bytes = cache.prepare(`SELECT block FROM temp.${table}_data WHERE id = 1`).pluck().get() as
    | Uint8Array
    | undefined;
  const values: number[] = [];
  let value = 0;
  for (const byte of bytes ?? []) {
    value = value * 128 + (byte & 127);
    if (byte >= 128) continue;
    values.push(value);
    value = 0;
  }
  return values[1] ?? 0;
}
