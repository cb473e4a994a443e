/** Sections of the manual in which all words stand. Pure. */
import type { ManualDocument, ManualPlace } from "../../../shared/manual/manual.ts";

export interface FoundSection {
  readonly place: ManualPlace;
  readonly title: string;
  readonly document: string;
  /** What stands around the first of the words. */
  readonly excerpt: string;
}

/** Characters before and behind the first word that is found. */
const BEFORE = 40;
const BEHIND = 110;

export const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");

/** Those with a word in their title first, then in the order of the manual. */
export function findSections(documents: readonly ManualDocument[], text: string): readonly FoundSection[] {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const found = documents.flatMap((document) =>
    document.sections.flatMap((section) => {
      const said = section.words.toLowerCase();
      if (!words.every((word) => said.includes(word))) return [];
      const title = section.title.toLowerCase();
      const hit: FoundSection = {
        place: { document: document.id, section: section.id },
        title: section.title,
        document: document.title,
        excerpt: excerptOf(section.words, section.title.length, words),
      };
      return [{ hit, isTitled: words.every((word) => title.includes(word)) }];
    }),
  );
  return [...found.filter(({ isTitled }) => isTitled), ...found.filter(({ isTitled }) => !isTitled)].map(
    ({ hit }) => hit,
  );
}

/** From behind the title on, where it can. */
function excerptOf(said: string, title: number, words: readonly string[]): string {
  const body = said.slice(title).replace(/\s+/g, " ").trim();
  const lower = body.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const at = places.length === 0 ? 0 : Math.min(...places);
  const from = at <= BEFORE ? 0 : body.indexOf(" ", at - BEFORE) + 1;
  const end = at + BEHIND >= body.length ? body.length : body.lastIndexOf(" ", at + BEHIND);
  return `${from > 0 ? "… " : ""}${body.slice(from, Math.max(end, from))}${end < body.length ? " …" : ""}`;
}
