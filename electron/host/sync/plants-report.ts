/** What the screen is told of plants: what is stored of them and how they stand, without any secret. */
import { DEMO_PLANT } from "../../../shared/contract/demo.ts";
import type { FeedReport, Plant, PlantsReport } from "../../../shared/contract/plants.ts";
import { OPEN_ELSEWHERE } from "../store/writer/only-reading.ts";
import type { StoredPlant } from "../store/writer/plants.ts";
import type { FeedStanding, PlantStanding, SyncStanding } from "./sync-contract.ts";

export function plantOf(plant: StoredPlant, tokens: ReadonlyMap<string, string>): Plant {
  const { plantId, name, url, ca, allowPlainHttp, paused } = plant;
  const bySystem = Map.groupBy(plant.scopes, ({ system }) => system);
  return {
    plantId,
    name,
    url,
    hasOwnCa: ca !== undefined,
    allowPlainHttp,
    hasToken: tokens.has(plantId),
    paused,
    systems: [...bySystem].map(([system, scopes]) => ({
      system,
      name: scopes[0]?.systemName ?? system,
      acceptsChangeRequests: scopes.some(({ accepts }) => accepts.includes("change-request")),
      scopes: scopes.map(({ scope, scopeName, since, until }) => ({ scope, name: scopeName, since, until })),
    })),
  };
}

/** What the whole program's state says of a plant before the plant's own. */
export interface Circumstances {
  readonly readOnly: boolean;
  /** Why the demo's plant is not followed; undefined where it is, or is about to be. */
  readonly absence: string | undefined;
}

export function reportOf(
  stored: readonly StoredPlant[],
  tokens: ReadonlyMap<string, string>,
  { plants, pins }: SyncStanding,
  outgoing: Readonly<Record<string, number>>,
  { readOnly, absence }: Circumstances,
): PlantsReport {
  return {
    pins,
    plants: stored.map((plant) => {
      const standing = plants.find(({ plantId }) => plantId === plant.plantId);
      return {
        ...plantOf(plant, tokens),
        ...stateAndMessage(plant, standing, { readOnly, absence }),
        needs: standing?.needs,
        retryAt: standing?.retryAt,
        outgoingRetryAt: standing?.outgoingRetryAt,
        clockSkew: standing?.clockSkew,
        progress: standing?.progress,
        feeds: (standing?.feeds ?? []).map((feed) => feedReport(plant.plantId, feed)),
        outgoing: outgoing[plant.plantId] ?? 0,
      };
    }),
  };
}

function stateAndMessage(
  { plantId, paused }: StoredPlant,
  standing: PlantStanding | undefined,
  { readOnly, absence }: Circumstances,
): Pick<PlantStanding, "state" | "message"> {
  if (readOnly) return { state: "paused", message: OPEN_ELSEWHERE };
  if (standing !== undefined) return { state: standing.state, message: standing.message };
  if (paused) return { state: "paused", message: undefined };
  if (plantId === DEMO_PLANT && absence !== undefined) return { state: "offline", message: absence };
  // Until the worker has said something of a plant it is about to be looked at.
  return { state: "syncing", message: undefined };
}

function feedReport(plantId: string, feed: FeedStanding): FeedReport {
  const { records, complete, since, until, removedUntil, rereading, parked, ...rest } = feed;
  const coverage = { records, complete, since, until, removedUntil, rereading, parked };
  return { plantId, ...rest, coverage };
}
