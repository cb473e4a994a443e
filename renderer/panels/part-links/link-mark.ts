/** What is said of a link where it is shown. */
import type { PartLink } from "../../../shared/contract/part-links.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDate } from "../../state/format-time.ts";

/** That a line is linked, from what, by whom and since when. */
export function markOf({ number, partNumber, isThere, finder, decidedBy, decidedAt }: PartLink): string {
  const who = decidedBy ?? message("part-link.nobody");
  const how = message(`part-link.how-${finder}`, { who, when: formatDate(decidedAt) });
  return isThere
    ? message("part-link.mark", { number, how })
    : message("part-link.mark-absent", { part: partNumber, how });
}

/** The same in short, within the name of a line. */
export function labelOf(link: PartLink | undefined): string {
  if (link === undefined) return "";
  return link.isThere
    ? message("part-link.label", { number: link.number })
    : message("part-link.label-absent", { part: link.partNumber });
}
