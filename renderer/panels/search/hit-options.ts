/** Search results as options of a list. */
import type { SearchHit } from "../../../shared/contract/search.ts";
import { message } from "../../messages/catalogue.ts";
import { groupHits } from "./hits.ts";
import type { OptionGroup } from "./search-list.tsx";
import { openHit } from "./use-search.ts";

export function hitGroups(hits: readonly SearchHit[]): readonly OptionGroup[] {
  return groupHits(hits).map((group) => ({
    title: message(`search.group-${group.kind}`),
    options: group.hits.map((hit, index) => ({
      id: `${hit.kind}-${index}`,
      title: hit.title,
      context: hit.context,
      run: () => openHit(hit),
    })),
  }));
}
