/** What the screen shows now, as a view and as a link to it. */
import type { HostClient } from "../../../shared/contract/contract.ts";
import { VIEW_SCHEME } from "../../../shared/contract/view-address.ts";
import type { AlignAsked } from "../../../shared/contract/aligned.ts";
import { alignmentNow } from "../../panels/timeline/alignment.ts";
import { isOwnKey } from "../../state/unit-key.ts";
import { desktopBridge } from "../../host/bridge.ts";
import { layoutNow } from "../../panels/timeline/lane-layout.ts";
import { shownSpan } from "../../panels/timeline/shown-span.ts";
import { tables } from "../../panels/tables/table-state.ts";
import { colouring } from "../../state/colouring.ts";
import { selection } from "../../state/selection.ts";
import type { ViewedScene } from "../../state/viewpoint-format.ts";
import { keyOf, namesOf, sceneNow } from "../../state/viewpoint.ts";
import { frontPanels } from "../../state/workspace.ts";
import type { LinkedView } from "./linked-view.ts";
import { writeLink, type WrittenLink } from "./view-link.ts";

/** @returns undefined: it would be too long */
export async function linkNow(host: HostClient): Promise<WrittenLink | undefined> {
  return writeLink(await viewNow(host), baseNow());
}

/** Asks the host for the lasting names of what is selected. */
export async function viewNow(host: HostClient): Promise<LinkedView> {
  const { unitId, eventPosition } = selection.getState();
  const asked = alignmentNow();
  const [unit, event, align] = await Promise.all([
    unitId === undefined ? undefined : host.units.details({ unitId }),
    eventPosition === undefined ? undefined : host.events.details({ position: eventPosition }),
    asked === undefined ? undefined : namedAlignment(host, asked),
  ]);
  const { partNumber, scope, window, only, tableFilters, characteristic, structure } = selection.getState();
  const scene = sceneNow();
  const panels = frontPanels();
  const { table, choices } = tables.getState();
  const { sort, group } = choices[table];
  const {
    by,
    within,
    sort: laneSort,
    limit,
    pinned,
    expanded,
    signals,
    together = false,
    apart,
  } = layoutNow();
  const { window: shown } = shownSpan.getState();
  return {
    ...(partNumber === undefined ? {} : { part: partNumber }),
    ...(unit === undefined ? {} : { unit: namesOf(unit) }),
    ...(event === undefined ? {} : { event: linked(keyOf(event)) }),
    scope,
    ...(window === undefined ? {} : { brush: window }),
    ...(shown === undefined ? {} : { shown: { from: Math.floor(shown.from), to: Math.ceil(shown.to) } }),
    structure,
    only: only.map((filter) => ({ ...filter, keys: [...filter.keys] })),
    table: {
      id: table,
      filters: [...(tableFilters[table] ?? [])],
      ...(sort === undefined ? {} : { sort }),
      ...(group === undefined ? {} : { group }),
    },
    lanes: {
      by,
      within,
      sort: laneSort,
      limit,
      pinned,
      expanded,
      ...(signals === undefined ? {} : { signals }),
      together,
      apart: [...(apart ?? [])],
    },
    ...(align === undefined ? {} : { align }),
    colouring: colouring.getState().choice,
    panels: [...panels],
    ...(characteristic === undefined ? {} : { characteristic }),
    ...(scene.camera === undefined || !panels.includes("scene")
      ? {}
      : { scene: { ...scene, camera: rounded(scene.camera) } }),
  };
}

/** Units by serial or lot, which another cache has too. */
async function namedAlignment(
  host: HostClient,
  { operation, units, fill }: AlignAsked,
): Promise<NonNullable<LinkedView["align"]>> {
  const named = await Promise.all(
    units.map(async (key) => {
      if (!isOwnKey(key)) return key;
      const { serial, lot } = await host.units.details({ unitId: Number(key.slice(1)) });
      return serial ?? lot;
    }),
  );
  return { operation, units: named.filter((name) => name !== undefined), fill };
}

type Camera = NonNullable<ViewedScene["camera"]>;

/** To 0.1 µm and 1e-6 radians: nobody sees more, and a link has little room. */
function rounded({ projection, pose: { target, azimuth, polar, distance, roll } }: Camera): Camera {
  const length = (value: number): number => Math.round(value * 1e4) / 1e4;
  const angle = (value: number): number => Math.round(value * 1e6) / 1e6;
  const [x, y, z] = target;
  return {
    projection,
    pose: {
      target: [length(x), length(y), length(z)],
      azimuth: angle(azimuth),
      polar: angle(polar),
      distance: Math.max(1e-4, length(distance)),
      ...(roll === undefined ? {} : { roll: angle(roll) }),
    },
  };
}

function linked({ sourceId, sourceKey, title }: ReturnType<typeof keyOf>): NonNullable<LinkedView["event"]> {
  return { sourceId, sourceKey, title: title.slice(0, 200) };
}

/** The window has no address of its own; the page in a browser has. */
function baseNow(): string {
  if (desktopBridge() !== undefined) return `${VIEW_SCHEME}:/`;
  const { origin, pathname } = globalThis.location;
  return `${origin}${pathname}#`;
}
