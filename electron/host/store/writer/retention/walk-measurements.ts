/** Removes measurements that were taken before their source's bound: by row. */
import type { Connection } from "../../open.ts";
import { overAt } from "../../retention/over.ts";
import { kindNumber } from "../feeds/record-kinds.ts";
import { createLeftRecords } from "./left-records.ts";
import type { Goals, Tally, Walk } from "./walk.ts";

interface Row {
  readonly id: number;
  readonly source: number;
  readonly key: string;
  readonly taken: number | null;
  readonly unit: number;
  readonly part: number;
}

export function createMeasurementWalk(cache: Connection, goals: Goals, tally: Tally): Walk {
  const MEASUREMENT = kindNumber("measurement");
  const rows = cache.prepare(
    `SELECT measurement_id AS id, m.source_id AS source, key, taken_us AS taken, unit_id AS unit, part_id AS part
     FROM measurement m JOIN unit USING (unit_id) WHERE measurement_id > ? ORDER BY measurement_id LIMIT ?`,
  );
  const remove = cache.prepare("DELETE FROM measurement WHERE measurement_id = ?");
  const note = cache.prepare(
    "UPDATE retention SET removed = removed + @removed, from_us = min(coalesce(from_us, @from), @from) WHERE source_id = @source AND what = 'events'",
  );
  const left = createLeftRecords(cache);
  const last = Number(
    cache.prepare("SELECT coalesce(max(measurement_id), 0) FROM measurement").pluck().get(),
  );
  let after = 0;
  return {
    get share() {
      return last === 0 ? 1 : Math.min(1, after / last);
    },
    step(kept, size) {
      const slice = rows.all(after, size) as Row[];
      for (const { id, source, key, taken, unit, part } of slice) {
        after = id;
        const over = overAt(taken, undefined);
        if (over >= (goals.get(source) ?? -Infinity)) continue;
        if (kept.reason({ source, part, unit, started: over, over }) !== undefined) continue;
        remove.run(id);
        left.leave(source, MEASUREMENT, key);
        note.run({ source, removed: 1, from: over });
        tally.measurements += 1;
      }
      return slice.length < size;
    },
  };
}
