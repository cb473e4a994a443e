/** Removes by the rules of retention, a small transaction at a time, so that nothing waits for long and a kill loses nothing. */
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { RemovedWhat } from "../../../../../shared/contract/retention.ts";
import type { ServiceImplementation } from "../../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../../open.ts";
import { createKept, readKeptNames } from "../../retention/kept.ts";
import { createTextIndex } from "../../search/text-index.ts";
import { cachePath } from "../../stores.ts";
import type { SharedRecords } from "../shared-records.ts";
import { createPace } from "./pace.ts";
import { createReread } from "./reread.ts";
import type { RetentionStep, storedRetentionService } from "./retention-contract.ts";
import { createEventWalk } from "./walk-events.ts";
import { createMeasurementWalk } from "./walk-measurements.ts";
import { createSampleWalk } from "./walk-samples.ts";
import type { Goals, Tally, Walk } from "./walk.ts";

export interface RetentionOptions {
  readonly cache: Connection;
  readonly user: Connection;
  readonly folder: string;
  readonly records: SharedRecords;
  /** µs since the epoch. */
  readonly now: () => number;
  /** Content changed; `last`: nothing more is to come at once. */
  readonly onChanged: (last: boolean) => void;
  /** Rows looked at in each step; absent: as many as keep one short. */
  readonly slice?: number;
}

/**
 * Pages of the log after which they are copied back, while a run is under way. The usual number is good for who takes
 * much in, but copying so many holds the writer for some tenths of a second.
 */
const OFTEN = 1_500;

interface Run {
  readonly tally: Tally;
  /** What is left to do, each with its part of the whole. */
  readonly walks: { readonly walk: Walk; readonly part: number }[];
  behind: number;
}

export function createRetention(
  options: RetentionOptions,
): ServiceImplementation<typeof storedRetentionService> {
  const { cache, user, folder, records, now, onChanged, slice } = options;
  const texts = createTextIndex(cache);
  const findSource = cache.prepare("SELECT source_id FROM source WHERE id = ?").pluck();
  const aim = cache.prepare(
    `INSERT INTO retention (source_id, what, until_us, goal_us, applied_us) VALUES (@source, @what, @until, @goal, @now)
     ON CONFLICT DO UPDATE SET until_us = max(coalesce(until_us, @until), coalesce(@until, until_us)), goal_us = @goal, applied_us = @now, restoring = 0`,
  );
  const untilOf = cache.prepare("SELECT until_us FROM retention WHERE source_id = ? AND what = ?").pluck();
  const aims = cache.prepare(
    "SELECT source_id AS source, what, goal_us AS goal FROM retention WHERE goal_us IS NOT NULL",
  );
  const arrive = cache.prepare(
    "UPDATE retention SET goal_us = NULL, applied_us = ? WHERE goal_us IS NOT NULL",
  );
  // Cancelled before anything went: there is nothing to say.
  const forgetEmpty = cache.prepare("DELETE FROM retention WHERE goal_us IS NULL AND removed = 0");
  const reread = createReread(cache);
  const safely = <T>(work: () => T): T => translateErrors(cachePath(folder), () => records.transaction(work));
  const pragma = (name: string): number => Number(cache.pragma(name, { simple: true }));
  const space = (): { readonly bytes: number; readonly free: number } => {
    const page = pragma("page_size");
    return { bytes: pragma("page_count") * page, free: pragma("freelist_count") * page };
  };
  let run: Run | undefined;
  const pace = createPace();
  const checkpointAt = (pages: number): void => void cache.pragma(`wal_autocheckpoint = ${pages}`);
  const usual = pragma("wal_autocheckpoint");
  const end = (): void => {
    run = undefined;
    checkpointAt(usual);
  };

  const plan = (): Run | undefined => {
    const rows = aims.all() as { source: number; what: RemovedWhat; goal: number }[];
    if (rows.length === 0) return undefined;
    const of = (wanted: RemovedWhat): Goals =>
      new Map(rows.filter(({ what }) => what === wanted).map(({ source, goal }) => [source, goal]));
    const tally: Tally = { events: 0, measurements: 0, samples: 0, reduced: 0 };
    const [events, samples, levels] = [of("events"), of("samples"), of("levels")];
    const walks = [
      ...(events.size === 0
        ? []
        : [
            { walk: createEventWalk(cache, texts, events, tally), part: 6 },
            { walk: createMeasurementWalk(cache, events, tally), part: 2 },
          ]),
      ...(samples.size + levels.size === 0
        ? []
        : [{ walk: createSampleWalk(cache, samples, levels, tally), part: 2 }]),
    ];
    return { tally, walks, behind: 0 };
  };
  const told = (of: Run, done: boolean): RetentionStep => {
    const [current] = of.walks;
    const whole = of.behind + of.walks.reduce((sum, { part }) => sum + part, 0);
    const share = done
      ? 1
      : (of.behind + (current === undefined ? 0 : current.walk.share * current.part)) / whole;
    return { done, share, ...of.tally, ...space() };
  };

  return {
    kept: () => readKeptNames(user),
    space,
    begin: ({ goals }) => {
      if (run !== undefined) throw new Failure("conflict", "Older records are being removed already.");
      safely(() => {
        for (const { sourceId, what, until } of goals ?? []) {
          const source = findSource.get(sourceId) as number | undefined;
          if (source === undefined) throw new Failure("invalid", `There is no source "${sourceId}".`);
          const before = (untilOf.get(source, what) as number | null | undefined) ?? -Infinity;
          if (until < before) continue;
          // Events say themselves how far they are; samples go in no order of time.
          const at = what === "events" ? null : until;
          aim.run({ source, what, until: at, goal: until, now: now() });
        }
      });
      run = plan();
      if (run !== undefined) checkpointAt(OFTEN);
      return { work: run !== undefined };
    },
    step: () => {
      const current = run;
      if (current === undefined) throw new Failure("cancelled", "No run is under way.");
      const [next] = current.walks;
      const begun = now();
      try {
        safely(() => {
          const kept = createKept(cache, readKeptNames(user));
          const done = next?.walk.step(kept, slice ?? pace.rows()) ?? true;
          if (!done) return;
          current.walks.shift();
          current.behind += next?.part ?? 0;
          if (current.walks.length > 0) return;
          arrive.run(now());
          forgetEmpty.run();
        });
      } catch (thrown) {
        // What it remembers may be of a transaction that is not there: it is planned anew.
        end();
        throw thrown;
      }
      pace.took(now() - begun);
      const done = current.walks.length === 0;
      if (done) end();
      onChanged(done);
      return told(current, done);
    },
    cancel: () => {
      end();
      safely(() => {
        arrive.run(now());
        forgetEmpty.run();
      });
      onChanged(true);
    },
    restore: ({ sourceId }) => {
      const more = safely(() => {
        const source = findSource.get(sourceId) as number | undefined;
        return source === undefined ? false : reread.step(source);
      });
      if (!more) onChanged(true);
      return { more };
    },
  };
}
