/** How the kinds of records are numbered in feed_record. Appended to, never reordered: caches hold the numbers. */
import type { FeedRecord } from "../../../../../shared/model/feed.ts";

export const RECORD_KINDS = [
  "part",
  "bom-line",
  "unit",
  "unit-component",
  "characteristic",
  "measurement",
  "event",
  "factor",
  "note",
  "gap",
  "samples",
] as const satisfies readonly FeedRecord["record"][];
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Deleted at the source: its revision stays known, so that an old change that comes late raises no dead. */
export const DELETED = -1;
/** Of a kind that this version does not know. */
export const PARKED = -2;

/** There at the source, and left there by a rule of this person (retention/left.ts): it has no row here. */
export const LEFT = -3;

const NUMBERS = new Map<string, number>(RECORD_KINDS.map((kind, index) => [kind, index]));

export function kindNumber(kind: FeedRecord["record"]): number {
  const number = NUMBERS.get(kind);
  if (number === undefined) throw new Error(`no number for records of kind ${kind}`);
  return number;
}

/** It exists at the source. */
export const isLive = (kind: number): boolean => kind !== DELETED;
