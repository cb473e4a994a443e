import { useState, type ReactNode } from "react";
import type { SearchKind, SearchResult } from "../../../shared/contract/search.ts";
import { message } from "../../messages/catalogue.ts";
import { Empty, Problem, Region } from "../../components/region.tsx";
import { formatCount } from "../../state/format-number.ts";
import { hitGroups } from "./hit-options.ts";
import { groupHits } from "./hits.ts";
import { SearchList } from "./search-list.tsx";
import { useSearch } from "./use-search.ts";
import "./search.css";

/** Hits of each kind while all are listed, and where one is looked at alone. */
const OF_ALL = 50;
const OF_ONE = 200;

/** Search that stays open beside the work. */
export function SearchPanel(): ReactNode {
  const [text, setText] = useState("");
  const [kind, setKind] = useState<SearchKind>();
  const all = useSearch(text, OF_ALL);
  const ofKind = useSearch(kind === undefined ? "" : text, OF_ONE, kind);
  const query = kind === undefined ? all : ofKind;
  const asked = text.trim();
  return (
    <Region name={message("panel.search")} className="search-panel">
      <SearchList
        text={text}
        onText={setText}
        groups={asked === "" || query.data === undefined ? [] : hitGroups(query.data)}
        placeholder={message("search.panel-placeholder")}
        inputClass="field search-panel-input"
        choice={
          asked === "" || all.data === undefined ? undefined : (
            <Kinds found={all.data} kind={kind} onKind={setKind} />
          )
        }
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

interface KindsProps {
  readonly found: SearchResult;
  readonly kind: SearchKind | undefined;
  readonly onKind: (kind: SearchKind | undefined) => void;
}

/** How many there are of each kind; one of them lists it alone. */
function Kinds({ found, kind, onKind }: KindsProps): ReactNode {
  const groups = groupHits(found.hits);
  if (groups.length < 2 && kind === undefined) return undefined;
  const choices: readonly { readonly kind: SearchKind | undefined; readonly title: string }[] = [
    { kind: undefined, title: message("search.all-kinds") },
    ...groups.map((group) => ({
      kind: group.kind,
      title: `${message(`search.group-${group.kind}`)} ${formatCount(group.hits.length)}${found.more.includes(group.kind) ? "+" : ""}`,
    })),
  ];
  return (
    <div className="segments search-kinds" role="group" aria-label={message("search.kinds")}>
      {choices.map((choice) => (
        <button
          key={choice.kind ?? "all"}
          type="button"
          className="segment"
          aria-pressed={kind === choice.kind}
          onClick={() => onKind(choice.kind)}
        >
          {choice.title}
        </button>
      ))}
    </div>
  );
}
