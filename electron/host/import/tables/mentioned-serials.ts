/** Which units a person's note is about: "Parts 16-18, the lower RPMs …". */

/** Words that may stand before serials. */
const WORDS = "parts?|serials?|serial numbers?|s/?n|units?|pieces?|teile?n?|seriennummern?";
const LIST = String.raw`\d{1,9}(?:\s*(?:-|–|—|,|&|/|to|through|thru|and|bis|und)\s*\d{1,9})*`;
/** What follows a quantity, so that the number before it is no serial: "unit 2 mm". */
const QUANTITY = String.raw`(?!\s*(?:mm|µm|cm|in\b|inch|°|%|x\b|times\b|of\b|von\b|per\b|[.,]\d))`;
const RANGE = /^(?:-|–|—|to|through|thru|bis)$/;

/**
 * Serials of `known` (in canonical spelling) that the text names after such a word or after one of
 * `partWords`, in their order of mention.
 */
export function mentionedSerials(
  text: string,
  known: ReadonlySet<string>,
  partWords: readonly string[] = [],
): readonly string[] {
  const names = partWords.map((word) => `${word.replace(/[^\p{L}\p{N}]/gu, "\\$&")}s?`);
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${[WORDS, ...names].join("|")})\\.?\\s*(?:#|no\\.?|nr\\.?|:)?\\s*(${LIST})(?!\\d)${QUANTITY}`,
    "giu",
  );
  const found = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    const tokens = (match[1] ?? "").toLowerCase().match(/\d+|[^\s\d]+/g) ?? [];
    for (const [index, token] of tokens.entries()) {
      if (/^\d/.test(token)) add(found, known, Number(token), Number(token));
      else if (RANGE.test(token)) add(found, known, Number(tokens[index - 1]), Number(tokens[index + 1]));
    }
  }
  return [...found];
}

/** Only serials that exist: a range is never counted out. */
function add(found: Set<string>, known: ReadonlySet<string>, from: number, to: number): void {
  if (from === to) {
    if (known.has(String(from))) found.add(String(from));
    return;
  }
  for (const serial of known) {
    const number = /^\d+$/.test(serial) ? Number(serial) : Number.NaN;
    if (number >= from && number <= to) found.add(serial);
  }
}
