/** What a person typed, as queries of the full text. Pure. */

/** Words of letters and digits, lower case, as the full text cuts them: everything else stands between words. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Quoted, so that no operator of the query language gets through. */
const quoted = (words: readonly string[]): readonly string[] => words.map((word) => `"${word}"`);

/** Characters as the full text counts them: code points. */
export const lettersOf = (word: string): readonly string[] => Array.from(word);

/** Every word must occur. */
export function wholeWords(words: readonly string[]): string {
  return quoted(words).join(" ");
}

/** As `wholeWords`, but of the last only its beginning. `letters`: at most so many of it. */
export function beginning(words: readonly string[], letters = Infinity): string {
  const last = lettersOf(words.at(-1) ?? "")
    .slice(0, letters)
    .join("");
  return [...quoted(words.slice(0, -1)), `"${last}"*`].join(" ");
}

/** Without marks above or below letters, as the full text compares ("remove_diacritics"). */
const bare = (word: string): string => word.normalize("NFD").replace(/\p{M}/gu, "");

/** Whether all of them are among the text's words; of the last only its beginning, where that is enough. */
export function hasWords(text: string, words: readonly string[], isBeginning: boolean): boolean {
  const own = wordsOf(text).map(bare);
  return words.every((word, at) => {
    const asked = bare(word);
    return isBeginning && at === words.length - 1
      ? own.some((each) => each.startsWith(asked))
      : own.includes(asked);
  });
}

/** Which of them few texts have, as far as words tell: the longest with a digit (a serial, an order); -1 for none. */
export function rarestOf(words: readonly string[]): number {
  let [rarest, length] = [-1, 2];
  for (const [at, word] of words.entries()) {
    const letters = lettersOf(word).length;
    if (letters <= length || !/\p{N}/u.test(word)) continue;
    [rarest, length] = [at, letters];
  }
  return rarest;
}

/** Whether one of the text's words begins with `last`. */
export function hasBeginning(text: string, last: string): boolean {
  return wordsOf(text).some((word) => bare(word).startsWith(bare(last)));
}

/** What is called exactly so comes first, then what is called so at its beginning; else the order stays. */
export function nearestFirst<T extends { readonly title: string }>(hits: readonly T[], text: string): T[] {
  const asked = wordsOf(text).join(" ");
  const distance = ({ title }: T): number => {
    const called = wordsOf(title).join(" ");
    return called === asked ? 0 : called.startsWith(asked) ? 1 : 2;
  };
  return hits.toSorted((a, b) => distance(a) - distance(b));
}
