/**
 * What is truly wrong in a history, for whoever judges an investigation. It is written to a file of its
 * own, where it was asked for; no system tells it and the app never reads it.
 */
import { CAUSES, type Cause } from "../history/causes.ts";
import { STORY } from "../history/story.ts";
import type { Year } from "../history/year.ts";

export interface AnswerKey {
  readonly seed: number;
  readonly units: number;
  readonly causes: readonly {
    readonly cause: Cause;
    readonly text: string;
    /** Factors that tell of it, by name. */
    readonly factors: Readonly<Record<string, string>>;
    /** Dates at the plant between which it acts. */
    readonly from?: string;
    readonly to?: string;
    /** Serials of the housings whose bore it made larger, and of the actuators that they went into. */
    readonly housings: readonly string[];
    readonly actuators: readonly string[];
  }[];
  /** Serials of actuators that failed in the plant or in the field, whatever the reason. */
  readonly failed: readonly string[];
}

export function answerKey(year: Year, seed: number): AnswerKey {
  const injected = new Map(year.injected.map((rule) => [rule.cause, rule]));
  const described = (cause: Cause): Omit<AnswerKey["causes"][number], "housings" | "actuators" | "cause"> => {
    const { cause: story, decoy, program } = STORY;
    if (cause === "interaction")
      return {
        text: `${story.machine} bores with ${program.name} ${story.staleRevision} after its repair ${story.repair.order}; neither does harm alone`,
        factors: {
          "Last maintenance of machine": `${story.repair.order} Z-axis ball screw replaced`,
          "Housing program": `${program.name} ${story.staleRevision}`,
        },
        from: story.repair.to,
        to: story.corrected,
      };
    if (cause === "false-lead")
      return {
        text: `Bearing lot ${decoy.lot} does no harm`,
        factors: { "Bearing lot": decoy.lot },
        ...decoy.inUse,
      };
    const { text = "", factors = {}, from = "", to = "" } = injected.get(cause) ?? {};
    return { text, factors, from, to };
  };
  const failed = new Set([
    ...year.nonconformances.map(({ unit }) => unit),
    ...year.returns.map(({ actuator }) => actuator),
  ]);
  return {
    seed,
    units: year.actuators.length,
    causes: CAUSES.filter((cause) => year.causes.has(cause)).map((cause) => {
      const hit = year.housings.filter(({ causes }) => causes.includes(cause));
      return {
        cause,
        ...described(cause),
        housings: hit.map(({ unit }) => unit.name),
        actuators: year.actuators.filter(({ housing }) => hit.includes(housing)).map(({ unit }) => unit.name),
      };
    }),
    failed: year.actuators.filter(({ unit }) => failed.has(unit)).map(({ unit }) => unit.name),
  };
}
