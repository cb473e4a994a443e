/** What the screen follows of plants and change requests: one subscription each, begun anew with every connection. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { ChangeSummary } from "../../shared/contract/changes.ts";
import type { PlantsReport } from "../../shared/contract/plants.ts";
import type { Failure } from "../../shared/rpc/failure.ts";
import { connection, currentHost } from "../host/host.ts";
import { asFailure } from "./query.ts";

export interface PlantsState {
  /** undefined: nothing heard yet. */
  readonly report: PlantsReport | undefined;
  readonly reportFailure: Failure | undefined;
  /** Newest first. */
  readonly changes: readonly ChangeSummary[] | undefined;
  readonly changesFailure: Failure | undefined;
}

export const plants = createStore<PlantsState>(() => ({
  report: undefined,
  reportFailure: undefined,
  changes: undefined,
  changesFailure: undefined,
}));

export function usePlants<T>(pick: (state: PlantsState) => T): T {
  return useStore(plants, pick);
}

let watching = new AbortController();

/** Listens anew over the connection under way: after a new connection, or when a person asks for it. */
export function listenToPlants(): void {
  watching.abort();
  watching = new AbortController();
  const { signal } = watching;
  const host = currentHost();
  const told = (key: "reportFailure" | "changesFailure") => (thrown: unknown) => {
    const failure = asFailure(thrown);
    // While the host is gone the status bar says so, and the next connection listens anew.
    if (signal.aborted || failure.kind === "cancelled" || failure.kind === "offline") return;
    plants.setState({ [key]: failure });
  };
  host.plants
    .watch({}, (report) => plants.setState({ report, reportFailure: undefined }), { signal })
    .catch(told("reportFailure"));
  host.changes
    .watch({}, (changes) => plants.setState({ changes, changesFailure: undefined }), { signal })
    .catch(told("changesFailure"));
}

/** Follows every connection from now on; returns what ends it. */
export function followPlants(): () => void {
  let { generation } = connection.getState();
  if (generation > 0) listenToPlants();
  const stop = connection.subscribe((state) => {
    if (state.generation === generation) return;
    generation = state.generation;
    listenToPlants();
  });
  return () => {
    stop();
    watching.abort();
  };
}
