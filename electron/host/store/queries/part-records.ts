/**
 * Whose records are a part's: its own, and those of the products of CAD files that people said it is. One answer for
 * every question about the part itself; what is below it follows from the closure, which has the same links.
 */
import type { Connection } from "../open.ts";

export interface PartRecords {
  /** Row ids: the part first, then the products that it is, also by way of another. */
  readonly of: (part: number) => readonly number[];
  /** What holds now; undefined: no link counts, and every part has its own records alone. */
  readonly links: () => PartProducts | undefined;
}

export interface PartProducts {
  /** Per part that has them: its products. */
  readonly products: ReadonlyMap<number, readonly number[]>;
  /** Per product: the parts that have its records as well as it has them itself. */
  readonly parts: ReadonlyMap<number, readonly number[]>;
  /** Another one where a link is another. */
  readonly key: string;
}

export function createPartRecords(connection: Connection): PartRecords {
  // Where a link would make a part stand below itself there is no line, and nothing is told twice.
  const rows = connection
    .prepare(
      `SELECT DISTINCT l.part_id, l.number_id FROM linked_part l
       JOIN linked_line k ON k.parent_id = l.part_id AND k.child_id = l.number_id ORDER BY 1, 2`,
    )
    .raw();
  let known: PartProducts | undefined;
  const links = (): PartProducts | undefined => {
    const pairs = rows.all() as [part: number, product: number][];
    if (pairs.length === 0) return undefined;
    const key = pairs.join(" ");
    if (known?.key !== key) known = { ...follow(pairs), key };
    return known;
  };
  return { links, of: (part) => [part, ...(links()?.products.get(part) ?? [])] };
}

function follow(pairs: readonly (readonly [part: number, product: number])[]): Omit<PartProducts, "key"> {
  const direct = Map.groupBy(pairs, ([part]) => part);
  const products = new Map<number, readonly number[]>();
  const parts = new Map<number, number[]>();
  for (const part of direct.keys()) {
    const found = new Set<number>();
    const open = [part];
    for (let one = open.pop(); one !== undefined; one = open.pop())
      for (const [, product] of direct.get(one) ?? []) {
        if (product === part || found.has(product)) continue;
        found.add(product);
        open.push(product);
      }
    products.set(part, [...found]);
    for (const product of found) parts.set(product, [...(parts.get(product) ?? []), part]);
  }
  return { products, parts };
}

/**
 * Values per part, where those of a product count for the parts that it is as well.
 * @param own by row id of the part that the records name
 */
export function withProducts<T>(
  own: ReadonlyMap<number, T>,
  links: PartProducts | undefined,
  sum: (a: T, b: T) => T,
): ReadonlyMap<number, T> {
  if (links === undefined) return own;
  const all = new Map(own);
  for (const [product, parts] of links.parts) {
    const value = own.get(product);
    if (value === undefined) continue;
    for (const part of parts) {
      const before = all.get(part);
      all.set(part, before === undefined ? value : sum(before, value));
    }
  }
  return all;
}
