/** Usages gathered into lines of the bill of material. */
import type { BomLine } from "./cad-structure.ts";
import { evidentFindNumbers } from "./find-numbers.ts";
import type { Branch } from "./tree.ts";
import type { Making } from "./usages.ts";

export interface BomSource {
  readonly branches: ReadonlyMap<number, readonly Branch[]>;
  readonly makings: readonly Making[];
  /** By #id of the usage. */
  readonly findNumbers: ReadonlyMap<number, string>;
  /** Index of the part by #id of the product definition. */
  readonly partIndex: ReadonlyMap<number, number>;
}

/** One line per parent, child and find number, in file order. */
export function bomLines({ branches, makings, findNumbers, partIndex }: BomSource): readonly BomLine[] {
  const lines: BomLine[] = [];
  for (const [definition, siblings] of branches) {
    const parent = partIndex.get(definition);
    if (parent === undefined) continue;
    const evident = evidentFindNumbers(siblings.map(({ occurrence }) => occurrence));
    const grouped = new Map<
      string,
      { child: number; find: string | undefined; quantity: number; names: string[] }
    >();
    for (const [i, { occurrence, name }] of siblings.entries()) {
      const child = partIndex.get(occurrence.child);
      if (child === undefined) continue;
      const stated = occurrence.usage === undefined ? undefined : findNumbers.get(occurrence.usage);
      const find = stated ?? evident[i];
      const key = `${child} ${find ?? ""}`;
      const group = grouped.get(key);
      if (group === undefined)
        grouped.set(key, { child, find, quantity: occurrence.quantity, names: [name] });
      else {
        group.quantity += occurrence.quantity;
        group.names.push(name);
      }
    }
    for (const { child, find, quantity, names } of grouped.values())
      lines.push({
        parent,
        child,
        quantity,
        ...(find === undefined ? {} : { findNumber: find }),
        occurrenceNames: names,
      });
  }
  for (const { part, from, quantity } of makings) {
    const parent = partIndex.get(part);
    const child = partIndex.get(from);
    if (parent !== undefined && child !== undefined)
      lines.push({ parent, child, quantity, occurrenceNames: [] });
  }
  return lines;
}
