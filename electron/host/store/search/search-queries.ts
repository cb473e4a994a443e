/** Full-text search: what is called so, then whole words, then beginnings of words; newest first within each. */
import type {
  FoundKinds,
  FoundOfKind,
  SearchHit,
  SearchKind,
  searchService,
} from "../../../../shared/contract/search.ts";
import { EVENT_KINDS, type EventKind } from "../../../../shared/model/event.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import type { Connection } from "../open.ts";
import { createKindsOfEvents } from "./kinds-of-events.ts";
import { EVENTS_AT, EVENTS_BY_KEY, SEARCHED_KINDS } from "./searched-kinds.ts";
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
/** Events that are told apart by kind at most: by their columns, in some milliseconds. */
const COUNTED = 20_000;

interface Searched {
  readonly kind: SearchKind;
  readonly find: Find;
  /** Rows by their ids, those with the greatest first. */
  readonly at: (ids: readonly number[]) => readonly Row[];
}
type Find = (match: string, limit: number) => readonly Row[];
/** Of texts that were found, descending. */
interface Ids {
  readonly ids: readonly number[];
  readonly isAll: boolean;
}
/** Events that were found, newest first. */
interface Counted {
  /** By position: the place of its kind in EVENT_KINDS. */
  readonly kinds: ReadonlyMap<number, number>;
  readonly isAll: boolean;
}

