/** Full-text search: what is called so, then whole words, then beginnings of words; newest first within each. */
import type {
  FoundOfKind,
  SearchHit,
  SearchKind,
  SearchResult,
  searchService,
} from "../../../../shared/contract/search.ts";
import { EVENT_KINDS, type EventKind } from "../../../../shared/model/event.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import { EVENTS_BY_KEY, SEARCHED_KINDS } from "./searched-kinds.ts";
import { textTable } from "./text-tables.ts";
import {
  beginning,
  hasBeginning,
  hasWords,
  lettersOf,
  nearestFirst,
  rarestOf,
  wholeWords,
  wordsOf,
} from "./words.ts";

interface Row {
  readonly id: number;
  readonly title: string;
  readonly context: string | null;
  readonly partNumber: string | null;
  readonly unitId: number | null;
  readonly position: number | null;
  readonly text: string;
  /** Place in EVENT_KINDS; absent for what is no event. */
  readonly eventKind?: number;
}

/** Letters of which the full text keeps an index of beginnings: see its tables' "prefix". */
const INDEXED = { least: 2, most: 3 };
/** Rows among which the nearest are looked for, and those with a longer beginning. */
const CANDIDATES = 1_500;

export function createSearchQueries(connection: Connection): ServiceImplementation<typeof searchService> {
  const kinds = SEARCHED_KINDS.map(({ kind, rows }) => {
    const table = textTable(kind);
    const statement = connection.prepare(`
      WITH found (id) AS MATERIALIZED (SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ?)
      SELECT f.id AS id, ${rows.trim().slice("SELECT ".length)} ORDER BY f.id DESC`);
    return { kind, find: (match: string, limit: number) => statement.all(match, limit) as Row[] };
  });
  const byKey = connection.prepare(EVENTS_BY_KEY);

  /**
   * Rows with all words, found by way of the rarest: asked for several, the full text looks up every row of the
   * rarest among the millions of the others. undefined where that one is not rare.
   */
  const byRarest = (
    find: (match: string, limit: number) => Row[],
    words: readonly string[],
    isBeginning: boolean,
  ): readonly Row[] | undefined => {
    const at = rarestOf(words);
    const word = words[at];
    if (word === undefined || words.length < 2) return undefined;
    const isLast = at === words.length - 1;
    const rows = find(isBeginning && isLast ? beginning([word]) : wholeWords([word]), CANDIDATES);
    if (rows.length >= CANDIDATES) return undefined;
    return rows.filter(({ text }) => hasWords(text, words, isBeginning));
  };
  const withWords = (
    find: (match: string, limit: number) => Row[],
    words: readonly string[],
    limit: number,
  ): readonly Row[] => byRarest(find, words, false)?.slice(0, limit) ?? find(wholeWords(words), limit);

  /** Rows in which the last word begins one; `limit` of them at most. */
  const beginningSo = (
    find: (match: string, limit: number) => Row[],
    words: readonly string[],
    limit: number,
  ): readonly Row[] => {
    const last = words.at(-1) ?? "";
    const letters = lettersOf(last).length;
    // One letter begins too much to be worth its time among millions.
    if (letters < INDEXED.least) return [];
    if (letters > INDEXED.most) {
      const few = byRarest(find, words, true);
      if (few !== undefined) return few.slice(0, limit);
      // The full text would first gather all rows of all words that begin so, of which there may be millions.
      // Where it is many, the newest are among those of the shorter beginning; where not, gathering is quick.
      const near = find(beginning(words, INDEXED.most), CANDIDATES);
      const found = near.filter(({ text }) => hasBeginning(text, last));
      if (found.length >= limit || near.length < CANDIDATES) return found.slice(0, limit);
    }
    return find(beginning(words), limit);
  };

  const hitsOf = (
    { kind, find }: (typeof kinds)[number],
    text: string,
    words: readonly string[],
    limit: number,
  ): readonly SearchHit[] => {
    const rows: Omit<Row, "id">[] = kind === "event" ? (byKey.all(text.trim(), limit) as Row[]) : [];
    // The one that is called exactly so may be old; events and notes are not called, they say something.
    const isCalled = kind !== "event" && kind !== "note";
    const whole = withWords(find, words, isCalled ? Math.max(limit, CANDIDATES) : limit);
    rows.push(...nearestFirst(whole, text));
    if (rows.length < limit) {
      const known = new Set(whole.map(({ id }) => id));
      const more = beginningSo(find, words, limit + known.size);
      rows.push(
        ...nearestFirst(
          more.filter(({ id }) => !known.has(id)),
          text,
        ),
      );
    }
    const seen = new Set<number>();
    const isFirst = ({ position }: Omit<Row, "id">): boolean => {
      if (position === null) return true;
      if (seen.has(position)) return false;
      seen.add(position);
      return true;
    };
    return rows
      .filter(isFirst)
      .slice(0, limit)
      .map((row) => hitOf(kind, row));
  };

  /** As many as are told apart by kind, or as many as are asked for. */
  const eventsByKind = (
    found: readonly SearchHit[],
    eventKind: EventKind | undefined,
  ): Pick<SearchResult, "hits" | "eventKinds" | "among"> => {
    const counts = Map.groupBy(found, (hit) => hit.eventKind ?? "machine");
    return {
      hits: eventKind === undefined ? found : (counts.get(eventKind) ?? []),
      eventKinds: Array.from(counts, ([each, { length }]): FoundOfKind => ({
        eventKind: each,
        count: length,
      })).toSorted((a, b) => b.count - a.count),
      among: found.length === CANDIDATES ? CANDIDATES : undefined,
    };
  };

  return {
    query: ({ text, limit, kind, eventKind }) => {
      const words = wordsOf(text);
      const hits: SearchHit[] = [];
      const more: SearchKind[] = [];
      let ofKinds: Pick<SearchResult, "eventKinds" | "among"> = { eventKinds: [], among: undefined };
      if (words.length === 0) return { hits, more, ...ofKinds };
      for (const searched of kinds) {
        if (kind !== undefined && kind !== searched.kind) continue;
        let found = hitsOf(searched, text, words, kind === "event" ? CANDIDATES : limit + 1);
        if (kind === "event") {
          const { hits: listed, ...told } = eventsByKind(found, eventKind);
          [found, ofKinds] = [listed, told];
        }
        hits.push(...found.slice(0, limit));
        if (found.length > limit) more.push(searched.kind);
      }
      return { hits, more, ...ofKinds };
    },
  };
}

function hitOf(kind: SearchKind, row: Omit<Row, "id">): SearchHit {
  return {
    kind,
    title: row.title,
    context: row.context ?? "",
    partNumber: row.partNumber ?? undefined,
    unitId: row.unitId ?? undefined,
    position: row.position ?? undefined,
    eventKind: row.eventKind === undefined ? undefined : EVENT_KINDS[row.eventKind],
  };
}
