/**
 * What the screen shows, as data that opens it again, here or in another cache: the one shape of links and of views
 * that are kept under a name. So nothing in it is an index or a row: parts by number, units by serial, events by their
 * source's key, lanes and filters by their keys, occurrences by their names from the root. A key of a unit without a
 * serial or a lot is left out when it is opened (open-link.ts).
 */
import * as v from "valibot";
import { alignSchema } from "../../../shared/contract/aligned.ts";
import { text, windowSchema } from "../../../shared/contract/common.ts";
import { eventFiltersSchema } from "../../../shared/contract/event-filter.ts";
import { tableFilterSchema } from "../../../shared/contract/tables.ts";
import { laneLayoutSchema } from "../../../shared/contract/timeline-lanes.ts";
import { PANELS } from "../../../shared/commands/panels.ts";
import { TABLE_IDS } from "../../../shared/model/table-columns.ts";
import { choiceSchema } from "../../state/colouring.ts";
import { characteristicSchema, sceneSchema } from "../../state/viewpoint-format.ts";

const name = text(1_000);
const lanes = laneLayoutSchema.entries;
const column = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

export const viewSchema = v.object({
  part: v.exactOptional(name),
  unit: v.exactOptional(
    v.object({
      partNumber: name,
      serial: v.exactOptional(name),
      lot: v.exactOptional(name),
      position: v.exactOptional(v.pipe(v.number(), v.finite())),
      sourceId: v.exactOptional(name),
    }),
  ),
  event: v.exactOptional(
    v.object({ sourceId: name, sourceKey: name, title: name, sha256: v.exactOptional(text(64)) }),
  ),
  scope: v.picklist(["part", "unit"]),
  /** The brushed span, and what the timeline shows; absent: none, everything. µs UTC. */
  brush: v.exactOptional(windowSchema),
  shown: v.exactOptional(windowSchema),
  /** These are absent where a view was saved before it held them: then what is shown stays. */
  only: v.exactOptional(eventFiltersSchema),
  structure: v.exactOptional(v.picklist(["designed", "built"])),
  table: v.exactOptional(
    v.object({
      id: v.picklist(TABLE_IDS),
      filters: v.pipe(v.array(tableFilterSchema), v.maxLength(20)),
      sort: v.exactOptional(v.object({ column, descending: v.boolean() })),
      group: v.exactOptional(column),
    }),
  ),
  lanes: v.exactOptional(
    v.object({
      by: lanes.by,
      within: lanes.within,
      sort: lanes.sort,
      limit: lanes.limit,
      pinned: lanes.pinned,
      expanded: lanes.expanded,
      signals: lanes.signals,
      together: lanes.together,
      apart: lanes.apart,
    }),
  ),
  /** Units of the part laid over each other at the start of an operation: by serial or lot, those without one left out. */
  align: v.exactOptional(
    v.object({
      operation: alignSchema.entries.operation,
      units: alignSchema.entries.units,
      fill: alignSchema.entries.fill,
    }),
  ),
  colouring: v.exactOptional(choiceSchema),
  /** In front, of the dock's groups. */
  panels: v.exactOptional(v.pipe(v.array(v.picklist(PANELS)), v.maxLength(PANELS.length))),
  characteristic: v.exactOptional(characteristicSchema),
  /** Absent: the 3D view was not in front, or stays as it is. */
  scene: v.exactOptional(sceneSchema),
  /** Occurrences that were hidden, shown as ghosts or alone, and for which there was no room. */
  cut: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** There was no room for sections, measurements and what was picked. */
  shortened: v.exactOptional(v.literal(true)),
});
export type LinkedView = v.InferOutput<typeof viewSchema>;

/**
 * The view as far as `fits` takes it, leaving out what can best be done without, in this order: lanes by name, some of
 * what is hidden (`cut` says how much), tools over the model and what is picked. Undefined: even so it does not fit.
 */
export function fitView(view: LinkedView, fits: (view: LinkedView) => boolean): LinkedView | undefined {
  if (fits(view)) return view;
  const { lanes: wide, scene } = view;
  const shorter: LinkedView = {
    ...view,
    ...(wide === undefined ? {} : { lanes: { ...wide, pinned: [], expanded: [] } }),
  };
  if (fits(shorter)) return shorter;
  if (scene === undefined) return undefined;
  const { tools: _tools, ...bare } = scene;
  const tries: readonly LinkedView[] = [
    shorter,
    { ...shorter, scene: { ...bare, occurrences: [] }, shortened: true },
  ];
  for (const of of tries) {
    const cutTo = (count: number): LinkedView => withSeen(of, count);
    if (!fits(cutTo(0))) continue;
    let [least, beyond] = [0, countOf(of) + 1];
    while (beyond - least > 1) {
      const middle = (least + beyond) >> 1;
      if (fits(cutTo(middle))) least = middle;
      else beyond = middle;
    }
    return cutTo(least);
  }
  return undefined;
}

type Seen = readonly (readonly [how: "hidden" | "ghosted", path: string])[];

/** One after the other: what is hidden counts for more than ghosts. */
function seenOf({ scene }: LinkedView): Seen {
  return [
    ...(scene?.visibility?.hidden ?? []).map((path) => ["hidden", path] as const),
    ...(scene?.visibility?.ghosted ?? []).map((path) => ["ghosted", path] as const),
  ];
}

/** What is shown alone is the last one, and one: a part of it would hide what was to be seen. */
const countOf = (view: LinkedView): number =>
  seenOf(view).length + (view.scene?.visibility?.isolated === undefined ? 0 : 1);

/** With the first `count` of them. */
function withSeen(view: LinkedView, count: number): LinkedView {
  const { scene } = view;
  if (scene?.visibility === undefined) return view;
  const seen = seenOf(view);
  const { isolated: alone, hiddenBodies } = scene.visibility;
  const isolated = count > seen.length ? alone : undefined;
  const cut = Math.max(0, seen.length - count) + (isolated === undefined ? (alone?.length ?? 0) : 0);
  const of = (how: string): string[] =>
    seen.slice(0, count).flatMap((each) => (each[0] === how ? [each[1]] : []));
  const visibility = {
    hidden: of("hidden"),
    ghosted: of("ghosted"),
    ...(isolated === undefined ? {} : { isolated }),
    ...(hiddenBodies === undefined ? {} : { hiddenBodies }),
  };
  return { ...view, scene: { ...scene, visibility }, ...(cut === 0 ? {} : { cut }) };
}
