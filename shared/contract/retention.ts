/** How much of the history of a live source is kept here, what that removes, and what was removed. */
import * as v from "valibot";
import { call, listen } from "../rpc/service.ts";
import { text } from "./common.ts";

const months = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_200)));

/** Calendar months that are kept of a source; absent: all. */
export const retentionRuleSchema = v.pipe(
  v.object({
    /** As `sources.list` names it. */
    sourceId: text(400),
    /** Of events and measurements. */
    events: months,
    /** Of samples one by one: of older ones minimum, maximum and mean per level stay. */
    full: months,
    /** Of samples at all. */
    samples: months,
    /** Consent to removing what nobody else keeps: of an endpoint, which tells things once. */
    consent: v.exactOptional(v.literal(true)),
  }),
  v.check(
    ({ full, samples }) => full === undefined || samples === undefined || full <= samples,
    "Samples can't be kept in full for longer than they are kept at all.",
  ),
);
export type RetentionRule = v.InferOutput<typeof retentionRuleSchema>;

export const retentionRulesSchema = v.pipe(
  v.array(retentionRuleSchema),
  v.maxLength(1_000),
  v.check(
    (rules) => new Set(rules.map(({ sourceId }) => sourceId)).size === rules.length,
    "There are two rules for one source.",
  ),
);

/** events: with measurements. levels: samples one by one, of which levels stayed. */
export type RemovedWhat = "events" | "samples" | "levels";

/** Times are µs UTC. */
export interface RemovedSpan {
  readonly what: RemovedWhat;
  /** What was over before is gone, but for what is kept on purpose; undefined: nothing is yet. */
  readonly until: number | undefined;
  /** Where a run is going that is under way. */
  readonly goal: number | undefined;
  readonly removed: number;
  readonly at: number;
}

export interface RetainedSource {
  readonly sourceId: string;
  readonly name: string;
  /** Who still has what is removed here: the plant, or nobody. */
  readonly keeper: "plant" | "nobody";
  /** Signals of it were sampled: rules of samples mean something. */
  readonly hasSamples: boolean;
  readonly rule: RetentionRule | undefined;
  readonly removed: readonly RemovedSpan[];
  /** It is about to be read anew, or is being. */
  readonly rereading: boolean;
}

export interface RetentionProgress {
  /** 0 … 1 */
  readonly share: number;
  readonly events: number;
  readonly measurements: number;
  readonly samples: number;
  /** Samples of which levels stayed. */
  readonly reduced: number;
}

export interface RetentionReport {
  readonly sources: readonly RetainedSource[];
  /** The rules are applied once a day by themselves. */
  readonly daily: boolean;
  /** Undefined: none is under way. */
  readonly running: RetentionProgress | undefined;
  /** What came of the last run since the start of the program. */
  readonly last:
    | (RetentionProgress & { readonly state: "done" | "cancelled"; readonly freed: number })
    | { readonly state: "failed"; readonly message: string }
    | undefined;
  /** Of cache.db: its size, and what of it is free for what comes next. */
  readonly bytes: number;
  readonly free: number;
}

export interface RetentionPreview {
  readonly sourceId: string;
  readonly events: number;
  readonly measurements: number;
  /** Samples that go, and those of which levels stay. */
  readonly samples: number;
  readonly reduced: number;
  /** About, of cache.db. */
  readonly bytes: number;
  /** Start of the oldest event with a time that stays; undefined: none does. */
  readonly oldest: number | undefined;
  /** Records that stay though they are older: of requests, of notes, of pinned products. */
  readonly kept: { readonly request: number; readonly note: number; readonly pin: number };
}

export type PreviewEvent =
  | {
      readonly type: "progress";
      /** 0 to 1. */
      readonly share: number;
    }
  | { readonly type: "previews"; readonly previews: readonly RetentionPreview[] };

export const retentionService = {
  /** Emits at once and after every change. */
  watch: listen<RetentionReport>()(v.object({})),
  /** What applying these rules now would remove; nothing is changed. Progress some times a second, and at last all of it. */
  preview: listen<PreviewEvent>()(v.object({ rules: retentionRulesSchema })),
  /**
   * Keeps the rules in the place of those before, and begins to apply them; `watch` tells how far it is. `daily`: from
   * now on once a day; absent: as it was. `invalid`
   * for a source that is none of these or a rule without the consent that it needs, `conflict` while one is under way.
   */
  run: call<void>()(v.object({ rules: retentionRulesSchema, daily: v.exactOptional(v.boolean()) })),
  /** Ends the run under way: what is gone is gone, the rest stays. */
  cancel: call<void>()(v.object({})),
  /** Drops the rule of a source, and reads from its plant what was removed. `invalid` where nobody keeps it. */
  restore: call<void>()(v.object({ sourceId: text(400) })),
} as const;
