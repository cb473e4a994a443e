/** A document of the manual, at the section that was asked for, with the words marked that were looked for. */
import { createElement, useEffect, useRef, type ReactNode } from "react";
import type { ManualDocument, ManualNode } from "../../../shared/manual/manual.ts";
import { wordsOf } from "./find-sections.ts";
import { read, useOpened } from "./opened.ts";

export interface ManualTextProps {
  readonly document: ManualDocument;
  /** Looked for, as typed. */
  readonly words: string;
}

export function ManualText({ document: shown, words }: ManualTextProps): ReactNode {
  const section = useOpened(({ place }) => place?.section);
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    // Above the first heading stands the title.
    const isFirst = section === undefined || shown.sections[0]?.id === section;
    const heading = isFirst ? null : window.document.getElementById(idOf(shown.id, section));
    // Not into view: that would move what the panel stands in too.
    article.current?.scrollTo({ top: Math.max(0, (heading?.offsetTop ?? 0) - ABOVE) });
  }, [shown, section]);
  useEffect(() => markWords(article.current, words), [words]);
  return (
    // It scrolls, so that keys have to reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <article ref={article} className="scroll manual-text" aria-label={shown.title} tabIndex={0}>
      <h2>{shown.title}</h2>
      {shown.sections.map(({ id, title, body }) => (
        <div key={id}>
          <h3 id={idOf(shown.id, id)} hidden={title === shown.title}>
            {title}
          </h3>
          {body.map((node, at) => (
            <Node key={at} node={node} />
          ))}
        </div>
      ))}
    </article>
  );
}

/** Pixels above a heading that is gone to. */
const ABOVE = 8;

const idOf = (document: string, section: string): string => `manual-${document}-${section}`;

function Node({ node }: { readonly node: ManualNode }): ReactNode {
  if (typeof node === "string") return node;
  const children = node.children.map((child, at) => <Node key={at} node={child} />);
  if ("to" in node)
    return (
      <button type="button" className="link" onClick={() => read(node.to)}>
        {children}
      </button>
    );
  return node.tag === "br" ? <br /> : createElement(node.tag, {}, ...children);
}

const MARK = "manual-words";

/** By ranges and not by elements: what React has made stays as it is. Returns what takes the marks away. */
function markWords(within: HTMLElement | null, text: string): () => void {
  const words = wordsOf(text);
  if (within === null || words.length === 0) return () => undefined;
  const ranges: Range[] = [];
  const texts = window.document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const said = (node.textContent ?? "").toLowerCase();
    for (const word of words)
      for (let at = said.indexOf(word); at >= 0; at = said.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
  }
  CSS.highlights.set(MARK, new Highlight(...ranges));
  return () => void CSS.highlights.delete(MARK);
}
