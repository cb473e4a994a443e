/** Names that tell siblings apart and survive a new export of the same model. */

export interface Sibling {
  readonly designator: string | undefined;
  readonly name: string | undefined;
  /** The usage's id. */
  readonly key: string | undefined;
  /** Of the child. */
  readonly number: string;
  readonly revision: string | undefined;
  readonly transform: readonly number[];
}

/**
 * Running numbers and tree addresses that an exporter makes up: `NAUO12`, `12`, `*DIT36` (CATIA), `=>[0:1:1:2]`;
 * they change with every export. And what it writes for all: `Next assembly relationship` (Creo).
 */
const MADE_UP =
  /^(?:(?:nauo|nau|id|instance|occurrence|item|\*dit|#)?[\s_:-]*\d*|=>\[.*\]|next[\s_]assembly[\s_](?:relationship|usage(?:[\s_]occurrence)?)|none|unknown|\?|-)$/i;

/**
 * One name for each sibling: reference designator, usage name, usage id, or the child's number; the
 * second and further of a name get ":2", ":3" in the order of number, usage id and place.
 */
export function occurrenceNames(siblings: readonly Sibling[]): readonly string[] {
  const bases = siblings.map(baseName);
  const byBase = new Map<string, number[]>();
  for (const [i, base] of bases.entries()) {
    const list = byBase.get(base);
    if (list === undefined) byBase.set(base, [i]);
    else list.push(i);
  }
  const names = [...bases];
  const taken = new Set(byBase.keys());
  const groups = [...byBase].sort(([left], [right]) => compareText(left, right));
  for (const [base, members] of groups) {
    const ordered = members
      .map((index) => ({ index, sibling: siblings[index] }))
      .sort((left, right) => compareSiblings(left.sibling, right.sibling) || left.index - right.index);
    let next = 2;
    for (const { index } of ordered.slice(1)) {
      while (taken.has(`${base}:${next}`)) next += 1;
      const name = `${base}:${next}`;
      taken.add(name);
      names[index] = name;
    }
  }
  return names;
}

function baseName({ designator, name, key, number }: Sibling): string {
  // A designator is always somebody's word, even "1".
  return designator ?? [name, key].find((text) => text !== undefined && !MADE_UP.test(text)) ?? number;
}

/** A part of a path: "/" parts names there, so it is written "~1", and "~" as "~0" (as in RFC 6901). */
export function pathStep(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function compareSiblings(left: Sibling | undefined, right: Sibling | undefined): number {
  if (left === undefined || right === undefined) return 0;
  return (
    compareText(left.number, right.number) ||
    compareText(left.revision ?? "", right.revision ?? "") ||
    compareText(left.key ?? "", right.key ?? "") ||
    compareNumbers(left.transform, right.transform)
  );
}

/** Runs of digits by their value: NAUO9 before NAUO10. No locale: the same everywhere. */
export function compareText(left: string, right: string): number {
  const a = left.match(/\d+|\D+/g) ?? [];
  const b = right.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [x = "", y = ""] = [a[i], b[i]];
    if (x === y) continue;
    const difference = Number(x) - Number(y);
    if (Number.isFinite(difference) && difference !== 0) return difference;
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

function compareNumbers(left: readonly number[], right: readonly number[]): number {
  // The translation stands last and says most; a millionth of a millimetre is rounding.
  for (let i = 15; i >= 0; i -= 1) {
    const difference = Math.round((left[i] ?? 0) * 1e6) - Math.round((right[i] ?? 0) * 1e6);
    if (difference !== 0) return difference;
  }
  return 0;
}
