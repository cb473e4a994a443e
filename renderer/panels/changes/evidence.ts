/** Events as evidence: the selected one, else what failed on the selected unit, within the brushed span where there is one. */
import type { Evidence } from "../../../shared/contract/changes.ts";
import type { HostClient } from "../../../shared/contract/contract.ts";
import type { EventDetails } from "../../../shared/contract/events.ts";
import type { Selected } from "./about.ts";

/** Events of a unit that are looked through, and of those failed that are taken: more is no evidence, it is a heap. */
const LOOKED_AT = 1_000;
const TAKEN = 20;

export async function evidenceOf(
  host: HostClient,
  { eventPosition, unitId, scope, window }: Selected,
): Promise<readonly Evidence[]> {
  if (eventPosition !== undefined)
    return [evidenceOfEvent(await host.events.details({ position: eventPosition }))];
  if (unitId === undefined || scope !== "unit") return [];
  const { events } = await host.events.list({
    subject: { kind: "unit", unitId },
    ...(window === undefined ? {} : { window }),
    limit: LOOKED_AT,
  });
  const failed = events.filter(({ severity }) => severity === "fail" || severity === "critical");
  const details = failed.slice(0, TAKEN).map(({ position }) => host.events.details({ position }));
  return (await Promise.all(details)).map(evidenceOfEvent);
}

export function evidenceOfEvent(
  event: Pick<EventDetails, "sha256" | "sourceId" | "sourceKey" | "title" | "startedAt">,
): Evidence {
  const { sha256, sourceId, sourceKey, title, startedAt } = event;
  return {
    sha256,
    sourceId,
    sourceKey,
    title: title.slice(0, 1_000),
    ...(startedAt === undefined ? {} : { startedAt }),
  };
}

/** Each record once, in the order in which they came. */
export function mergeEvidence(before: readonly Evidence[], more: readonly Evidence[]): Evidence[] {
  const known = new Set(before.map(({ sha256 }) => sha256));
  return [...before, ...more.filter(({ sha256 }) => !known.has(sha256) && known.add(sha256))];
}
