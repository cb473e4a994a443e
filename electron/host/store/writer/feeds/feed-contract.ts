/** What the writer does for feeds. Internal: both ends are this program, so inputs are typed, not checked again. */
import * as v from "valibot";
import type { ClockReading } from "../../../../../shared/model/clock.ts";
import type { FeedChange, FeedPage, FeedSegment, FeedSnapshot } from "../../../../../shared/model/feed.ts";
import type { PartFile } from "../../../../../shared/model/record.ts";
import type { StagedEvents } from "../../staged-events.ts";
import { call } from "../../../../../shared/rpc/service.ts";

/** A feed by its place: row ids may change when a cache is cleared, this does not. */
export interface FeedPlace {
  readonly plantId: string;
  readonly system: string;
  readonly scope: string;
}

/** What of the history is followed, µs UTC: what was not over before `since` and began before `until`. */
export interface FollowedSpan {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export interface FeedNames {
  /** Shown as the source's name, for example `MES`. */
  readonly sourceName: string;
}

export interface SegmentLeft extends FeedSegment {
  readonly ordinal: number;
  /** Rows of it that are stored already. */
  readonly taken: number;
}

export interface Reading {
  readonly epoch: string;
  /** History from this time on, µs UTC; undefined: all of it. */
  readonly since: number | undefined;
  /** History before this time, µs UTC; undefined: whatever comes. */
  readonly until?: number | undefined;
  /** undefined: the snapshot is not in yet, or the very first page is the next. */
  readonly cursor: string | undefined;
  readonly position: number;
  readonly head: number;
  /** Records that exist in it. */
  readonly records: number;
  /** Of them those that a rule of this person left there. */
  readonly left: number;
  readonly checksum: string;
  /** It was level with its source at least once. */
  readonly complete: boolean;
  /** The next segments to take, in order; not all of them. */
  readonly segments: readonly SegmentLeft[];
  /** Rows and bytes of all segments of the snapshot, and rows taken. */
  readonly snapshot: { readonly rows: number; readonly bytes: number; readonly taken: number };
  readonly parked: number;
}

export interface FeedState {
  readonly feedId: number;
  /** Public text id of the source. */
  readonly sourceId: string;
  readonly asOf: number | undefined;
  /** What a rule took away is wanted again: it has to be read anew. */
  readonly reread: boolean;
  /** What was over before was removed of its source by a rule, but for what stays on purpose, µs UTC; undefined: nothing was. */
  readonly removedUntil: number | undefined;
  readonly reconciledAt: number | undefined;
  /** What the screen shows; undefined before the first record came. */
  readonly shown: Reading | undefined;
  /** What is read beside it, to take its place once it is whole. */
  readonly beside: Reading | undefined;
}

/** Which reading of which feed, and what it must be at: a call that finds something else changes nothing (`conflict`). */
export interface ReadingPlace extends FeedPlace {
  readonly beside: boolean;
  readonly epoch: string;
}

/** Changes whose plain events may have gone ahead into a file (staged-events.ts): only for the reading that is shown. */
export interface Delivered {
  readonly changes: readonly FeedChange[];
  readonly staged?: StagedEvents | undefined;
}

export interface Applied {
  readonly state: FeedState;
  readonly taken: number;
  readonly repeated: number;
}

/** A file that a source names for a part. */
export interface NamedFile extends PartFile {
  readonly sourceId: string;
  /** The part that it is a model of; only of models that are not drawn yet. */
  readonly partNumber?: string;
}

export interface ReconcileResult {
  readonly state: FeedState;
  /** Here, but gone at the source; with `remove` no longer here either. */
  readonly gone: number;
  /** There at the source in a revision that we should have and don't. */
  readonly missing: number;
}

const typed = <T>() => v.custom<T>(() => true);

export const feedsService = {
  /** Founds the feed and its source where they are not there yet. */
  follow: call<FeedState>()(typed<FeedPlace & FeedNames>()),
  state: call<FeedState | undefined>()(typed<FeedPlace>()),
  /**
   * Begins a reading by a snapshot: the first one is shown as it grows, a further one (another epoch,
   * segments that expired) is built beside and discards what was beside before.
   */
  begin: call<FeedState>()(typed<FeedPlace & FollowedSpan & { readonly snapshot: FeedSnapshot }>()),
  /** Begins a reading by its first page; beside as above. */
  beginPages: call<FeedState>()(typed<FeedPlace & FollowedSpan & { readonly epoch: string }>()),
  /** Rows `from`… of a segment that was checked whole. */
  applySegment:
    call<Applied>()(typed<ReadingPlace & Delivered & { readonly ordinal: number; readonly from: number }>()),
  /** Every segment of the reading that is not taken in whole yet, in order. */
  segmentsLeft: call<readonly SegmentLeft[]>()(typed<ReadingPlace>()),
  /**
   * Rows of segments whose turn has not come, into the reading that is shown: when it comes they are known.
   * `last`: they are on the screen at once.
   */
  applyAhead: call<Applied>()(typed<ReadingPlace & Delivered & { readonly last: boolean }>()),
  /** A page and its cursor in one transaction. `after`: the cursor that it was asked with. */
  applyPage:
    call<Applied>()(
      typed<
        ReadingPlace & {
          readonly after: string | undefined;
          readonly page: FeedPage & Delivered;
          readonly asOf: number;
        }
      >(),
    ),
  /** Puts the complete reading beside in the place of the one shown, in one transaction. */
  swap: call<FeedState>()(typed<FeedPlace>()),
  /** Collects ids that exist at the source; `first` begins anew. */
  collectIds:
    call<void>()(
      typed<FeedPlace & { readonly first: boolean; readonly ids: readonly (readonly [string, number])[] }>(),
    ),
  /** Compares the collected ids as of position `head` with what is here; `remove` takes back what is gone there. */
  reconcile:
    call<ReconcileResult>()(
      typed<FeedPlace & { readonly head: number; readonly at: number; readonly remove: boolean }>(),
    ),
  /** Changes that were parked; `replay` puts those that can be read by now. */
  parked: call<readonly { readonly id: string; readonly line: string }[]>()(typed<FeedPlace>()),
  replay: call<Applied>()(typed<FeedPlace & { readonly changes: readonly FeedChange[] }>()),
  /** Writes a span that nobody observed; the same key again changes it. */
  gap: call<void>()(
    typed<
      FeedPlace & {
        readonly key: string;
        readonly from: number;
        readonly to: number | undefined;
        readonly cause: string;
        readonly backfilled: boolean;
      }
    >(),
  ),
  /** One look at the plant's clock, for all of its sources that are here; kept where it says something new. */
  clock: call<void>()(typed<ClockReading & { readonly plantId: string }>()),
  /** Hashes of segments that are not taken in whole yet: what lies here of any other is of no use. */
  segmentsWanted: call<readonly string[]>()(v.object({})),
  /** Numbers of a part and of all below it, as far as they are known here. */
  partsBelow: call<readonly string[]>()(typed<{ readonly partNumber: string }>()),
  /** Files of a product and all below it; without a part number, models of any part that were not drawn yet. */
  files: call<readonly NamedFile[]>()(typed<{ readonly partNumber: string | undefined }>()),
  /** Ends the open gaps of the feed whose keys begin so: what was missed in them has been read. */
  closeGaps:
    call<void>()(
      typed<FeedPlace & { readonly prefix: string; readonly to: number; readonly cause: string }>(),
    ),
  /** Removes the feed and every record that no other feed of its source holds, in slices: call again while there is more. */
  unfollow: call<{ readonly more: boolean }>()(typed<FeedPlace>()),
  /** Removes what was read from files that the plant handed out. After the last of its feeds. */
  forgetModels: call<void>()(typed<{ readonly plantId: string }>()),
} as const;
