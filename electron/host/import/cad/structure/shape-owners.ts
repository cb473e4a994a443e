/** Which products a representation is the shape of. */
import type { ProductDefinition } from "./products.ts";
import type { Representations } from "./representations.ts";

export type Owners = ReadonlyMap<number, ReadonlySet<number>>;

/**
 * A shape definition names one representation; plain SHAPE_REPRESENTATION_RELATIONSHIPs lead from it
 * to others of the same shape in the same coordinates (an axis placement here, the B-rep there). They
 * are not followed into what another product names as its own.
 */
export function shapeOwners(products: Iterable<ProductDefinition>, representations: Representations): Owners {
  const named = new Map<number, Set<number>>();
  const all = [...products];
  for (const { id, shapes } of all) for (const shape of shapes) addOwner(named, shape, id);
  const owners = new Map<number, Set<number>>();
  for (const { id, shapes } of all) {
    const stack = [...shapes];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (owners.get(next)?.has(id) === true) continue;
      addOwner(owners, next, id);
      for (const { operator, rep1, rep2 } of representations.relationsOf(next)) {
        const to = rep1 === next ? rep2 : rep1;
        const isOthers = named.has(to) && named.get(to)?.has(id) !== true;
        if (operator === undefined && !isOthers) stack.push(to);
      }
    }
  }
  return owners;
}

export function addOwner(owners: Map<number, Set<number>>, id: number, definition: number): void {
  const present = owners.get(id);
  if (present === undefined) owners.set(id, new Set([definition]));
  else present.add(definition);
}
