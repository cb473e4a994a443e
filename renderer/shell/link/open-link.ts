/** Opens a link: all of it that is in this cache, and what is not is said. Undo leads back. */
import type { HostClient } from "../../../shared/contract/contract.ts";
import type { EventFilter } from "../../../shared/contract/event-filter.ts";
import { message } from "../../messages/catalogue.ts";
import { alignment } from "../../panels/timeline/alignment.ts";
import { layoutNow } from "../../panels/timeline/lane-layout.ts";
import { showSpan, shownSpan } from "../../panels/timeline/shown-span.ts";
import { tables, type TablesState } from "../../panels/tables/table-state.ts";
import { cache, findPart } from "../../state/cache.ts";
import { showColouring } from "../../state/colour-steps.ts";
import { colouring } from "../../state/colouring.ts";
import { filterName } from "../../state/filter-names.ts";
import { eventOf, keepScene, placeScene, unitOf } from "../../state/open-viewpoint.ts";
import { selection, type Filters, type SelectedSubject } from "../../state/selection.ts";
import { changeSettings } from "../../state/settings.ts";
import { undoStack } from "../../state/undo.ts";
import { isOwnKey } from "../../state/unit-key.ts";
import { frontPanels, showPanel } from "../../state/workspace.ts";
import type { LinkedView } from "./linked-view.ts";
import { readLink } from "./view-link.ts";

/** Counts what is shown: a model that comes late belongs to the view that waited for it, or to none. */
let turn = 0;

export interface OpenedLink {
  /** What of it is here is on the screen. */
  readonly isShown: boolean;
  /** Sentences about what is not; none where all of it is. */
  readonly missing: readonly string[];
}

export async function openLink(host: HostClient, link: string): Promise<OpenedLink> {
  const read = readLink(link);
  if (read.is !== "view") return { isShown: false, missing: [message(`link.${read.is}`)] };
  return { isShown: true, missing: await openView(host, read.view, message("link.opened")) };
}

/**
 * Shows a view, as one step of Undo with that title.
 * @returns sentences about what of it is not here; none where all of it is
 */
export async function openView(
  host: HostClient,
  view: LinkedView,
  title: string,
): Promise<readonly string[]> {
  const missing: string[] = [];
  const subject = await subjectOf(host, view, missing);
  const only = await filtersOf(host, view, missing);
  if (view.cut !== undefined) missing.push(message("link.cut", { count: view.cut }));
  if (view.shortened === true) missing.push(message("link.shortened"));
  const back = keepNow();
  const show = async (told: string[]): Promise<void> => {
    turn += 1;
    const mine = turn;
    showView(view, subject, only);
    const { scene } = view;
    if (scene !== undefined && subject.partNumber !== undefined)
      await placeScene(scene, subject.partNumber, subject, told, () => mine === turn);
  };
  // Before its model is there: whoever goes back meanwhile is not overtaken by it.
  undoStack.getState().push({
    title,
    undo: () => {
      turn += 1;
      return back();
    },
    redo: () => show([]),
  });
  await show(missing);
  return missing;
}

async function subjectOf(host: HostClient, view: LinkedView, missing: string[]): Promise<SelectedSubject> {
  const { part, scope } = view;
  const isThere = part !== undefined && findPart(cache.getState().tree, part) !== undefined;
  if (part !== undefined && !isThere) missing.push(message("link.no-part", { name: part }));
  const unitId = await unitOf(host, view.unit, missing);
  const eventPosition = await eventOf(host, view.event, missing);
  return {
    ...(isThere ? { partNumber: part } : {}),
    ...(unitId === undefined ? {} : { unitId }),
    ...(eventPosition === undefined ? {} : { eventPosition }),
    ...(view.characteristic === undefined ? {} : { characteristic: view.characteristic }),
    nodes: [],
    scope: unitId === undefined ? "part" : scope,
  };
}

