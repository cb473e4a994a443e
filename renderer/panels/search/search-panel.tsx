import { useState, type ReactNode } from "react";
import type { FoundKinds, SearchKind, SearchResult } from "../../../shared/contract/search.ts";
import type { EventKind } from "../../../shared/model/event.ts";
import { message } from "../../messages/catalogue.ts";
import { Empty, Problem, Region } from "../../components/region.tsx";
import { formatCount } from "../../state/format-number.ts";
import { hitGroups } from "./hit-options.ts";
import { groupHits } from "./hits.ts";
import { SearchList } from "./search-list.tsx";
import { useEventKinds, useSearch } from "./use-search.ts";
import "./search.css";

/** Hits of each kind while all are listed, and where one is looked at alone. */
const OF_ALL = 50;
const OF_ONE = 200;

/** Search that stays open beside the work. */
export function SearchPanel(): ReactNode {
  const [text, setText] = useState("");
  const [kind, setKind] = useState<SearchKind>();
  const [eventKind, setEventKind] = useState<EventKind>();
  const all = useSearch(text, OF_ALL);
  const ofKind = useSearch(kind === undefined ? "" : text, OF_ONE, kind, eventKind);
  const listsEvents = kind === "event" || (kind === undefined && isOnlyEvents(all.data));
  const eventKinds = useEventKinds(listsEvents ? text : "");
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
            <>
              <Kinds
                found={all.data}
                kind={kind}
                onKind={(next) => {
                  setKind(next);
                  setEventKind(undefined);
                }}
              />
              {!listsEvents || eventKinds.data === undefined ? undefined : (
                <EventKinds
                  found={eventKinds.data}
                  eventKind={eventKind}
                  onKind={(next) => {
                    setKind("event");
                    setEventKind(next);
                  }}
                />
              )}
            </>
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

/** There is no button for events where nothing else was found. */
const isOnlyEvents = (found: SearchResult | undefined): boolean =>
  found !== undefined && found.hits.length > 0 && found.hits.every(({ kind }) => kind === "event");

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
  return <Choices name={message("search.kinds")} choices={choices} chosen={kind} onChoice={onKind} />;
}

interface EventKindsProps {
  readonly found: FoundKinds;
  readonly eventKind: EventKind | undefined;
  readonly onKind: (kind: EventKind | undefined) => void;
}

/** Of which kinds the events are that were found; one of them lists it alone. */
function EventKinds({ found, eventKind, onKind }: EventKindsProps): ReactNode {
  const { eventKinds, among } = found;
  if (eventKinds.length < 2 && eventKind === undefined) return undefined;
  // What is listed alone stays to be left, also where other words find none of it.
  const isGone = eventKind !== undefined && eventKinds.every((each) => each.eventKind !== eventKind);
  const all = isGone ? [...eventKinds, { eventKind, count: 0 }] : eventKinds;
  const choices = [
    { kind: undefined, title: message("search.all-kinds") },
    ...all.map((each) => ({
      kind: each.eventKind,
      title: `${message(`timeline.kind.${each.eventKind}`)} ${formatCount(each.count)}${among === undefined ? "" : "+"}`,
    })),
  ];
  return (
    <Choices
      name={message("search.event-kinds")}
      {...(among === undefined ? {} : { hint: message("search.among", { count: among }) })}
      choices={choices}
      chosen={eventKind}
      onChoice={onKind}
    />
  );
}

interface ChoicesProps<T extends string> {
  readonly name: string;
  readonly hint?: string;
  readonly choices: readonly { readonly kind: T | undefined; readonly title: string }[];
  readonly chosen: T | undefined;
  readonly onChoice: (kind: T | undefined) => void;
}

function Choices<T extends string>({ name, hint, choices, chosen, onChoice }: ChoicesProps<T>): ReactNode {
  return (
    <div className="segments search-kinds" role="group" aria-label={name} title={hint}>
      {choices.map((choice) => (
        <button
          key={choice.kind ?? "all"}
          type="button"
          className="segment"
          aria-pressed={chosen === choice.kind}
          onClick={() => onChoice(choice.kind)}
        >
          {choice.title}
        </button>
      ))}
    </div>
  );
}