/** @param chunks of the events, ascending in position */
export function createSearchQueries(
  connection: Connection,
  chunks: () => readonly LoadedChunk[],
): ServiceImplementation<typeof searchService> {
  const kinds = SEARCHED_KINDS.map(({ kind, rows }) => {
    const table = textTable(kind);
    const of = `SELECT f.id AS id, ${rows.trim().slice("SELECT ".length)} ORDER BY f.id DESC`;
    const statement = connection.prepare(`
      WITH found (id) AS MATERIALIZED (SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ?) ${of}`);
    const known = connection.prepare(
      `WITH found (id) AS MATERIALIZED (SELECT value FROM json_each(?)) ${of}`,
    );
    return {
      kind,
      find: (match: string, limit: number) => statement.all(match, limit) as Row[],
      at: (found: readonly number[]) => known.all(JSON.stringify(found)) as Row[],
    };
  });
  const byKey = connection.prepare(EVENTS_BY_KEY);
  const EVENTS = textTable("event");
  const ids = connection
    .prepare(`SELECT rowid FROM ${EVENTS} WHERE ${EVENTS} MATCH ? ORDER BY rowid DESC LIMIT ?`)
    .pluck();
  const atPositions = connection.prepare(EVENTS_AT);
  const kindsOfEvents = createKindsOfEvents(connection, chunks);

  /**
   * Rows with all words, found by way of the rarest: asked for several, the full text looks up every row of the
   * rarest among the millions of the others. undefined where that one is not rare.
   */
  const byRarest = (
    find: Find,
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
  const withWords = (find: Find, words: readonly string[], limit: number): readonly Row[] =>
    byRarest(find, words, false)?.slice(0, limit) ?? find(wholeWords(words), limit);

  /** Rows in which the last word begins one; `limit` of them at most. */
  const beginningSo = (find: Find, words: readonly string[], limit: number): readonly Row[] => {
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
    { kind, find, at }: Searched,
    text: string,
    words: readonly string[],
    limit: number,
    beginnings?: readonly number[],
  ): readonly SearchHit[] => {
    const rows: Omit<Row, "id">[] = kind === "event" ? (byKey.all(text.trim(), limit) as Row[]) : [];
    // The one that is called exactly so may be old; events and notes are not called, they say something.
    const isCalled = kind !== "event" && kind !== "note";
    const whole = withWords(find, words, isCalled ? Math.max(limit, CANDIDATES) : limit);
    rows.push(...nearestFirst(whole, text));
    if (rows.length < limit) {
      const known = new Set(whole.map(({ id }) => id));
      // Looked for once, where they were counted.
      const more =
        beginnings === undefined
          ? beginningSo(find, words, limit + known.size)
          : at(beginnings.filter((id) => !known.has(id)).slice(0, limit));
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

  /** Ids of texts with all words, the last as a beginning; descending. */
  const idsWith = (find: Find, words: readonly string[]): Ids => {
    const counted = (match: string): Ids => {
      const found = ids.all(match, COUNTED + 1) as number[];
      return { ids: found.slice(0, COUNTED), isAll: found.length <= COUNTED };
    };
    const last = words.at(-1) ?? "";
    const letters = lettersOf(last).length;
    const few = byRarest(find, words, letters >= INDEXED.least);
    if (few !== undefined) return { ids: few.map(({ id }) => id), isAll: true };
    if (letters < INDEXED.least) return counted(wholeWords(words));
    if (letters <= INDEXED.most) return counted(beginning(words));
    const whole = counted(wholeWords(words));
    if (!whole.isAll) return whole;
    // As `beginningSo`: where there may be millions of longer words they are not gathered.
    if (counted(beginning(words, INDEXED.most)).isAll) return counted(beginning(words));
    const near = find(beginning(words, INDEXED.most), CANDIDATES);
    const longer = near.filter(({ text }) => hasBeginning(text, last)).map(({ id }) => id);
    if (longer.length < CANDIDATES) return counted(beginning(words));
    return {
      ids: [...new Set([...whole.ids, ...longer])].toSorted((one, other) => other - one),
      isAll: false,
    };
  };
  const count = (text: string, { ids: found, isAll }: Ids): Counted => {
    const named = byKey.all(text.trim(), CANDIDATES) as Row[];
    return {
      kinds: new Map([
        ...named.map(({ position, eventKind }): [number, number] => [position ?? 0, eventKind ?? 0]),
        ...kindsOfEvents(found),
      ]),
      isAll,
    };
  };

  const kindsOf = ({ kinds, isAll }: Counted): FoundKinds => {
    const counts = new Map<number, number>();
    for (const kind of kinds.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return {
      eventKinds: Array.from(counts, ([kind, n]): FoundOfKind => ({
        eventKind: EVENT_KINDS[kind] as EventKind,
        count: n,
      })).toSorted((a, b) => b.count - a.count),
      among: isAll ? undefined : kinds.size,
    };
  };

  /** The nearest first, then what else was counted, newest first; one more than is asked for at most. */
  const eventsOfKind = (
    nearest: readonly SearchHit[],
    { kinds }: Counted,
    eventKind: EventKind,
    limit: number,
  ): readonly SearchHit[] => {
    const near = nearest.filter((hit) => hit.eventKind === eventKind);
    if (near.length > limit) return near;
    const known = new Set(near.map(({ position }) => position));
    const place = EVENT_KINDS.indexOf(eventKind);
    const others: number[] = [];
    for (const [position, kind] of kinds) {
      if (near.length + others.length > limit) break;
      if (kind === place && !known.has(position)) others.push(position);
    }
    const rows = atPositions.all(JSON.stringify(others)) as Omit<Row, "id">[];
    return [...near, ...rows.map((row) => hitOf("event", row))];
  };

  return {
    query: ({ text, limit, kind, eventKind }) => {
      const words = wordsOf(text);
      const hits: SearchHit[] = [];
      const more: SearchKind[] = [];
      if (words.length === 0) return { hits, more };
      for (const searched of kinds) {
        if (kind !== undefined && kind !== searched.kind) continue;
        // Ranked and told apart by kind by way of the same rows.
        const of = { ...searched, find: remembered(searched.find) };
        let found: readonly SearchHit[];
        if (kind !== "event") found = hitsOf(of, text, words, limit + 1);
        else if (eventKind === undefined) found = hitsOf(of, text, words, Math.max(limit + 1, CANDIDATES));
        else {
          const all = idsWith(of.find, words);
          const nearest = hitsOf(of, text, words, CANDIDATES, all.ids);
          found = eventsOfKind(nearest, count(text, all), eventKind, limit);
        }
        hits.push(...found.slice(0, limit));
        if (found.length > limit) more.push(searched.kind);
      }
      return { hits, more };
    },
    eventKinds: ({ text }) => {
      const words = wordsOf(text);
      const events = kinds.find(({ kind }) => kind === "event");
      if (words.length === 0 || events === undefined) return { eventKinds: [], among: undefined };
      return kindsOf(count(text, idsWith(remembered(events.find), words)));
    },
  };
}

/** The same asked again while one question is answered costs nothing. */
function remembered(find: Find): Find {
  const answers = new Map<string, readonly Row[]>();
  return (match, limit) => {
    const key = `${limit} ${match}`;
    const rows = answers.get(key) ?? find(match, limit);
    answers.set(key, rows);
    return rows;
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
