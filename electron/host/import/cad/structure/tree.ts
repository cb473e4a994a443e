/** The tree of occurrences, unfolded from the usages: every place of every part is a node of its own. */
import type { CadNode, Colour } from "../../../../../shared/model/cad.ts";
import { occurrenceNames, pathStep } from "./occurrence-names.ts";
import type { Occurrence } from "./occurrences.ts";
import type { ProductDefinition } from "./products.ts";
import { IDENTITY } from "./transform.ts";

/** An assembly of assemblies of … doubles at each level: a small file can unfold without end. */
export const MOST_NODES = 1_000_000;
const MOST_LEVELS = 200;
/** Usages looked at, also those that are cut. */
const MOST_STEPS = 20_000_000;
/** Characters of all paths. */
const MOST_PATH_TEXT = 256_000_000;

/** A node, and the usages that lead to it: what styles of single places are bound to. */
export interface Place {
  readonly node: CadNode;
  readonly definition: number;
  readonly occurrence: Occurrence | undefined;
  /** Index of the parent's place, -1 for a root. */
  readonly parent: number;
}

export interface Branch {
  readonly occurrence: Occurrence;
  readonly name: string;
}

/** Occurrences by parent, each with its name. */
export function branches(
  occurrences: readonly Occurrence[],
  products: ReadonlyMap<number, ProductDefinition>,
): ReadonlyMap<number, readonly Branch[]> {
  const byParent = new Map<number, Occurrence[]>();
  for (const occurrence of occurrences) {
    const list = byParent.get(occurrence.parent);
    if (list === undefined) byParent.set(occurrence.parent, [occurrence]);
    else list.push(occurrence);
  }
  const named = new Map<number, readonly Branch[]>();
  for (const [parent, list] of byParent) {
    const names = occurrenceNames(
      list.map(({ designator, name, key, child, transform }) => ({
        designator,
        name,
        key,
        number: products.get(child)?.number ?? "",
        revision: products.get(child)?.revision,
        transform,
      })),
    );
    named.set(
      parent,
      list.map((occurrence, i) => ({ occurrence, name: names[i] ?? "" })),
    );
  }
  return named;
}

export interface TreeSource {
  readonly products: ReadonlyMap<number, ProductDefinition>;
  readonly branches: ReadonlyMap<number, readonly Branch[]>;
  /** #ids of product definitions, in the order of the parts. */
  readonly parts: readonly number[];
}

export function unfold(
  source: TreeSource,
  mostNodes = MOST_NODES,
): { places: Place[]; problems: readonly string[] } {
  const { products, branches, parts } = source;
  const partIndex = new Map(parts.map((definition, index) => [definition, index]));
  const places: Place[] = [];
  const cut = new Set<string>();
  const above = new Set<number>();
  let pathText = 0;
  let steps = 0;
  let full = false;
  let deep = false;

  const label = (definition: number): string => products.get(definition)?.number ?? "a part";
  const visit = (
    definition: number,
    name: string,
    occurrence: Occurrence | undefined,
    parent: number,
    level: number,
  ): void => {
    const part = partIndex.get(definition);
    if (part === undefined) return;
    const parentPath = places[parent]?.node.path;
    const path = parentPath === undefined ? pathStep(name) : `${parentPath}/${pathStep(name)}`;
    pathText += path.length;
    if (places.length >= mostNodes || pathText > MOST_PATH_TEXT) {
      full = true;
      return;
    }
    const index = places.length;
    places.push({
      node: { parent, part, occurrence: name, path, transform: occurrence?.transform ?? IDENTITY },
      definition,
      occurrence,
      parent,
    });
    const children = branches.get(definition) ?? [];
    if (children.length > 0 && level >= MOST_LEVELS) {
      deep = true;
      return;
    }
    above.add(definition);
    for (const child of children) {
      steps += 1;
      if (steps > MOST_STEPS) full = true;
      if (full) break;
      if (above.has(child.occurrence.child))
        cut.add(`${label(definition)} › ${label(child.occurrence.child)}`);
      else visit(child.occurrence.child, child.name, child.occurrence, index, level + 1);
    }
    above.delete(definition);
  };

  const roots = rootsOf(source);
  const names = occurrenceNames(
    roots.map((definition) => ({
      designator: undefined,
      name: undefined,
      key: undefined,
      number: label(definition),
      revision: products.get(definition)?.revision,
      transform: IDENTITY,
    })),
  );
  for (const [i, root] of roots.entries()) if (!full) visit(root, names[i] ?? "", undefined, -1, 1);

  const problems = [...cut].map((edge) => `An assembly contains itself: the usage ${edge} is left out.`);
  if (full)
    problems.push(`The assembly unfolds to more than ${places.length} occurrences: the rest is left out.`);
  if (deep)
    problems.push(`The assembly is more than ${MOST_LEVELS} levels deep: what lies deeper is left out.`);
  return { places, problems };
}

/** Parts that are used in no other; of parts that only contain one another, the first. */
function rootsOf({ parts, branches }: TreeSource): readonly number[] {
  const used = new Set(
    [...branches.values()].flatMap((list) => list.map(({ occurrence }) => occurrence.child)),
  );
  const roots = parts.filter((definition) => !used.has(definition));
  const reached = new Set<number>();
  const reach = (from: number): void => {
    const stack = [from];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      for (const { occurrence } of branches.get(next) ?? []) stack.push(occurrence.child);
    }
  };
  for (const root of roots) reach(root);
  for (const definition of parts) {
    if (reached.has(definition)) continue;
    roots.push(definition);
    reach(definition);
  }
  return roots;
}

/** Colours that single places wear, and which of them are hidden, by index of the place. */
export function paint(
  places: readonly Place[],
  colours: ReadonlyMap<number, Colour>,
  hidden: ReadonlySet<number>,
): readonly CadNode[] {
  return places.map(({ node }, index): CadNode => {
    const colour = colours.get(index);
    const isHidden = hidden.has(index);
    if (colour === undefined && !isHidden) return node;
    return { ...node, ...(colour === undefined ? {} : { colour }), ...(isHidden ? { hidden: true } : {}) };
  });
}
