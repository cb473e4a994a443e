import * as v from "valibot";
import { call } from "../rpc/service.ts";
import type { SerialStatus, Verdict } from "../model/unit.ts";
import { partNumberSchema, unitIdSchema, windowSchema, text, type Fact } from "./common.ts";
import { onlySchema } from "./event-filter.ts";
import type { Note } from "./parts.ts";

export interface UnitSummary {
  readonly unitId: number;
  readonly partNumber: string;
  readonly revision: string | undefined;
  readonly serial: string | undefined;
  readonly serialStatus: SerialStatus;
  readonly lot: string | undefined;
  /** 1-based order in its source's file; the only identity of a unit without a serial. */
  readonly position: number | undefined;
  readonly label: string | undefined;
  /** Source of a unit without a serial: its position means nothing elsewhere. */
  readonly sourceId: string | undefined;
  readonly laboratory: string | undefined;
  readonly eventCount: number;
  /** fail: any event of severity fail or worse; pass: inspected without; none: never inspected. */
  readonly verdict: Verdict;
}

export interface UnitDetails extends UnitSummary {
  readonly facts: readonly Fact[];
  readonly factors: readonly {
    readonly factor: string;
    readonly value: string;
    readonly sourceId: string;
    readonly place: string | undefined;
  }[];
  readonly notes: readonly Note[];
  /** As-built: what is in this unit, and which units it is in. */
  readonly components: readonly UnitComponent[];
  readonly parents: readonly UnitComponent[];
}

export interface UnitComponent {
  readonly unitId: number;
  readonly partNumber: string;
  readonly serial: string | undefined;
  readonly serialStatus: SerialStatus;
  readonly lot: string | undefined;
  readonly position: string | undefined;
  readonly installedAt: number | undefined;
  readonly removedAt: number | undefined;
}

/** A person's word on the serials of samples that came without: kept in user.db, undone by `withdraw`. */
export interface SerialClaim {
  readonly claimId: string;
  readonly sourceId: string;
  readonly partNumber: string;
  readonly status: "assumed" | "proven";
  /** Units whose serial was set by the claim. */
  readonly units: number;
}

export const unitsService = {
  /**
   * Ordered by serial (numerically where numeric), units without a serial after, by position. With a window: those that
   * an event in it names. With filters: those that an event names which passes, in the window where there is one; what
   * is the same unit by a claim counts as named with it. Without a window, a filter by units alone leaves those, events
   * or not. A filter by characteristic says nothing of units.
   */
  list: call<readonly UnitSummary[]>()(
    v.object({ partNumber: partNumberSchema, ...onlySchema, window: v.optional(windowSchema) }),
  ),
  details: call<UnitDetails>()(v.object({ unitId: unitIdSchema })),
  /** Takes the order of a source's samples as serial numbers 1…n, assumed or (the person knows) proven. */
  claimSerialsByOrder: call<SerialClaim>()(
    v.object({
      sourceId: text(400),
      partNumber: partNumberSchema,
      status: v.picklist(["assumed", "proven"]),
    }),
  ),
  withdrawClaim: call<{ readonly units: number }>()(v.object({ claimId: text(100) })),
  claims: call<readonly SerialClaim[]>()(v.object({})),
} as const;
