/** The manual beside the work: its contents, what is found in it, and what is read. */
import "./manual.css";
import { useState, type ReactNode } from "react";
import type { ManualDocument, ManualPlace } from "../../../shared/manual/manual.ts";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { message } from "../../messages/catalogue.ts";
import { findSections } from "./find-sections.ts";
import { ManualText } from "./manual-text.tsx";
import { read, readBefore, useOpened } from "./opened.ts";
import { useManual } from "./use-manual.ts";

export function ManualPanel(): ReactNode {
  const { documents, failure } = useManual();
  const [words, setWords] = useState("");
  const place = useOpened((state) => state.place);
  const times = useOpened((state) => state.times);
  const hasBefore = useOpened(({ before }) => before.length > 0);
  const shown = documents?.find(({ id }) => id === place?.document);
  const body = (): ReactNode => {
    if (failure !== undefined) return <Problem what={message("manual.failed")} failure={failure} />;
    if (documents === undefined) return <Skeleton rows={12} />;
    if (shown !== undefined) return <ManualText key={times} document={shown} words={words} />;
    return words.trim() === "" ? (
      <Contents documents={documents} />
    ) : (
      <Found documents={documents} words={words} />
    );
  };
  const first = (): ManualPlace | undefined => findSections(documents ?? [], words)[0]?.place;
  return (
    <Region name={message("panel.manual")} className="manual">
      <div className="toolrow">
        {shown === undefined ? undefined : (
          <button type="button" className="button quiet" onClick={() => read(undefined)}>
            ‹ {message(words.trim() === "" ? "manual.contents" : "manual.found")}
          </button>
        )}
        {hasBefore && shown !== undefined ? (
          <button type="button" className="button quiet" onClick={readBefore}>
            {message("manual.back")}
          </button>
        ) : undefined}
        <input
          className="field"
          type="search"
          data-first-focus
          aria-label={message("manual.find")}
          placeholder={message("manual.find")}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            if (shown !== undefined) read(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            const hit = first();
            if (hit !== undefined) read(hit);
          }}
        />
      </div>
      {body()}
    </Region>
  );
}

function Contents({ documents }: { readonly documents: readonly ManualDocument[] }): ReactNode {
  return (
    <nav className="scroll manual-list" aria-label={message("manual.contents")}>
      {documents.map(({ id, title, sections }) => (
        <div key={id} className="manual-entry">
          <button type="button" className="link manual-document" onClick={() => read({ document: id })}>
            {title}
          </button>
          <ul>
            {sections
              .filter((section) => section.title !== title)
              .map((section) => (
                <li key={section.id}>
                  <button
                    type="button"
                    className="link"
                    onClick={() => read({ document: id, section: section.id })}
                  >
                    {section.title}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Found({
  documents,
  words,
}: {
  readonly documents: readonly ManualDocument[];
  readonly words: string;
}): ReactNode {
  const found = findSections(documents, words);
  if (found.length === 0) return <Empty>{message("manual.none", { words: words.trim() })}</Empty>;
  return (
    <ul className="scroll manual-list" aria-label={message("manual.found")}>
      {found.map(({ place, title, document, excerpt }) => (
        <li key={`${place.document}#${place.section ?? ""}`} className="manual-hit">
          <button type="button" className="link" onClick={() => read(place)}>
            {title}
          </button>
          {title === document ? undefined : <span className="muted"> · {document}</span>}
          <p className="second">{excerpt}</p>
        </li>
      ))}
    </ul>
  );
}
