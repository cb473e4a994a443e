/**
 * What stays whatever a rule says, because something of this person's own stands on it: evidence and units of
 * change requests, notes on the timeline, pinned products.
 */
import type { Connection } from "../open.ts";

/** By names, as user.db holds them. */
export interface KeptNames {
  readonly evidence: readonly { readonly sourceId: string; readonly sourceKey: string }[];
  readonly units: readonly { readonly partNumber: string; readonly serial: string }[];
  /** µs UTC, both ends included. */
  readonly spans: readonly {
    readonly from: number;
    readonly to: number;
    readonly partNumber: string | undefined;
  }[];
  readonly pins: readonly string[];
}

/** Why a record stays. */
export type KeptReason = "request" | "note" | "pin";

export interface Judged {
  /** Row ids; 0 for none. */
  readonly source: number;
  readonly part: number;
  readonly unit: number;
  readonly started: number;
  /** When it was over. */
  readonly over: number;
}

export interface Kept {
  /** `position`: of an event. */
  readonly reason: (record: Judged, position?: number) => KeptReason | undefined;
  /** No measurement or sample stays for any reason. */
  readonly keepsNothingElse: boolean;
}

export function readKeptNames(user: Connection): KeptNames {
  const requests = user
    .prepare("SELECT part_number AS partNumber, serial, evidence FROM change_request")
    .all() as { partNumber: string | null; serial: string | null; evidence: string }[];
  const notes = user.prepare("SELECT value FROM setting WHERE key = 'timelineNotes'").pluck().get() as
    | string
    | undefined;
  return {
    evidence: requests.flatMap(({ evidence }) => JSON.parse(evidence) as KeptNames["evidence"]),
    units: requests.flatMap(({ partNumber, serial }) =>
      partNumber === null || serial === null ? [] : [{ partNumber, serial }],
    ),
    spans: ((notes === undefined ? [] : JSON.parse(notes)) as StoredNote[]).map(
      ({ from, to, partNumber }) => ({ from, to: to ?? from, partNumber }),
    ),
    pins: user.prepare("SELECT part_number FROM pin").pluck().all() as string[],
  };
}

interface StoredNote {
  readonly from: number;
  readonly to?: number;
  readonly partNumber?: string;
}

/** Names as rows of the cache, as of now. */
export function createKept(cache: Connection, names: KeptNames): Kept {
  const below = cache
    .prepare(
      "SELECT c.descendant_id FROM bom_closure c JOIN part p ON p.part_id = c.ancestor_id WHERE p.number = ? UNION SELECT part_id FROM part WHERE number = ?",
    )
    .pluck();
  const treeOf = (number: string): readonly number[] => below.all(number, number) as number[];
  const findEvent = cache
    .prepare("SELECT position FROM event JOIN source s USING (source_id) WHERE s.id = ? AND source_key = ?")
    .pluck();
  const findUnit = cache
    .prepare("SELECT unit_id FROM unit JOIN part p USING (part_id) WHERE p.number = ? AND serial = ?")
    .pluck();
  const evidence = new Set(
    names.evidence.flatMap(({ sourceId, sourceKey }) => findEvent.all(sourceId, sourceKey) as number[]),
  );
  const units = new Set(
    names.units.flatMap(({ partNumber, serial }) => findUnit.all(partNumber, serial) as number[]),
  );
  const spans = names.spans.map(({ partNumber, ...span }) => ({
    ...span,
    parts: partNumber === undefined ? undefined : new Set(treeOf(partNumber)),
  }));
  const pinned = new Set(names.pins.flatMap(treeOf));
  const plants = new Set(cache.prepare("SELECT source_id FROM feed").pluck().all() as number[]);
  return {
    keepsNothingElse: units.size === 0 && spans.length === 0 && names.pins.length === 0,
    reason({ source, part, unit, started, over }, position) {
      if (position !== undefined && evidence.has(position)) return "request";
      if (unit !== 0 && units.has(unit)) return "request";
      // What names no part is of the site that made the product too.
      if (names.pins.length > 0 && (part === 0 ? plants.has(source) : pinned.has(part))) return "pin";
      const isNoted = spans.some(
        ({ from, to, parts }) =>
          started <= to && over >= from && (parts === undefined || part === 0 || parts.has(part)),
      );
      return isNoted ? "note" : undefined;
    },
  };
}
