/** Asks the host while a person types. */
import type { EventKind } from "../../../shared/model/event.ts";
import type { FoundKinds, SearchHit, SearchKind, SearchResult } from "../../../shared/contract/search.ts";
import { useQuery, type Query } from "../../state/query.ts";
import { selection } from "../../state/selection.ts";

/** `limit`: hits of each kind; `kind`: of this one alone; `eventKind`: of events, those of this kind. */
export function useSearch(
  text: string,
  limit: number,
  kind?: SearchKind,
  eventKind?: EventKind,
): Query<SearchResult> {
  const trimmed = text.trim().slice(0, 200);
  return useQuery(
    trimmed === "" ? undefined : `search:${limit}:${kind ?? ""}:${eventKind ?? ""}:${trimmed}`,
    (host, options) => host.search.query({ text: trimmed, limit, kind, eventKind }, options),
    { keep: true, delay: 60 },
  );
}

/** Of which kinds the events are that are found so; '': of none. They come after the hits, and stay until the next do. */
export function useEventKinds(text: string): Query<FoundKinds> {
  const trimmed = text.trim().slice(0, 200);
  return useQuery(
    trimmed === "" ? undefined : `search-kinds:${trimmed}`,
    (host, options) => host.search.eventKinds({ text: trimmed }, options),
    { keep: true, delay: 150 },
  );
}

/** A hit becomes the subject of the whole screen. */
export function openHit(hit: SearchHit): void {
  const { selectPart, selectUnit, selectEvent } = selection.getState();
  if (hit.kind === "event" && hit.position !== undefined) {
    selectEvent(hit.position, {
      ...(hit.partNumber === undefined ? {} : { partNumber: hit.partNumber }),
      ...(hit.unitId === undefined ? {} : { unitId: hit.unitId }),
    });
  } else if (hit.unitId !== undefined) selectUnit(hit.unitId, hit.partNumber);
  else if (hit.partNumber !== undefined) selectPart(hit.partNumber);
  else if (hit.position !== undefined) selectEvent(hit.position);
}
