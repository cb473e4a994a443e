import { useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { Empty, Problem, Region } from "../../shell/region.tsx";
import { hitGroups } from "./hit-options.ts";
import { SearchList } from "./search-list.tsx";
import { useSearch } from "./use-search.ts";

/** Search that stays open beside the work. */
export function SearchPanel(): ReactNode {
  const [text, setText] = useState("");
  const query = useSearch(text, 100);
  const asked = text.trim();
  return (
    <Region name={message("panel.search")} className="search-panel">
      <SearchList
        text={text}
        onText={setText}
        groups={asked === "" ? [] : hitGroups(query.data ?? [])}
        placeholder={message("search.panel-placeholder")}
        inputClass="field search-panel-input"
      >
        {query.failure === undefined ? (
          <Empty>
            {asked === "" || query.loading
              ? message("search.empty")
              : message("search.none", { text: asked })}
          </Empty>
        ) : (
          <Problem what={message("search.failed")} failure={query.failure} retry={query.retry} />
        )}
      </SearchList>
    </Region>
  );
}
