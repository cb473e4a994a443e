/** What the screen is told of plants: what is stored of them and how they stand, without any secret. */
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
      scopes: scopes.map(({ scope, scopeName, since }) => ({ scope, name: scopeName, since })),
    })),
  };
}

export function reportOf(
  stored: readonly StoredPlant[],
  tokens: ReadonlyMap<string, string>,
  { plants, pins }: SyncStanding,
  outgoing: Readonly<Record<string, number>>,
  readOnly: boolean,
): PlantsReport {
  return {
    pins,
    plants: stored.map((plant) => {
      const standing = plants.find(({ plantId }) => plantId === plant.plantId);
      return {
        ...plantOf(plant, tokens),
        state: readOnly ? "paused" : stateOf(plant, standing),
        message: readOnly ? OPEN_ELSEWHERE : standing?.message,
        needs: standing?.needs,
        retryAt: standing?.retryAt,
        outgoingRetryAt: standing?.outgoingRetryAt,
        clockSkew: standing?.clockSkew,
        feeds: (standing?.feeds ?? []).map((feed) => feedReport(plant.plantId, feed)),
        outgoing: outgoing[plant.plantId] ?? 0,
      };
    }),
  };
}

/** Until the worker has said something of a plant it is about to be looked at. */
const stateOf = ({ paused }: StoredPlant, standing: PlantStanding | undefined): PlantStanding["state"] =>
  standing?.state ?? (paused ? "paused" : "syncing");

function feedReport(plantId: string, feed: FeedStanding): FeedReport {
  const { records, complete, since, rereading, parked, ...rest } = feed;
  return { plantId, ...rest, coverage: { records, complete, since, rereading, parked } };
}
