/**
 * What can be wrong with the bearing bore of the housing, each to be found in the factors of the units. The
 * demo holds the story's interaction and its false lead; the simulated plant takes any of them.
 */
import type { Shift } from "./calendar.ts";
import { plantAt } from "./plant-time.ts";
import type { Random } from "./random.ts";
import { STORY } from "./story.ts";

export const CAUSES = [
  /** The story: a machine after its repair with an old program; neither does harm alone. */
  "interaction",
  /** The story's bearing lot, which does no harm. */
  "false-lead",
  "machine",
  "tool",
  "supplier-lot",
  "drift",
  "operator-shift",
] as const;
export type Cause = (typeof CAUSES)[number];

export const DEMO_CAUSES: readonly Cause[] = ["interaction", "false-lead"];

/** How a housing was bored. */
export interface Circumstances {
  /** µs UTC */
  readonly at: number;
  readonly machine: string;
  readonly tool: string;
  readonly castingLot: string | undefined;
  readonly operator: string;
  readonly shift: Shift;
}

/** A cause besides the story's, in words and as a rule. */
export interface InjectedCause {
  readonly cause: Cause;
  readonly text: string;
  /** Factors of a housing that tell of it. */
  readonly factors: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  /** 0…1 of the full effect. */
  readonly strength: (circumstances: Circumstances) => number;
}

/** mm that a bore becomes larger at full effect: beyond the limit mostly, seldom scrapped. */
const EFFECT = [0.015, 0.0222] as const;

/** `lotAt`: casting lot in use at an instant. */
export function injectedCauses(
  causes: ReadonlySet<Cause>,
  lotAt: (instant: number) => string | undefined,
): readonly InjectedCause[] {
  const lot = lotAt(plantAt("2026-02-02 08:00"));
  const all: readonly InjectedCause[] = [
    within(
      "machine",
      "2026-05-26",
      "2026-07-25",
      "VMC-1 bores too large",
      { "Housing machine": "VMC-1" },
      (is) => (is.machine === "VMC-1" ? 1 : 0),
    ),
    within(
      "tool",
      "2026-01-12",
      "2026-09-01",
      "Boring tool B3 of VMC-2 is set too large",
      { "Boring tool": "VMC-2/B3" },
      (is) => (is.tool === "VMC-2/B3" ? 1 : 0),
    ),
    within(
      "supplier-lot",
      STORY.year.first,
      STORY.year.last,
      "Castings of one lot give way when bored",
      { "Casting lot": lot ?? "unknown" },
      (is) => (is.castingLot === lot ? 1 : 0),
    ),
    within(
      "drift",
      "2026-01-07",
      "2026-03-06",
      "The cutter correction creeps on both machines",
      {},
      ({ at }) => {
        const [from, full] = [plantAt("2026-01-07"), plantAt("2026-02-04")];
        return Math.min(1, (at - from) / (full - from));
      },
    ),
    within(
      "operator-shift",
      "2025-11-24",
      "2026-08-01",
      "One operator's setting in the late shift",
      { "Housing operator": "m.hoffmann", "Housing shift": "late" },
      (is) => (is.operator === "m.hoffmann" && is.shift === "late" ? 1 : 0),
    ),
  ];
  return all.filter(({ cause }) => causes.has(cause));
}

function within(
  cause: Cause,
  from: string,
  to: string,
  text: string,
  factors: Readonly<Record<string, string>>,
  strength: (circumstances: Circumstances) => number,
): InjectedCause {
  const [first, last] = [plantAt(from), plantAt(to)];
  return {
    cause,
    text,
    factors,
    from,
    to,
    strength: (is) => (is.at >= first && is.at < last ? strength(is) : 0),
  };
}

/** What the causes add to a bore, mm, and which of them do. */
export function effectOf(
  injected: readonly InjectedCause[],
  circumstances: Circumstances,
  random: Random,
): { readonly added: number; readonly causes: readonly Cause[] } {
  let strongest = 0;
  const causes: Cause[] = [];
  for (const { cause, strength } of injected) {
    const own = strength(circumstances);
    if (own <= 0) continue;
    causes.push(cause);
    strongest = Math.max(strongest, own);
  }
  // Drawn only where something acts; two causes at once are no worse than one: bores are not scrapped in rows.
  return { added: causes.length === 0 ? 0 : strongest * random.between(...EFFECT), causes };
}
