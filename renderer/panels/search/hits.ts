/** Search results in groups, and commands by their words. Pure. */
import { SEARCH_KINDS, type SearchHit } from "../../../shared/contract/search.ts";

export interface HitGroup<T> {
  readonly kind: T;
  readonly hits: readonly SearchHit[];
}

/** The host's order within a kind is kept; kinds in the order of SEARCH_KINDS; none is empty. */
export function groupHits(hits: readonly SearchHit[]): readonly HitGroup<SearchHit["kind"]>[] {
  return SEARCH_KINDS.map((kind) => ({ kind, hits: hits.filter((hit) => hit.kind === kind) })).filter(
    (group) => group.hits.length > 0,
  );
}

/** Every word of the query begins a word of the title; an empty query matches all. */
export function matchesWords(title: string, query: string): boolean {
  const words = wordsOf(title);
  return wordsOf(query).every((word) => words.some((candidate) => candidate.startsWith(word)));
}

/** Signs between words count no more than spaces: `theme: dark`, as the list shows it, finds it. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Next place in a list of `count` when an arrow or a page key is pressed; undefined for other keys. */
export function moveInList(at: number, count: number, key: string): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (key === "PageDown") return Math.min(count - 1, at + 10);
  if (key === "PageUp") return Math.max(0, at - 10);
  return undefined;
}
