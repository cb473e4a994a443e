/** The link to what the screen shows now. */
import type { HostClient } from "../../../shared/contract/contract.ts";
import { desktopBridge } from "../../host/bridge.ts";
import { layoutNow } from "../../panels/timeline/lane-layout.ts";
import { shownSpan } from "../../panels/timeline/shown-span.ts";
import { tables } from "../../panels/tables/table-state.ts";
import { colouring } from "../../state/colouring.ts";
import { selection } from "../../state/selection.ts";
import { keyOf, namesOf } from "../../state/viewpoint.ts";
import { frontPanels } from "../../state/workspace.ts";
import { writeLink, type LinkedView } from "./view-link.ts";

/** Asks the host for the lasting names of what is selected. @returns undefined: it would be too long */
export async function linkNow(host: HostClient): Promise<string | undefined> {
  const { unitId, eventPosition } = selection.getState();
  const [unit, event] = await Promise.all([
    unitId === undefined ? undefined : host.units.details({ unitId }),
    eventPosition === undefined ? undefined : host.events.details({ position: eventPosition }),
  ]);
  const { partNumber, scope, window, only, tableFilters } = selection.getState();
  const { table, choices } = tables.getState();
  const { sort, group } = choices[table];
  const { by, within, sort: laneSort, limit, pinned, expanded } = layoutNow();
  const { window: shown } = shownSpan.getState();
  const view: LinkedView = {
    ...(partNumber === undefined ? {} : { part: partNumber }),
    ...(unit === undefined ? {} : { unit: namesOf(unit) }),
    ...(event === undefined ? {} : { event: linked(keyOf(event)) }),
    scope,
    ...(window === undefined ? {} : { brush: window }),
    ...(shown === undefined ? {} : { shown: { from: Math.floor(shown.from), to: Math.ceil(shown.to) } }),
    only: only.map((filter) => ({ ...filter, keys: [...filter.keys] })),
    table: {
      id: table,
      filters: [...(tableFilters[table] ?? [])],
      ...(sort === undefined ? {} : { sort }),
      ...(group === undefined ? {} : { group }),
    },
    lanes: { by, within, sort: laneSort, limit, pinned, expanded },
    colouring: colouring.getState().choice,
    panels: [...frontPanels()],
  };
  return writeLink(view, baseNow());
}

function linked({ sourceId, sourceKey, title }: ReturnType<typeof keyOf>): NonNullable<LinkedView["event"]> {
  return { sourceId, sourceKey, title: title.slice(0, 200) };
}

/** The window has no address of its own; the page in a browser has. */
function baseNow(): string {
  if (desktopBridge() !== undefined) return "throughline:/";
  const { origin, pathname } = globalThis.location;
  return `${origin}${pathname}#`;
}
