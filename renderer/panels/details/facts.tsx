/** Rows of name and value, and the notes of people: the pieces all details are made of. */
import { Fragment, useState, type ReactNode } from "react";
import type { Fact } from "../../../shared/contract/common.ts";
import type { Note } from "../../../shared/contract/parts.ts";
import { message, messageOr } from "../../messages/catalogue.ts";
import { formatInstant } from "../../state/format-time.ts";

/** Facts whose value is a time in µs UTC. */
const TIMES: ReadonlySet<string> = new Set(["first-event", "last-event"]);

export function FactRow({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Facts({
  facts,
  zone,
}: {
  readonly facts: readonly Fact[];
  readonly zone: string;
}): ReactNode {
  if (facts.length === 0) return undefined;
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <FactRow key={fact.key} name={messageOr(`fact.${fact.key}`, fact.key)}>
          <Listed text={factText(fact, zone)} />
          {fact.mark === undefined ? undefined : (
            <span className="mark"> · {message(`mark.${fact.mark}`)}</span>
          )}
        </FactRow>
      ))}
    </dl>
  );
}

/** Longest piece of a list that is kept on one line: names of machines and orders have hyphens. */
const LONGEST_PIECE = 24;

/** `VMC-1, VMC-2` breaks between the machines, not in their names. */
function Listed({ text }: { readonly text: string }): ReactNode {
  const pieces = text.split(", ");
  return pieces.map((piece, index) => (
    <Fragment key={index}>
      <span className={piece.length > LONGEST_PIECE ? "" : "nowrap"}>
        {piece}
        {index === pieces.length - 1 ? "" : ","}
      </span>{" "}
    </Fragment>
  ));
}

export function factText({ key, value }: Fact, zone: string): string {
  const time = Number(value);
  return TIMES.has(key) && Number.isFinite(time) ? formatInstant(time, zone) : value;
}

export function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="details-section" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Notes that are shown before somebody asks for all. */
const FIRST_NOTES = 4;

export function Notes({ notes }: { readonly notes: readonly Note[] }): ReactNode {
  const [all, setAll] = useState(false);
  if (notes.length === 0) return undefined;
  // One more line for a single hidden note would save nothing.
  const few = all || notes.length <= FIRST_NOTES + 1;
  return (
    <Section title={message("details.notes")}>
      <ul className="notes">
        {(few ? notes : notes.slice(0, FIRST_NOTES)).map((note, index) => (
          <li key={index}>
            <p>{note.text}</p>
            <p className="muted">
              {note.sourceName}
              {note.place === undefined ? "" : ` · ${note.place}`}
            </p>
          </li>
        ))}
      </ul>
      {few ? undefined : (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {message("details.all-notes", { count: notes.length })}
        </button>
      )}
    </Section>
  );
}

/** The record verbatim: closed at first, for it may be long. */
export function Payload({ text }: { readonly text: string }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <section className="details-section">
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "▾" : "▸"} {message("details.payload")}
      </button>
      {open ? (
        <pre className="payload mono" tabIndex={0}>
          {text}
        </pre>
      ) : undefined}
    </section>
  );
}
