/** What a pull works with: the feed that it brings level, what it needs of the rest, and what it remembers. */
import type { Client } from "../../../shared/rpc/service.ts";
import type { SourceConnection, SourceStream } from "../connectors/connector.ts";
import type { SegmentNames } from "../connectors/segment-names.ts";
import type { FeedPlace, FeedState, feedsService } from "../store/writer/feeds/feed-contract.ts";
import { LARGEST_PAGE } from "./read-pages.ts";
import type { Time } from "./time.ts";
import { createWishes, type Wishes } from "./wishes.ts";

export type FeedsClient = Client<{ readonly feeds: typeof feedsService }>["feeds"];

export interface Feed extends FeedPlace {
  readonly sourceName: string;
  /** History from this time on, µs UTC; undefined: all of it. */
  readonly since: number | undefined;
  /** History before this time, µs UTC; undefined: whatever comes. */
  readonly until?: number | undefined;
  /** Where segments are put until they are taken. */
  readonly folder: string;
  /** Gives paths there that nothing else uses; undefined: nothing is put anywhere. */
  readonly scratch: (() => string) | undefined;
}

/** What of a source a pull needs. */
export type Pulled = Pick<
  SourceConnection,
  "describe" | "snapshot" | "page" | "fetchSegment" | "readSegment" | "readTables" | "readLine"
>;

export interface PullParts {
  readonly connection: Pulled;
  readonly feeds: FeedsClient;
  readonly time: Time;
  /** What the feed remembers from one pull to the next, until the program ends. */
  readonly memory: PullMemory;
  readonly onState: (state: FeedState) => void;
  readonly onRows: (rows: number) => void;
  readonly onBytes: (bytes: number) => void;
  /** Something that the log should keep; it goes on all the same. */
  readonly onRemark: (text: string) => void;
}

export interface PullMemory {
  /** Changes asked for at once: fewer after a page that did not come whole. */
  limit: number;
  /** Tables of segments that could not be used, by their hash: the lines are read instead. */
  readonly refused: Set<string>;
  /** A page with records that can't be read, and how often it came. */
  doubtful: { readonly cursor: string | undefined; readonly times: number } | undefined;
  /** Segments that are on their way, by their hash. */
  readonly fetching: Map<string, Promise<string>>;
  /** What segments name that were looked through for some parts, by the segments' hash. */
  readonly names: Map<string, SegmentNames>;
  /** Parts that a person waits for. */
  readonly wishes: Wishes;
}

export const newMemory = (): PullMemory => ({
  limit: LARGEST_PAGE,
  refused: new Set(),
  doubtful: undefined,
  fetching: new Map(),
  names: new Map(),
  wishes: createWishes(),
});

/** A reading of a feed. */
export type At = FeedPlace & { readonly beside: boolean; readonly epoch: string };

export const streamOf = ({ system, scope, since, until }: Feed): SourceStream => ({
  system,
  scope,
  since,
  until,
});
