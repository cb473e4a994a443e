import * as v from "valibot";
import { call } from "../rpc/service.ts";
import type { EventKind } from "../model/event.ts";
import { kindSchema, text } from "./common.ts";

export const SEARCH_KINDS = ["part", "unit", "characteristic", "event", "note"] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export interface SearchHit {
  readonly kind: SearchKind;
  readonly title: string;
  /** Where it stands, for example the part and the date. */
  readonly context: string;
  readonly partNumber: string | undefined;
  readonly unitId: number | undefined;
  readonly position: number | undefined;
  /** Of an event. */
  readonly eventKind: EventKind | undefined;
}

/** Events of one kind among those found. */
export interface FoundOfKind {
  readonly eventKind: EventKind;
  readonly count: number;
}

export interface SearchResult {
  /** Kind by kind, in the order of SEARCH_KINDS. */
  readonly hits: readonly SearchHit[];
  /** Kinds of which there are more than were asked for. */
  readonly more: readonly SearchKind[];
}

export interface FoundKinds {
  /** Most of them first. */
  readonly eventKinds: readonly FoundOfKind[];
  /** Only so many were told apart by kind, the newest of them; undefined: all. */
  readonly among: number | undefined;
}

export const searchService = {
  /**
   * Every word must occur, the last as the beginning of one from two letters on. Of each kind what is called
   * so comes first, then whole words, then beginnings; the newest first within each. An event is also found
   * by the id that its source gave it. `limit`: hits per kind; `kind`: of this kind alone; `eventKind`: of events alone,
   * those of this kind, as far as `eventKinds` tells them apart.
   */
  query: call<SearchResult>()(
    v.object({
      text: text(200),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
      kind: v.optional(v.picklist(SEARCH_KINDS)),
      eventKind: v.optional(kindSchema),
    }),
  ),
  /** Of which kinds the events are that are found so: all of some ten thousand, else the newest. Asked after the hits. */
  eventKinds: call<FoundKinds>()(v.object({ text: text(200) })),
} as const;
