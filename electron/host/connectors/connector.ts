/**
 * A kind of source that can be followed: how to reach it, what it offers, how its changes are read. One
 * folder per kind; the sync engine knows only this. A kind that can't do something leaves it out
 * (`snapshot`, `nudges`) or says so in its description.
 */
import type { ClockReading } from "../../../shared/model/clock.ts";
import type { Answer, Submission } from "../../../shared/contract/plant/protocol.ts";
import type {
  FeedChange,
  FeedPage,
  FeedSegment,
  FeedSnapshot,
  SegmentFile,
} from "../../../shared/model/feed.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Delivery } from "../store/staged-events.ts";
import type { Stager } from "../store/stager.ts";
import type { ChosenRecords } from "./chosen-records.ts";
import type { SegmentNames } from "./segment-names.ts";

/** How a source is reached. The token comes from the secret store and is kept in memory only. */
export interface Reach {
  readonly url: string;
  readonly token: string | undefined;
  /** An own certificate authority, PEM, trusted besides the system's. */
  readonly ca: string | undefined;
  readonly allowPlainHttp: boolean;
}

export interface SystemDescription {
  readonly id: string;
  /** For example `mes`. */
  readonly kind: string;
  readonly name: string;
  readonly epoch: string;
  /** False: ids have to be compared from time to time. */
  readonly tellsDeletes: boolean;
  readonly accepts: readonly "change-request"[];
}

export interface SourceDescription {
  readonly name: string;
  readonly systems: readonly SystemDescription[];
  /** The source's clock beside ours. Shown and kept; decides nothing. */
  readonly clock: ClockReading;
}

export interface ScopeDescription {
  readonly id: string;
  readonly name: string;
  /** Part numbers of the products whose trees it holds. */
  readonly products: readonly string[];
  readonly records: number;
}

/**
 * A page that was checked whole. Its changes are read one by one as they are asked for, so that those of a
 * large page never stand in memory together; reading throws `corrupt` at one that is none. May be read again.
 */
export interface SourcePage extends Omit<FeedPage, "changes"> {
  readonly count: number;
  readonly changes: Iterable<FeedChange>;
  /**
   * As adding the changes to a stager, without making objects of plain events: some further lines with each step.
   * undefined: this page has to be taken as changes.
   */
  readonly stage?: ((stager: Stager) => Iterable<undefined>) | undefined;
  /** It is not read any more: what it stands in may be used for another. */
  readonly done?: (() => void) | undefined;
}

export interface IdPage {
  readonly epoch: string;
  readonly head: number;
  readonly ids: readonly (readonly [id: string, revision: number])[];
}

export interface Nudge {
  readonly system: string;
  readonly head: number;
}

/** What is read on its own: a scope of a system, whole or from a time on. */
export interface SourceStream {
  readonly system: string;
  readonly scope: string;
  /** History from this time on, µs UTC; undefined: all of it. Masters come whole in any case. */
  readonly since: number | undefined;
  /** History before this time, µs UTC; undefined: whatever comes. */
  readonly until?: number | undefined;
}

export interface SourceConnection {
  describe(signal: AbortSignal): Promise<SourceDescription>;
  scopes(system: string, signal: AbortSignal): Promise<readonly ScopeDescription[]>;
  /** undefined: there are no snapshots, the pages begin at the beginning. */
  snapshot(stream: SourceStream, signal: AbortSignal): Promise<FeedSnapshot | undefined>;
  /**
   * Brings a segment into a file of `folder`, going on where an earlier try stopped, and checks it
   * whole. Returns its path. `onBytes` gets what came since the last call.
   */
  fetchSegment(
    system: string,
    segment: SegmentFile,
    folder: string,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
  ): Promise<string>;
  /**
   * Changes of a checked segment from row `from` on, in batches. `chosen`: only those, which
   * are noted there; then the rest is not looked at, but what it names is noted in `names`.
   */
  readSegment(
    path: string,
    segment: FeedSegment,
    from: number,
    signal: AbortSignal,
    chosen?: ChosenRecords,
    names?: SegmentNames,
  ): AsyncGenerator<readonly FeedChange[]>;
  /**
   * As `readSegment`, from the checked file of the segment's tables. `scratch` gives paths for files of
   * its own. `corrupt` where they are not what they should be: the segment's own lines are the way out.
   */
  readTables(
    path: string,
    segment: FeedSegment,
    from: number,
    scratch: () => string,
    signal: AbortSignal,
    chosen?: ChosenRecords,
    names?: SegmentNames,
  ): AsyncGenerator<Delivery>;
  /** The page behind `cursor` (undefined: the first). Rejects with `EpochChanged` and `CursorRefused`. */
  page(
    stream: SourceStream,
    cursor: string | undefined,
    limit: number,
    signal: AbortSignal,
  ): Promise<SourcePage>;
  ids(stream: SourceStream, signal: AbortSignal): AsyncGenerator<IdPage>;
  /** Brings a file by its hash to `path`, whole and checked; goes on where an earlier try stopped. */
  fetchFile(
    sha256: string,
    path: string,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
  ): Promise<void>;
  /** Puts a file there under its hash, where it is not there yet. */
  sendFile(sha256: string, path: string, signal: AbortSignal): Promise<void>;
  submit(system: string, submission: Submission, signal: AbortSignal): Promise<Answer>;
  /** Hears of new changes until the connection ends, then rejects; undefined: this kind has to be asked. */
  readonly nudges: ((onNudge: (nudge: Nudge) => void, signal: AbortSignal) => Promise<void>) | undefined;
  /** A change that was parked, read again; still parked where it can't be read. */
  readLine(line: string): FeedChange;
  close(): void;
}

export interface Connector {
  readonly kind: string;
  /** `invalid` or `refused` for an address that must not be used. */
  connect(reach: Reach, now: () => number): SourceConnection;
}

/** The source began anew: nothing that was read before may be taken for what it has now. */
export class EpochChanged extends Error {
  override readonly name = "EpochChanged";
}

/**
 * The source does not know the cursor it was asked with: it came damaged, or the source has forgotten
 * it. Where the reading stands can't be told any more.
 */
export class CursorRefused extends Error {
  override readonly name = "CursorRefused";
}

/** Refused for a reason that a person can mend on the spot. */
export class Lacking extends Failure {
  readonly needs: "token" | "certificate";
  constructor(needs: "token" | "certificate", message: string) {
    super("refused", message);
    this.needs = needs;
  }
}

/** A file or segment that is not there (any more). */
export class UnknownFile extends Failure {}

/** Not now; `retryAfter` in ms where it says when. */
export class Unavailable extends Failure {
  readonly retryAfter: number | undefined;
  constructor(message: string, retryAfter: number | undefined) {
    super("offline", message);
    this.retryAfter = retryAfter;
  }
}
