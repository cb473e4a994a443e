/** Which part of the cache a product of a CAD file may be, where the two systems write one number in two ways. Pure. */

export interface NamedPart {
  readonly partNumber: string;
  readonly title?: string | undefined;
}

export interface ProposedPart<T extends NamedPart = NamedPart> {
  readonly part: T;
  readonly by: "number" | "name";
}

/**
 * Letters and digits alone, in one case and one width; zeros before a number go, and so does a revision behind it:
 * `PL-0200 rev. B`, `pl 200-B` and `PL_200` are one. A number that is nothing but its revision stays as it is.
 * @param revision of the product, where the file states one: it may stand behind the number without a word
 */
export function plainNumber(number: string, revision?: string): string {
  const text = number.normalize("NFKC").toLowerCase().trim();
  const shorter = [
    /^(.*[^\p{L}])(?:revision|rev|ver|version|issue)[\s._-]*[\p{L}\p{N}]{1,3}$/u.exec(text)?.[1],
    // A single letter behind a mark: `10-4120-B`. A digit may as well be of the number.
    /^(.*\p{N})[\s._/-]+\p{L}$/u.exec(text)?.[1],
    revision === undefined || revision.trim() === ""
      ? undefined
      : endless(text, revision.normalize("NFKC").toLowerCase().trim()),
  ].find((found) => found !== undefined && /\p{N}/u.test(found));
  return bare(shorter ?? text);
}

function endless(text: string, revision: string): string | undefined {
  const head = text.endsWith(revision) ? text.slice(0, -revision.length) : "";
  return /[\s._/-]$/u.test(head) ? head : undefined;
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "").replace(/(?<!\p{N})0+(?=\p{N})/gu, "");
}

/** Words of a name, whatever stands between them. */
function plainName(name: string): string {
  return (
    name
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(" ");
}

/** Those of the same number first, then those of the same name; the product's own entry is none. */
export function proposeParts<T extends NamedPart>(
  product: { readonly number: string; readonly name: string; readonly revision?: string | undefined },
  parts: readonly T[],
): readonly ProposedPart<T>[] {
  const number = plainNumber(product.number, product.revision);
  const name = plainName(product.name);
  const others = parts.filter(({ partNumber }) => partNumber !== product.number);
  const byNumber = number === "" ? [] : others.filter(({ partNumber }) => plainNumber(partNumber) === number);
  const taken = new Set(byNumber);
  const byName =
    name === ""
      ? []
      : others.filter(
          (part) =>
            !taken.has(part) && (plainName(part.title ?? "") === name || plainName(part.partNumber) === name),
        );
  return [
    ...byNumber.map((part) => ({ part, by: "number" as const })),
    ...byName.map((part) => ({ part, by: "name" as const })),
  ];
}
