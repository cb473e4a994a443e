/** The rules of retention, as the contract has them: kept in the settings, applied by the writer step by step. */
import type {
  RetainedSource,
  RetentionProgress,
  RetentionReport,
  RetentionRule,
  retentionService,
} from "../../../shared/contract/retention.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../shared/rpc/service.ts";
import { monthsBefore } from "../../../shared/time/months-before.ts";
import type { Store } from "../store/store.ts";
import type { LiveSource } from "../store/retention/preview.ts";
import { OPEN_ELSEWHERE } from "../store/writer/only-reading.ts";
import type { RetentionGoal, RetentionStep } from "../store/writer/retention/retention-contract.ts";

export interface RetentionServiceOptions {
  readonly store: Store;
  /** µs since the epoch. */
  readonly now: () => number;
  /** Feeds of this plant are to be pulled: some of them have to be read anew. */
  readonly wake: (plantId: string) => Promise<void>;
  readonly log: (line: string) => void;
  /** Rules that are to be applied daily are looked at so many ms after the start, and then every so many; undefined: never. */
  readonly daily?: { readonly after: number; readonly every: number } | undefined;
}

/** Once the start has settled, and as often as a day is worth. */
export const DAILY = { after: 300_000, every: 86_400_000 } as const;

export interface RetentionServiceHandle {
  readonly service: ServiceImplementation<typeof retentionService>;
  /** Goes on with a run that the last end of the program cut off. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** Which of the sources live on: what they told can be told again, or comes no more. */
const KEEPERS: readonly (readonly [prefix: string, keeper: RetainedSource["keeper"]])[] = [
  ["plant:", "plant"],
  ["opcua:", "nobody"],
];
const keeperOf = (sourceId: string): RetainedSource["keeper"] | undefined =>
  KEEPERS.find(([prefix]) => sourceId.startsWith(prefix))?.[1];

/** Of a system's source: the plant that it is of. */
const plantOf = (sourceId: string): string | undefined => /^plant:([^/]*)\//.exec(sourceId)?.[1];

/** Imported files, and files that a plant handed out, are kept whole. */
const liveOf = ({ live }: { readonly live: readonly LiveSource[] }): readonly LiveSource[] =>
  live.filter(({ sourceId }) => keeperOf(sourceId) !== undefined);

export function createRetentionService(options: RetentionServiceOptions): RetentionServiceHandle {
  const { store, now, wake, log } = options;
  const { reader, writer } = store;
  const watchers = new Set<() => void>();
  let running: RetentionProgress | undefined;
  let last: RetentionReport["last"];
  let work: Promise<void> = Promise.resolve();
  /** What ends a run before its end. */
  const asked = { cancelled: false, closing: false };
  const tell = (): void => {
    for (const watcher of watchers) watcher();
  };

  const isDaily = async (): Promise<boolean> => (await writer.settings.get({})).retentionDaily === true;
  const rulesNow = async (): Promise<readonly RetentionRule[]> =>
    (await writer.settings.get({})).retention ?? [];
  const report = async (): Promise<RetentionReport> => {
    // First: what is read after it is newer, and told once more.
    const stand = { running, last };
    const [rules, daily, removed, space] = await Promise.all([
      rulesNow(),
      isDaily(),
      reader.retention.removed({}),
      writer.retention.space({}),
    ]);
    return {
      sources: liveOf(removed).map(({ sourceId, name, hasSamples }) => ({
        sourceId,
        name,
        hasSamples,
        keeper: keeperOf(sourceId) ?? "nobody",
        rule: rules.find((rule) => rule.sourceId === sourceId),
        removed: removed.rows
          .filter((row) => row.sourceId === sourceId)
          .map(({ what, until, goal, removed: count, at }) => ({
            what,
            until: until ?? undefined,
            goal: goal ?? undefined,
            removed: count,
            at,
          })),
        rereading: removed.rereading.includes(sourceId),
      })),
      daily,
      ...stand,
      ...space,
    };
  };
  const goalsOf = (rules: readonly RetentionRule[]): readonly RetentionGoal[] =>
    rules.flatMap(({ sourceId, events, full, samples }) =>
      (
        [
          ["events", events],
          ["levels", full],
          ["samples", samples],
        ] as const
      ).flatMap(([what, months]) =>
        months === undefined ? [] : [{ sourceId, what, until: monthsBefore(now(), months) }],
      ),
    );
  const check = async (rules: readonly RetentionRule[]): Promise<void> => {
    const known = new Set(liveOf(await reader.retention.removed({})).map(({ sourceId }) => sourceId));
    for (const { sourceId, consent, ...rule } of rules) {
      if (!known.has(sourceId)) throw new Failure("invalid", `There is no live source "${sourceId}".`);
      const removes = Object.values(rule).some((months) => months !== undefined);
      if (removes && keeperOf(sourceId) === "nobody" && consent !== true)
        throw new Failure(
          "invalid",
          "Nobody else keeps what this endpoint told: it needs your consent to be removed.",
        );
    }
  };

  const apply = async (freeBefore: number): Promise<void> => {
    let step: RetentionStep | undefined;
    try {
      while (!asked.cancelled && !asked.closing) {
        step = await writer.retention.step({});
        const { done, bytes: _bytes, free: _free, ...progress } = step;
        running = progress;
        tell();
        if (done) break;
      }
      // What the program's end cuts off goes on at the next start.
      if (asked.closing && step?.done !== true) return;
      if (asked.cancelled && step?.done !== true) await writer.retention.cancel({});
      const { share, events, measurements, samples, reduced } = step ?? NOTHING;
      const freed = Math.max(0, (step?.free ?? freeBefore) - freeBefore);
      const state = step?.done === true ? "done" : "cancelled";
      last = { state, share, events, measurements, samples, reduced, freed };
    } catch (thrown) {
      last = { state: "failed", message: thrown instanceof Error ? thrown.message : String(thrown) };
      log(`Removing older records failed: ${last.message}`);
    } finally {
      running = undefined;
      tell();
      // They say how far back they are complete.
      for (const plantId of await plantsOf()) await wake(plantId);
    }
  };
  const plantsOf = async (): Promise<ReadonlySet<string>> =>
    new Set((await reader.retention.removed({})).rows.flatMap(({ sourceId }) => plantOf(sourceId) ?? []));
  const begin = async (goals: readonly RetentionGoal[] | undefined): Promise<void> => {
    const { free } = await writer.retention.space({});
    if (asked.closing) return;
    const begun = await writer.retention.begin({ goals });
    if (!begun.work) return;
    asked.cancelled = false;
    last = undefined;
    running = NOTHING;
    tell();
    work = apply(free);
  };

  const service: RetentionServiceHandle["service"] = {
    watch: (_input, emit, { signal }) =>
      new Promise<void>((resolve, reject) => {
        let [busy, again] = [false, false];
        const send = (): void => {
          again = true;
          if (busy) return;
          busy = true;
          void (async () => {
            try {
              for (; again && !signal.aborted;) {
                again = false;
                emit(await report());
              }
            } catch (thrown) {
              if (!signal.aborted) reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
            } finally {
              busy = false;
            }
          })();
        };
        watchers.add(send);
        // Sources come and go, and are read anew.
        writer.content
          .watch({ kinds: ["sources", "structure"] }, send, { signal })
          .catch((thrown: unknown) => {
            if (!signal.aborted) reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
          });
        signal.addEventListener("abort", () => {
          watchers.delete(send);
          resolve();
        });
      }),
    preview: async ({ rules }, emit, { signal }) => {
      const asked = { goals: goalsOf(rules), kept: await writer.retention.kept({}) };
      await reader.retention.preview(asked, emit, { signal });
    },
    run: async ({ rules, daily }) => {
      if (running !== undefined)
        throw new Failure("conflict", "Older records are being removed already: wait, or cancel it first.");
      await check(rules);
      await writer.settings.set({
        retention: [...rules],
        ...(daily === undefined ? {} : { retentionDaily: daily }),
      });
      await begin(goalsOf(rules));
      tell();
    },
    cancel: async () => {
      asked.cancelled = true;
      await work;
    },
    restore: async ({ sourceId }) => {
      if (keeperOf(sourceId) !== "plant")
        throw new Failure("invalid", "Nobody keeps what was removed of this source: it can't be read again.");
      if (running !== undefined)
        throw new Failure("conflict", "Older records are being removed: wait, or cancel it first.");
      const rules = await rulesNow();
      await writer.settings.set({ retention: rules.filter((rule) => rule.sourceId !== sourceId) });
      for (let more = true; more;) ({ more } = await writer.retention.restore({ sourceId }));
      tell();
      await wake(plantOf(sourceId) ?? "");
    },
  };
  /** By themselves: of sources that are there, and of an endpoint only with the consent that stands in its rule. */
  const applyDaily = async (): Promise<void> => {
    if (running !== undefined || asked.closing || !(await isDaily())) return;
    const known = new Set(liveOf(await reader.retention.removed({})).map(({ sourceId }) => sourceId));
    const rules = (await rulesNow()).filter(({ sourceId }) => known.has(sourceId));
    await check(rules);
    await begin(goalsOf(rules));
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const { daily: times } = options;
  if (times !== undefined && !store.readOnly) {
    const wait = (milliseconds: number): void => {
      timer = setTimeout(() => {
        void applyDaily()
          .then(() => work)
          .catch((thrown: unknown) => log(`Removing older records failed: ${String(thrown)}`))
          .then(() => {
            if (!asked.closing) wait(times.every);
          });
      }, milliseconds).unref();
    };
    wait(times.after);
  }

  const refuse = (): never => {
    throw new Failure("refused", OPEN_ELSEWHERE);
  };
  return {
    service: store.readOnly ? { ...service, run: refuse, cancel: refuse, restore: refuse } : service,
    async resume() {
      if (store.readOnly) return;
      await begin(undefined);
    },
    async close() {
      asked.closing = true;
      clearTimeout(timer);
      await work;
    },
  };
}

const NOTHING: RetentionProgress = { share: 0, events: 0, measurements: 0, samples: 0, reduced: 0 };
