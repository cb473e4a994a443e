/** Where a change request can go: the systems that take them; one that has a number stays where it got it. */
import type { ChangeSummary } from "../../../shared/contract/changes.ts";
import type { PlantsReport } from "../../../shared/contract/plants.ts";

export interface Target {
  readonly key: string;
  readonly plantId: string;
  readonly system: string;
  readonly name: string;
}

export function targetsOf(
  report: PlantsReport | undefined,
  before: Pick<ChangeSummary, "number" | "plantId" | "system"> | undefined,
): readonly Target[] {
  const all = (report?.plants ?? []).flatMap(({ plantId, name: plant, systems }) =>
    systems
      .filter(({ acceptsChangeRequests }) => acceptsChangeRequests)
      .map(({ system, name }): Target => ({
        key: `${plantId}/${system}`,
        plantId,
        system,
        name: `${plant}, ${name}`,
      })),
  );
  if (before?.number === undefined) return all;
  return all.filter(({ plantId, system }) => plantId === before.plantId && system === before.system);
}
