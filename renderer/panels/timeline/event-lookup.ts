/** What is known about single events: from the list of the visible ones, else asked one by one. */
import type { EventSummary } from "../../../shared/contract/events.ts";
import { currentHost } from "../../host/host.ts";
import { selection } from "../../state/selection.ts";
import type { MarkedEvent } from "../../timeline/view.ts";

/** Kept so many; a session of hovering must not grow without end. */
const LIMIT = 4_000;
const known = new Map<number, EventSummary>();

export function rememberEvents(events: readonly EventSummary[]): void {
  if (known.size + events.length > LIMIT) known.clear();
  for (const event of events) known.set(event.position, event);
}

export function knownEvent(position: number): EventSummary | undefined {
  return known.get(position);
}

/** Rejects like the call it makes. */
export async function lookUpEvent(position: number, signal?: AbortSignal): Promise<EventSummary> {
  const there = known.get(position);
  if (there !== undefined) return there;
  const event = await currentHost().events.details({ position }, signal === undefined ? {} : { signal });
  rememberEvents([event]);
  return event;
}

/** Selects an event with the part and unit it is about; without them where they can't be had. */
export async function selectEvent(position: number): Promise<void> {
  const about = await lookUpEvent(position).catch(() => undefined);
  const { partNumber, unitId } = about ?? {};
  selection.getState().selectEvent(position, {
    // A product's timeline shows its parts' events: reading one must not leave the product.
    ...(selection.getState().partNumber === undefined && partNumber !== undefined ? { partNumber } : {}),
    ...(unitId === undefined ? {} : { unitId }),
  });
}

export function markedEvent(event: EventSummary | undefined): MarkedEvent | undefined {
  if (event?.startedAt === undefined) return undefined;
  const { position, kind, startedAt, endedAt, partNumber, serial, equipment, sourceId } = event;
  const unit = partNumber === undefined || serial === undefined ? undefined : `${partNumber}/${serial}`;
  const keys = {
    kind,
    equipment: equipment ?? "",
    source: sourceId,
    ...(unit === undefined ? {} : { unit }),
  };
  return { position, kind, keys, from: startedAt, to: endedAt };
}
