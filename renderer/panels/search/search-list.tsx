/** An input with its list of options below: the palette and the search panel share it. */
import { useEffect, useId, useState, type ReactNode } from "react";
import type { EventKind } from "../../../shared/model/event.ts";
import { message } from "../../messages/catalogue.ts";
import { moveInList } from "./hits.ts";

export interface Option {
  readonly id: string;
  readonly title: ReactNode;
  readonly context?: string;
  /** Of an event: a dot in the colour of its lane. */
  readonly eventKind?: EventKind;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly Option[];
}

export interface SearchListProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly groups: readonly OptionGroup[];
  readonly placeholder: string;
  readonly inputClass: string;
  /** Between the input and the list. */
  readonly choice?: ReactNode;
  /** Stands in the place of the list where it is empty. */
  readonly children?: ReactNode;
  readonly afterRun?: () => void;
}

/** Combobox with a listbox (ARIA 1.2): arrows move, Enter runs, the focus stays in the input. */
export function SearchList(props: SearchListProps): ReactNode {
  const { text, onText, groups, placeholder, inputClass, choice, children, afterRun } = props;
  const base = useId();
  // Another text begins at its first option again.
  const [chosen, setChosen] = useState({ text, at: 0 });
  const at = chosen.text === text ? chosen.at : 0;
  const setAt = (next: number): void => setChosen({ text, at: next });
  const options = groups.flatMap((group) => group.options);
  const active = options[Math.min(at, options.length - 1)];
  const activeId = active === undefined ? undefined : `${base}-${active.id}`;
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  const run = (option: Option | undefined): void => {
    if (option === undefined || option.disabled === true) return;
    afterRun?.();
    option.run();
  };
  return (
    <>
      <input
        className={inputClass}
        type="text"
        role="combobox"
        aria-label={message("search.label")}
        aria-expanded={options.length > 0}
        aria-controls={`${base}-list`}
        aria-autocomplete="list"
        {...(activeId === undefined ? {} : { "aria-activedescendant": activeId })}
        data-first-focus
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          const next = moveInList(at, options.length, event.key);
          if (next !== undefined) setAt(next);
          else if (event.key === "Enter") run(active);
          else return;
          event.preventDefault();
        }}
      />
      {choice}
      {options.length === 0 ? (
        <div className="hits scroll" id={`${base}-list`}>
          {children}
        </div>
      ) : undefined}
      {options.length > 0 ? (
        <div
          className="hits scroll"
          role="listbox"
          id={`${base}-list`}
          aria-label={message("search.results")}
        >
          {groups.map((group) => (
            <div key={group.title} role="group" aria-label={group.title}>
              <div className="hit-group" aria-hidden="true">
                {group.title}
              </div>
              {group.options.map((option) => (
                <div
                  key={option.id}
                  id={`${base}-${option.id}`}
                  role="option"
                  aria-selected={option === active}
                  aria-disabled={option.disabled === true}
                  className="hit"
                  onMouseMove={() => setAt(options.indexOf(option))}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => run(option)}
                >
                  {option.eventKind === undefined ? undefined : (
                    <span
                      className="kind-dot"
                      title={message(`timeline.kind.${option.eventKind}`)}
                      style={{ background: `var(--kind-${option.eventKind})` }}
                    />
                  )}
                  <span className="hit-title ellipsis">{option.title}</span>
                  <span className="hit-context ellipsis">{option.context}</span>
                  {option.shortcut === undefined ? undefined : <kbd className="key">{option.shortcut}</kbd>}
                </div>
              ))}
            </div>
          ))}
        </div>
      ) : undefined}
    </>
  );
}
