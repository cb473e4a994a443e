import * as v from "valibot";
import { call, listen } from "../rpc/service.ts";
import { partNumberSchema, text } from "./common.ts";

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const plantId = text(100);
/** PEM of one or more certificates. */
const certificates = text(200_000);
/** How a plant is reached. The token goes to the secret store and comes back nowhere. */
const reach = {
  url: text(2_000),
  token: v.exactOptional(text(10_000)),
  ca: v.exactOptional(certificates),
  /** Consent to an address that is not encrypted; loopback needs none. */
  allowPlainHttp: v.exactOptional(v.boolean()),
} as const;
const followed = v.pipe(
  v.array(
    v.object({
      system: name,
      scopes: v.pipe(v.array(name), v.maxLength(10_000)),
      /** History from this time on, µs UTC; absent: all of it. */
      since: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
      /** History before this time, µs UTC; absent: whatever comes. */
      until: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
    }),
  ),
  v.maxLength(100),
);

/** What is offered at an address. */
export interface PlantOffer {
  readonly name: string;
  /** The plant's clock minus ours, µs. */
  readonly clockSkew: number;
  readonly systems: readonly {
    readonly system: string;
    /** For example `mes`. */
    readonly kind: string;
    readonly name: string;
    readonly tellsDeletes: boolean;
    readonly acceptsChangeRequests: boolean;
    readonly scopes: readonly {
      readonly scope: string;
      readonly name: string;
      readonly products: readonly string[];
      readonly records: number;
    }[];
  }[];
}

export interface Plant {
  readonly plantId: string;
  readonly name: string;
  readonly url: string;
  readonly hasOwnCa: boolean;
  readonly allowPlainHttp: boolean;
  /** A token is in the secret store. */
  readonly hasToken: boolean;
  readonly paused: boolean;
  readonly systems: readonly {
    readonly system: string;
    readonly name: string;
    readonly acceptsChangeRequests: boolean;
    readonly scopes: readonly {
      readonly scope: string;
      readonly name: string;
      /** History from this time on, µs UTC; undefined: all of it. */
      readonly since: number | undefined;
      /** History before this time, µs UTC; undefined: whatever comes. */
      readonly until: number | undefined;
    }[];
  }[];
}

/**
 * idle: level, waiting for news. syncing: taking changes. waiting: something went wrong that may pass.
 * paused: by a person. offline: can't be reached. refused: the plant says no, a person has to act.
 * failed: our side can't go on.
 */
export type SyncState = "idle" | "syncing" | "waiting" | "paused" | "offline" | "refused" | "failed";

/** How one scope of one system stands. Times are µs by this machine's clock. */
export interface FeedReport {
  readonly plantId: string;
  readonly system: string;
  readonly scope: string;
  /** As `sources.list` names it; undefined until the first contact. */
  readonly sourceId: string | undefined;
  readonly state: SyncState;
  /** Why, where there is something to say. */
  readonly message: string | undefined;
  readonly retryAt: number | undefined;
  /** When it was last known to be level with the plant. */
  readonly asOf: number | undefined;
  /** Changes still to come, as far as is known. */
  readonly behind: number;
  /** Rows taken and bytes received since it began to catch up. */
  readonly rows: number;
  readonly bytes: number;
  /** undefined: too early to say. */
  readonly secondsLeft: number | undefined;
  readonly coverage: {
    /** Records here. */
    readonly records: number;
    /** It was level once: nothing older is missing, except what was over before `since` or began from `until` on. */
    readonly complete: boolean;
    /** What was over before this time is left at the plant, µs UTC; undefined: nothing is. */
    readonly since: number | undefined;
    /** What began at this time or later is left at the plant, µs UTC; undefined: nothing is. */
    readonly until: number | undefined;
    /** A rule of this person removed what was over before, µs UTC; undefined: none did. */
    readonly removedUntil: number | undefined;
    /** Read anew beside what is shown, because the plant began anew. */
    readonly rereading: boolean;
    /** Records set aside because this version can't read them. */
    readonly parked: number;
  };
}

