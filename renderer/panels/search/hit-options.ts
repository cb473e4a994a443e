/** Search results as options of a list. */
import type { SearchKind, SearchResult } from "../../../shared/contract/search.ts";
import { formatCount } from "../../state/format-number.ts";
import { message } from "../../messages/catalogue.ts";
import { groupHits } from "./hits.ts";
import type { OptionGroup } from "./search-list.tsx";
import { openHit } from "./use-search.ts";

/** A kind in words, and where there are more than are listed, how many those are. */
export function kindTitle(kind: SearchKind, count: number, isMore: boolean): string {
  const title = message(`search.group-${kind}`);
  return isMore ? message("search.group-first", { title, count: formatCount(count) }) : title;
}

export function hitGroups({ hits, more }: SearchResult): readonly OptionGroup[] {
  return groupHits(hits).map((group) => ({
    title: kindTitle(group.kind, group.hits.length, more.includes(group.kind)),
    options: group.hits.map((hit, index) => ({
      id: `${hit.kind}-${index}`,
      title: hit.title,
      ...(hit.eventKind === undefined ? {} : { eventKind: hit.eventKind }),
      context: hit.context,
      run: () => openHit(hit),
    })),
  }));
}
