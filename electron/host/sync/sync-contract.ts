/** What the sync worker does for the host. Internal: typed, not checked again. */
import * as v from "valibot";
import type { FeedReport, PinReport, PlantOffer, PlantReport } from "../../../shared/contract/plants.ts";
import { call, listen } from "../../../shared/rpc/service.ts";
import type { Reach } from "../connectors/connector.ts";
import type { StoredPlant } from "../store/writer/plants.ts";

/** A plant as it is stored, with the token that the secret store holds. */
export interface KnownPlant {
  readonly stored: StoredPlant;
  readonly token: string | undefined;
}

/** As the report tells it, in one level: whose it is and what it covers are told apart from each other there. */
export type FeedStanding = Omit<FeedReport, "plantId" | "coverage"> & FeedReport["coverage"];

export interface PlantStanding extends Pick<
  PlantReport,
  "plantId" | "state" | "message" | "needs" | "retryAt" | "outgoingRetryAt" | "clockSkew" | "progress"
> {
  readonly feeds: readonly FeedStanding[];
}

export interface SyncStanding {
  readonly plants: readonly PlantStanding[];
  readonly pins: readonly PinReport[];
  /** Counts up when the engine changed what is stored of plants (a pin followed a further scope). */
  readonly storedChanges: number;
}

/** A model file of a part that came and can be drawn. */
export interface ArrivedModel {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  readonly sourceId: string;
  /** The part that it is a model of. */
  readonly partNumber: string | undefined;
}

const typed = <T>() => v.custom<T>(() => true);
const plant = typed<{ readonly plantId: string }>();

export const syncContract = {
  engine: {
    start:
      call<void>()(typed<{ readonly plants: readonly KnownPlant[]; readonly pins: readonly string[] }>()),
    /** Adds a plant, or gives one that is there other settings. */
    set: call<void>()(typed<KnownPlant>()),
    remove: call<void>()(plant),
    pause: call<void>()(plant),
    resume: call<void>()(plant),
    syncNow: call<void>()(typed<{ readonly plantId?: string }>()),
    /** Takes what belongs to a part and all below it first; resolves when that is here of every feed. */
    first: call<void>()(typed<{ readonly partNumber: string }>()),
    /** Records of feeds were removed: files that only they waited for go too. */
    forgotten: call<void>()(v.object({})),
    outboxChanged: call<void>()(plant),
    pin: call<void>()(typed<{ readonly partNumber: string }>()),
    unpin: call<void>()(typed<{ readonly partNumber: string }>()),
    probe: call<PlantOffer>()(typed<{ readonly reach: Reach }>()),
    watch: listen<SyncStanding>()(v.object({})),
    /** Model files as they arrive, and at once those that are here and were not drawn yet. */
    models: listen<ArrivedModel>()(v.object({})),
    stop: call<void>()(v.object({})),
  },
} as const;