/** Without the keys that nothing here has: by them alone nothing at all would be shown. */
async function filtersOf(
  host: HostClient,
  { only = [] }: LinkedView,
  missing: string[],
): Promise<EventFilter[]> {
  if (only.length === 0) return [];
  // A unit without a name is known to the cache that the link was made in, which may have been another.
  const nameless = only.flatMap(({ by, keys }) => (by === "unit" ? keys.filter(isOwnKey) : []));
  const unknown = [
    ...(await host.events.unknownKeys({ only })),
    ...(nameless.length === 0 ? [] : [{ by: "unit" as const, keys: nameless }]),
  ];
  for (const { by, keys } of unknown)
    for (const key of keys) missing.push(message("link.no-filter", { filter: filterName(by, key) }));
  return only.flatMap(({ by, keys }): EventFilter[] => {
    const gone = unknown.flatMap((each) => (each.by === by ? each.keys : []));
    const left = keys.filter((key) => !gone.includes(key));
    return left.length === 0 ? [] : [{ by, keys: left }];
  });
}

function showView(view: LinkedView, subject: SelectedSubject, only: EventFilter[]): void {
  const { table, brush, shown, lanes, panels = [], scene } = view;
  const { restore, setFilters, tableFilters, only: before, structure } = selection.getState();
  setFilters({
    only: view.only === undefined ? before : only,
    tableFilters: table === undefined ? tableFilters : { ...tableFilters, [table.id]: table.filters },
    structure: view.structure ?? structure,
  });
  restore(subject);
  selection.getState().brush(brush);
  if (table !== undefined) {
    const choice = { sort: table.sort, group: table.group, open: [] };
    tables.setState(({ choices }) => ({
      table: table.id,
      own: undefined,
      choices: { ...choices, [table.id]: choice },
    }));
  }
  if (lanes !== undefined) {
    const named = (ids: readonly string[]): string[] => ids.filter((id) => !isNamelessLane(id));
    const { pinned, expanded } = lanes;
    changeSettings({
      timelineLanes: { ...layoutNow(), ...lanes, pinned: named(pinned), expanded: named(expanded) },
    });
    showSpan(shown);
    const { part: partNumber, align } = view;
    const asked =
      align === undefined || partNumber === undefined
        ? undefined
        : { partNumber, ...align, units: align.units.filter((key) => !isOwnKey(key)) };
    alignment.setState({ asked });
  }
  if (view.colouring !== undefined) showColouring(view.colouring);
  if (scene !== undefined) showPanel("scene");
  for (const panel of panels) showPanel(panel);
}

/** The lane of a unit without a name, which is another unit elsewhere. */
const isNamelessLane = (id: string): boolean => id.startsWith("unit:") && isOwnKey(id.slice("unit:".length));

/** @returns what brings back what is shown now */
function keepNow(): () => Promise<void> {
  const {
    partNumber,
    unitId,
    eventPosition,
    face,
    faces,
    characteristic,
    nodes,
    scope,
    window,
    only,
    tableFilters,
    structure,
  } = selection.getState();
  const subject: SelectedSubject = {
    ...(partNumber === undefined ? {} : { partNumber }),
    ...(unitId === undefined ? {} : { unitId }),
    ...(eventPosition === undefined ? {} : { eventPosition }),
    ...(face === undefined ? {} : { face }),
    ...(faces === undefined ? {} : { faces }),
    ...(characteristic === undefined ? {} : { characteristic }),
    nodes,
    scope,
  };
  const filters: Filters = { only, tableFilters, structure };
  const { table, choices, own }: TablesState = tables.getState();
  const layout = layoutNow();
  const { choice } = colouring.getState();
  const { window: shown } = shownSpan.getState();
  const panels = frontPanels();
  const { asked } = alignment.getState();
  const scene = keepScene();
  return async () => {
    selection.getState().setFilters(filters);
    selection.getState().restore(subject);
    selection.getState().brush(window);
    tables.setState({ table, choices, own });
    changeSettings({ timelineLanes: layout });
    showColouring(choice);
    showSpan(shown);
    alignment.setState({ asked });
    for (const panel of panels) showPanel(panel);
    await scene();
  };
}
