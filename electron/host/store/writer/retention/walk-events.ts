/**
 * Removes events by the order in which they began. After each step everything that was over before one instant
 * is gone, and nothing that was over later: `until` moves with the removal, in its transaction.
 */
import type { Connection } from "../../open.ts";
import type { Kept } from "../../retention/kept.ts";
import { overAt } from "../../retention/over.ts";
import type { TextIndex } from "../../search/text-index.ts";
import { kindNumber } from "../feeds/record-kinds.ts";
import { createLeftRecords } from "./left-records.ts";
import type { Goals, Tally, Walk } from "./walk.ts";

interface Row {
  readonly position: number;
  readonly source: number;
  readonly key: string;
  readonly started: number;
  readonly ended: number | null;
  readonly part: number;
  readonly unit: number;
  readonly superseded: number;
}

export function createEventWalk(cache: Connection, texts: TextIndex, goals: Goals, tally: Tally): Walk {
  const EVENT = kindNumber("event");
  const last = Math.max(...goals.values());
  const first = cache
    .prepare("SELECT min(started_us) FROM event WHERE started_us IS NOT NULL")
    .pluck()
    .get() as number | null;
  // Both from the index alone.
  const ending = cache
    .prepare(
      "SELECT started_us FROM event WHERE started_us >= ? AND started_us < ? ORDER BY started_us LIMIT 1 OFFSET ?",
    )
    .pluck();
  const following = cache.prepare("SELECT min(started_us) FROM event WHERE started_us > ?").pluck();
  const COLUMNS = `position, source_id AS source, source_key AS key, started_us AS started, ended_us AS ended,
    coalesce(part_id, 0) AS part, coalesce(unit_id, 0) AS unit, superseded`;
  const between = cache.prepare(
    `SELECT ${COLUMNS} FROM event INDEXED BY event_time WHERE started_us >= ? AND started_us < ? AND source_id IN (${[...goals.keys()].join(",")})`,
  );
  const one = cache.prepare(`SELECT ${COLUMNS} FROM event WHERE position = ?`);
  const revisions = cache
    .prepare(
      "SELECT position FROM event WHERE source_id = ? AND source_key = ? ORDER BY source_revision DESC",
    )
    .pluck();
  const removeSubjects = cache.prepare("DELETE FROM event_subject WHERE position = ?");
  const removeEvent = cache.prepare("DELETE FROM event WHERE position = ?");
  const advance = cache.prepare(
    `UPDATE retention SET until_us = max(coalesce(until_us, @until), @until), from_us = min(coalesce(from_us, @from), @from),
       removed = removed + @removed WHERE source_id = @source AND what = 'events'`,
  );
  const moveOn = cache.prepare(
    "UPDATE retention SET until_us = max(coalesce(until_us, @until), @until) WHERE source_id = @source AND what = 'events'",
  );
  const left = createLeftRecords(cache);
  /** Began in an earlier slice and are over later: by position, when. */
  const open = new Map<number, { readonly over: number; readonly source: number }>();
  let at = first ?? last;

  /** Removes the event with all its revisions, unless something stands on it. */
  const remove = (row: Row, kept: Kept): boolean => {
    const over = overAt(row.started, row.ended);
    if (kept.reason({ ...row, over }, row.position) !== undefined) return false;
    texts.removeEvent(row.position);
    // Newest first: a revision goes before the one that it corrects.
    for (const position of revisions.all(row.source, row.key) as number[]) {
      removeSubjects.run(position);
      removeEvent.run(position);
    }
    left.leave(row.source, EVENT, row.key);
    tally.events += row.superseded === 1 ? 0 : 1;
    return true;
  };

  return {
    get share() {
      return first === null || last <= first ? 1 : Math.min(1, Math.max(0, (at - first) / (last - first)));
    },
    step(kept, rows) {
      let end = Math.min(last, (ending.get(at, last, rows) as number | undefined) ?? last);
      // More of one instant than a slice holds.
      if (end <= at && at < last) end = Math.min(last, (following.get(at) as number | null) ?? last);
      const gone = new Map<number, { from: number; removed: number }>();
      const take = (row: Row): void => {
        if (!remove(row, kept)) return;
        const { from, removed } = gone.get(row.source) ?? { from: row.started, removed: 0 };
        gone.set(row.source, { from: Math.min(from, row.started), removed: removed + 1 });
      };
      for (const row of between.all(at, end) as Row[]) {
        // All revisions go with the newest, which may be of another time.
        if (row.superseded === 1 && revisions.get(row.source, row.key) !== row.position) continue;
        const over = overAt(row.started, row.ended);
        const goal = goals.get(row.source) ?? -Infinity;
        if (over >= goal) continue;
        if (over < end) take(row);
        else open.set(row.position, { over, source: row.source });
      }
      for (const [position, { over }] of open) {
        if (over >= end) continue;
        open.delete(position);
        const row = one.get(position) as Row | undefined;
        // Corrected meanwhile: it is another row now, of a time of its own.
        if (row !== undefined && revisions.get(row.source, row.key) === position) take(row);
      }
      for (const [source, goal] of goals) {
        const found = gone.get(source);
        const until = Math.min(end, goal);
        if (found === undefined) moveOn.run({ source, until });
        else advance.run({ source, until, ...found });
      }
      at = end;
      return end >= last;
    },
  };
}
