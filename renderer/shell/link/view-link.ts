/**
 * What the screen shows as a short text: a link that opens it again, here or in another cache. So nothing in it is an
 * index or a row: parts by number, units by serial, events by their source's key, lanes and filters by their keys. A key of
 * a unit without a serial or a lot is left out when the link is opened (open-link.ts).
 */
import * as v from "valibot";
import { text, windowSchema } from "../../../shared/contract/common.ts";
import { eventFiltersSchema } from "../../../shared/contract/event-filter.ts";
import { tableFilterSchema } from "../../../shared/contract/tables.ts";
import { laneLayoutSchema } from "../../../shared/contract/timeline-lanes.ts";
import { PANELS } from "../../../shared/commands/panels.ts";
import { TABLE_IDS } from "../../../shared/model/table-columns.ts";
import { choiceSchema } from "../../state/colouring.ts";

/** Characters of a whole link: what mail programs and chats still take as one. */
export const LONGEST_LINK = 8_000;
const VERSION = 1;

const name = text(1_000);
const lanes = laneLayoutSchema.entries;
const column = v.pipe(v.string(), v.minLength(1), v.maxLength(40));

const viewSchema = v.object({
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
  event: v.exactOptional(v.object({ sourceId: name, sourceKey: name, title: name })),
  scope: v.picklist(["part", "unit"]),
  /** The brushed span, and what the timeline shows; absent: none, everything. µs UTC. */
  brush: v.exactOptional(windowSchema),
  shown: v.exactOptional(windowSchema),
  only: eventFiltersSchema,
  table: v.object({
    id: v.picklist(TABLE_IDS),
    filters: v.pipe(v.array(tableFilterSchema), v.maxLength(20)),
    sort: v.exactOptional(v.object({ column, descending: v.boolean() })),
    group: v.exactOptional(column),
  }),
  lanes: v.object({
    by: lanes.by,
    within: lanes.within,
    sort: lanes.sort,
    limit: lanes.limit,
    pinned: lanes.pinned,
    expanded: lanes.expanded,
  }),
  colouring: v.exactOptional(choiceSchema),
  /** In front, of the dock's groups. */
  panels: v.pipe(v.array(v.picklist(PANELS)), v.maxLength(PANELS.length)),
});
export type LinkedView = v.InferOutput<typeof viewSchema>;

/** @param base all before the view: `throughline:/`, or the page's own address and `#`. Undefined: it would be too long. */
export function writeLink(view: LinkedView, base: string): string | undefined {
  const link = (of: LinkedView): string => `${base}/view/${VERSION}.${encoded(JSON.stringify(of))}`;
  const whole = link(view);
  if (whole.length <= LONGEST_LINK) return whole;
  // Lanes are the longest that can be done without.
  const shorter = link({ ...view, lanes: { ...view.lanes, pinned: [], expanded: [] } });
  return shorter.length <= LONGEST_LINK ? shorter : undefined;
}

/** `newer`: a later version made it; `unreadable`: it is no link to a view, or damaged. */
export type ReadLink =
  | { readonly is: "view"; readonly view: LinkedView }
  | { readonly is: "newer" | "unreadable" };

/** @param link of either shell, or its end alone */
export function readLink(link: string): ReadLink {
  if (link.length > LONGEST_LINK) return { is: "unreadable" };
  const found = /(?:^|\/)view\/(\d{1,6})\.([A-Za-z0-9_-]+)$/.exec(link.trim());
  if (found === null) return { is: "unreadable" };
  const [, version = "", payload = ""] = found;
  if (Number(version) > VERSION) return { is: "newer" };
  const parsed = v.safeParse(viewSchema, decoded(payload));
  return parsed.success ? { is: "view", view: parsed.output } : { is: "unreadable" };
}

/** Base64 for addresses (RFC 4648, section 5), without its padding. */
function encoded(json: string): string {
  const bytes = Array.from(new TextEncoder().encode(json), (byte) => String.fromCharCode(byte));
  return btoa(bytes.join("")).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Undefined where it is no JSON. */
function decoded(payload: string): unknown {
  try {
    const bytes = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const utf8 = new TextDecoder("utf-8", { fatal: true });
    return JSON.parse(utf8.decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0))));
  } catch {
    // A character or two is gone, or never was there: whichever, it is no link.
    return undefined;
  }
}
