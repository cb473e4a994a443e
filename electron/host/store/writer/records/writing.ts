/** What the writers of all kinds of records share. */
import type * as R from "../../../../../shared/model/record.ts";
import type { Connection } from "../../open.ts";
import type { TextIndex } from "../../search/text-index.ts";

/** The source that records come from. `exact`: its part names are ids of a product structure. */
export interface WritingSource {
  readonly sourceId: number;
  readonly exact: boolean;
  readonly receivedAt: number;
}

export type Outcome = "taken" | "repeated";

/** `ref`: the row that holds the record, for kinds that have no key of their own (see `place` of records.ts). */
export interface Placed {
  readonly outcome: Outcome;
  readonly ref: string | number | undefined;
}

export const changed = (changes: number): Outcome => (changes > 0 ? "taken" : "repeated");
export const placed = (outcome: Outcome, ref?: string | number): Placed => ({ outcome, ref });

/** Row ids of what records name, founded where they are not known; and the full text. */
export interface Writing {
  readonly connection: Connection;
  readonly texts: TextIndex;
  readonly part: (reference: R.PartReference, source: WritingSource) => number;
  /** The part's number by its row id. */
  readonly numberOf: (partId: number) => string;
  readonly unit: (
    reference: R.UnitReference,
    source: WritingSource,
  ) => { readonly unitId: number; readonly partId: number };
  readonly equipment: (name: string) => number;
}