/** Rows taken and bytes received so far, rows still to come as far as is known. */
export interface CatchUpProgress {
  readonly rows: number;
  readonly bytes: number;
  readonly left: number;
  /** undefined: too early to say. */
  readonly secondsLeft: number | undefined;
}

/** A product that is kept whole for travel. */
export interface PinReport {
  readonly partNumber: string;
  /** working: being completed or checked. complete: tree, files and history are here. incomplete: `message` says what is missing. */
  readonly state: "working" | "complete" | "incomplete";
  readonly message: string | undefined;
  readonly records: number;
  readonly files: { readonly here: number; readonly all: number; readonly bytes: number };
  /** Its history is kept from this time on, as its scopes are followed, µs UTC; undefined: all of it. */
  readonly since: number | undefined;
  /** Its history is kept before this time, as its scopes are followed, µs UTC; undefined: whatever comes. */
  readonly until: number | undefined;
  /** When ids and files were last compared with the plants. */
  readonly verifiedAt: number | undefined;
}

export interface PlantsReport {
  readonly plants: readonly (Plant & {
    readonly state: SyncState;
    readonly message: string | undefined;
    /** What a person can mend on the spot: another token, the plant's own certificate authority. */
    readonly needs: "token" | "certificate" | undefined;
    readonly retryAt: number | undefined;
    /** The plant's clock minus ours, µs; shown, decides nothing. */
    readonly clockSkew: number | undefined;
    /** How far all feeds together are since they began to catch up; undefined: they are level. */
    readonly progress: CatchUpProgress | undefined;
    readonly feeds: readonly FeedReport[];
    /** Submissions that wait for the plant. */
    readonly outgoing: number;
    /** When they are tried next, where a try failed though the plant is there. */
    readonly outgoingRetryAt: number | undefined;
  })[];
  readonly pins: readonly PinReport[];
}

/** How secrets are kept: by the system's key store, in a file only this user can read, readable in a file, or not at all. */
export type SecretStorage = "system" | "private-file" | "plain-text" | "memory";

/** One plant of the report. */
export type PlantReport = PlantsReport["plants"][number];

export const plantsService = {
  /** Asks an address what it offers; nothing is kept. Fails with a sentence a person can act on. */
  probe: call<PlantOffer>()(v.object(reach)),
  /** The same of a plant that is followed, with the token that is kept of it. */
  offer: call<PlantOffer>()(v.object({ plantId })),
  list: call<{ readonly plants: readonly Plant[]; readonly secretStorage: SecretStorage }>()(v.object({})),
  add: call<Plant>()(v.object({ name, ...reach, systems: followed })),
  /** Another token, address, authority or choice of scopes; what is absent stays. An empty token removes it, an empty `ca` too. */
  change: call<Plant>()(
    v.object({
      plantId,
      name: v.exactOptional(name),
      url: v.exactOptional(text(2_000)),
      token: v.exactOptional(text(10_000)),
      ca: v.exactOptional(certificates),
      allowPlainHttp: v.exactOptional(v.boolean()),
      systems: v.exactOptional(followed),
    }),
  ),
  /** Removes the plant and everything that came from it; drafts and requests stay. */
  remove: call<void>()(v.object({ plantId })),
  pause: call<void>()(v.object({ plantId })),
  resume: call<void>()(v.object({ plantId })),
  /** Tries everything at once; without a plant, all of them. */
  syncNow: call<void>()(v.object({ plantId: v.exactOptional(plantId) })),
  /**
   * While a plant is read for the first time: takes what belongs to this part and all below it before
   * everything else. Resolves once it is here as far as the plant's snapshots go, at once where nothing is
   * read for the first time; waits where a plant is away. `limit` where so much belongs to it that it comes with
   * the rest. Cancel it when nobody looks at the part any more.
   */
  first: call<void>()(v.object({ partNumber: partNumberSchema })),
  /** Keeps a product whole: scopes that hold it are followed, its files fetched, everything verified. */
  pin: call<void>()(v.object({ partNumber: partNumberSchema })),
  unpin: call<void>()(v.object({ partNumber: partNumberSchema })),
  /** Emits at once and after every change. */
  watch: listen<PlantsReport>()(v.object({})),
} as const;
