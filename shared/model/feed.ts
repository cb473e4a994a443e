/**
 * What a followed source tells, whatever its kind: changes of records by id, in the source's own order.
 * A page of them and the cursor behind it are taken in one transaction, or not at all.
 */
import type {
  CountRecord,
  FeatureRecord,
  ModelRecord,
  RejectionRecord,
  RemarkRecord,
  SourceRecord,
} from "./record.ts";

/** Records that a source keeps under an id; the key of those that have one is that id. */
export type FeedRecord = Exclude<
  SourceRecord,
  ModelRecord | FeatureRecord | RejectionRecord | RemarkRecord | CountRecord
>;

interface Placed {
  /** The record's id at the source: unique within the system. */
  readonly id: string;
  /** Place in commit order within the system; means something within one epoch only. */
  readonly position: number;
  readonly revision: number;
}

export type FeedChange =
  | (Placed & {
      readonly op: "put";
      /** Hash of the record as sent, a whole number below 2^48: equal records have equal ones. */
      readonly digest: number;
      readonly record: FeedRecord;
    })
  | (Placed & { readonly op: "delete" })
  /** One that can't be read: kept as it came, read again after an update. */
  | (Placed & {
      readonly op: "park";
      /** unknown: of a kind that this version does not know. invalid: of a known kind, but wrong. */
      readonly cause: "unknown" | "invalid";
      readonly reason: string;
      readonly line: string;
    });

export interface FeedPage {
  readonly epoch: string;
  readonly changes: readonly FeedChange[];
  /** Where the next page goes on; opaque. */
  readonly cursor: string;
  /** More is there already. */
  readonly more: boolean;
  /** Positions up to here exist at the source. */
  readonly head: number;
  /** Bytes that crossed the wire. */
  readonly bytes: number;
}

/** An immutable file of a source, checked by its hash before anything of it is taken. */
export interface SegmentFile {
  readonly path: string;
  readonly encoding: "identity" | "gzip" | "zstd";
  readonly bytes: number;
  readonly sha256: string;
}

/** Changes in their order, line by line. */
export interface FeedSegment extends SegmentFile {
  readonly rows: number;
  /** The same rows in a form that is taken faster, for readers that know this version of it. */
  readonly tables?: SegmentTables | undefined;
}

export interface SegmentTables extends SegmentFile {
  readonly version: number;
}

export interface FeedSnapshot {
  readonly epoch: string;
  /** Where the changes go on after the last segment. */
  readonly cursor: string;
  readonly segments: readonly FeedSegment[];
}
