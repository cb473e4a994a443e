/** What the cache keeps besides its rows so that answers are quick: whether it says what the rows say, and anew. */
import type { Connection } from "../store/open.ts";
import { fillTexts } from "../store/search/fill-texts.ts";
import { rebuildClosure } from "../store/writer/models.ts";
import { examineEvents, type EventFaults } from "./event-rows.ts";
import { examineSamples, mendSamples } from "./sample-levels.ts";
import { finish, within, type Share } from "./share.ts";
import { examineTexts } from "./text-rows.ts";
import { examineWords } from "./text-words.ts";

export interface Derived {
  readonly check: string;
  readonly well: string;
  /** What differs, one line each; `events` is what the walk over them found. */
  readonly problems: (cache: Connection, events: EventFaults) => Generator<Share, readonly string[]>;
  /** Within a transaction. */
  readonly rebuild: (cache: Connection) => void;
}

/** Of looking for the rows of texts, in all of looking through texts. */
const ROWS_SHARE = 0.05;

export const DERIVED: readonly Derived[] = [
  {
    check: "event columns",
    well: "every column says what its events say",
    *problems(_cache, { columns }) {
      yield { done: 1, total: 1 };
      return columns.lines();
    },
    rebuild: (cache) => cache.exec("DELETE FROM event_chunk"),
  },
  {
    check: "full text",
    well: "everything that has words can be searched",
    *problems(cache, { texts }) {
      const rows = [...texts.lines(), ...(yield* within(0, ROWS_SHARE, examineTexts(cache)))];
      // Which words a row has can be told once each stands in one place.
      return rows.length > 0 ? rows : yield* within(ROWS_SHARE, 1, examineWords(cache));
    },
    rebuild: fillTexts,
  },
  {
    check: "structure",
    well: "every part knows what is above and below it",
    problems: wrongClosure,
    rebuild: rebuildClosure,
  },
  {
    check: "samples",
    well: "every chunk of samples has the minimum, maximum, mean and levels of its samples",
    problems: examineSamples,
    rebuild: mendSamples,
  },
];

/** All of it held against the rows: what differs, of each check. */
export function examineDerived(cache: Connection): readonly (readonly [Derived, readonly string[]])[] {
  const events = finish(examineEvents(cache));
  return DERIVED.map((derived) => [derived, finish(derived.problems(cache, events))] as const);
}

/** A cycle, which no sound BOM has, is cut as `rebuildClosure` cuts it. */
function* wrongClosure(cache: Connection): Generator<Share, readonly string[]> {
  const below = `WITH RECURSIVE below (ancestor, descendant, depth) AS (
    SELECT part_id, part_id, 0 FROM part UNION
    SELECT ancestor, child_id, depth + 1 FROM below JOIN bom_line ON parent_id = descendant WHERE depth < 64
        UNION
        SELECT ancestor, child_id, depth + 1 FROM below JOIN linked_line ON parent_id = descendant WHERE depth < 64)`;
  const count = (sql: string): number => cache.prepare(sql).pluck().get() as number;
  const known = "SELECT ancestor_id, descendant_id, depth FROM bom_closure";
  const right = "SELECT ancestor, descendant, min(depth) FROM below GROUP BY ancestor, descendant";
  const missing = count(`${below} SELECT count(*) FROM (${right} EXCEPT ${known})`);
  yield { done: 1, total: 2 };
  const left = count(`${below} SELECT count(*) FROM (${known} EXCEPT ${right})`);
  return [
    ...(missing === 0 ? [] : [`${missing} places below a part are not known`]),
    ...(left === 0 ? [] : [`${left} places below a part are gone or stand elsewhere`]),
  ];
}
