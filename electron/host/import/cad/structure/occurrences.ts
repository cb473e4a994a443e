/** Usages with their place in the parent (ISO 10303-44 with -43: three ways to write one thing). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, reference } from "./instances.ts";
import { placeContexts } from "./place-contexts.ts";
import type { PartShape, PlacedRepresentation } from "./part-shape.ts";
import type { MappedItem, Relation, Representations } from "./representations.ts";
import { IDENTITY, invert, isFinite, type Transform } from "./transform.ts";
import type { Usage } from "./usages.ts";

export interface Occurrence {
  /** #ids of product definitions. */
  readonly parent: number;
  readonly child: number;
  /** #id of the usage; undefined where only a MAPPED_ITEM places the child. */
  readonly usage: number | undefined;
  readonly mappedItem: number | undefined;
  readonly key: string | undefined;
  readonly name: string | undefined;
  readonly designator: string | undefined;
  /** Pieces that the usage stands for; 0 for a further place of a usage that is counted already. */
  readonly quantity: number;
  readonly transform: Transform;
}

export interface Placements {
  /** Relations by the usage that they place (CONTEXT_DEPENDENT_SHAPE_REPRESENTATION). */
  readonly relations: ReadonlyMap<number, readonly number[]>;
  /** The usage by the relation, and by the instance that binds the two. */
  readonly usageOf: ReadonlyMap<number, number>;
  /** The usages of a single place by the representation that styles are bound to. */
  readonly contexts: ReadonlyMap<number, readonly number[]>;
}

/** @param shapes representations by what they are the shape of */
export function readPlacements(
  file: ExchangeFile,
  shapes: ReadonlyMap<number, readonly number[]>,
): Placements {
  const relations = new Map<number, number[]>();
  const usageOf = new Map<number, number>();
  for (const id of file.ids("CONTEXT_DEPENDENT_SHAPE_REPRESENTATION")) {
    const [relation, shape] = attributes(file, id, "CONTEXT_DEPENDENT_SHAPE_REPRESENTATION").map(reference);
    if (relation === undefined || shape === undefined) continue;
    const usage = reference(attributes(file, shape, "PROPERTY_DEFINITION")[2]);
    if (usage === undefined) continue;
    const list = relations.get(usage);
    if (list === undefined) relations.set(usage, [relation]);
    else list.push(relation);
    usageOf.set(relation, usage);
    usageOf.set(id, usage);
  }
  return { relations, usageOf, contexts: placeContexts(file, shapes) };
}

export interface OccurrenceSource {
  readonly file: ExchangeFile;
  readonly representations: Representations;
  readonly placements: Placements;
  /** By #id of the product definition. */
  readonly shapes: ReadonlyMap<number, PartShape>;
  /** Representations of an occurrence itself (PRODUCT_DEFINITION_SHAPE of a usage). */
  readonly usageShapes: ReadonlyMap<number, readonly number[]>;
  /** Products whose shape a representation is. */
  readonly owners: ReadonlyMap<number, ReadonlySet<number>>;
}

export function readOccurrences(
  source: OccurrenceSource,
  usages: readonly Usage[],
): { occurrences: readonly Occurrence[]; problems: readonly string[] } {
  const { representations, placements, shapes } = source;
  const occurrences: Occurrence[] = [];
  const reached = new Map([...shapes].map(([id, shape]) => [id, new Set(shape.reached)]));
  const waiting = mappedChildren(source);
  const unplaced: Usage[] = [];
  let unreadable = 0;
  let placeless = 0;
  let deformed = 0;

  for (const usage of usages) {
    const relations = (placements.relations.get(usage.id) ?? []).flatMap(
      (id) => representations.relation(id) ?? [],
    );
    if (ownGeometry(source, usage.id)) deformed += 1;
    if (relations.length === 0) {
      unplaced.push(usage);
      continue;
    }
    const transform = placeBy(
      representations,
      relations,
      reached.get(usage.parent),
      reached.get(usage.child),
    );
    if (transform === undefined) unreadable += 1;
    occurrences.push({ ...of(usage), mappedItem: undefined, transform: transform ?? IDENTITY });
  }

  for (const usage of unplaced) {
    const own = ownMappedItem(source, usage) ?? waiting.get(pair(usage))?.shift();
    if (own === undefined) placeless += 1;
    const removed = waiting.get(pair(usage));
    if (own !== undefined && removed !== undefined) {
      const at = removed.findIndex(({ item }) => item.id === own.item.id);
      if (at >= 0) removed.splice(at, 1);
    }
    occurrences.push({ ...of(usage), mappedItem: own?.item.id, transform: own?.transform ?? IDENTITY });
  }

  // Mapped items that no usage has claimed: further places of a usage with a quantity, or, where no
  // usage at all relates the two, the only word there is of the child.
  const related = new Map(usages.map((usage) => [pair(usage), usage]));
  for (const [key, rest] of waiting) {
    const usage = related.get(key);
    if (usage !== undefined && placements.relations.has(usage.id)) continue;
    for (const { item, transform, parent, child } of rest) {
      occurrences.push({
        parent,
        child,
        usage: usage?.id,
        mappedItem: item.id,
        key: usage?.key,
        name: usage?.name ?? item.name,
        designator: usage?.designator,
        quantity: usage === undefined ? 1 : 0,
        transform,
      });
    }
  }
  return { occurrences, problems: problems({ unreadable, placeless, deformed }, shapes) };
}

function of(usage: Usage): Omit<Occurrence, "mappedItem" | "transform"> {
  const { id, parent, child, key, name, designator, quantity } = usage;
  return { usage: id, parent, child, key, name, designator, quantity };
}

function problems(
  counts: { readonly unreadable: number; readonly placeless: number; readonly deformed: number },
  shapes: ReadonlyMap<number, PartShape>,
): readonly string[] {
  const found: string[] = [];
  const { unreadable, placeless, deformed } = counts;
  if (unreadable > 0)
    found.push(
      `${unreadable} occurrences have a placement that can't be read: they stand at their assembly's origin.`,
    );
  // A bill of material without shapes needs no places.
  if (placeless > 0 && [...shapes.values()].some(({ bodies }) => bodies.length > 0))
    found.push(`${placeless} occurrences have no placement: they stand at their assembly's origin.`);
  if (deformed > 0)
    found.push(
      `${deformed} occurrences have a shape of their own (flexible parts): their part's shape is drawn.`,
    );
  return found;
}

/**
 * The relation's transformation leads from rep_1 to rep_2. Most writers make rep_1 the child; where
 * it is the parent, the inverse places the child.
 */
function placeBy(
  representations: Representations,
  relations: readonly Relation[],
  parent: ReadonlySet<number> | undefined,
  child: ReadonlySet<number> | undefined,
): Transform | undefined {
  const has = (set: ReadonlySet<number> | undefined, id: number): number => (set?.has(id) === true ? 1 : 0);
  const ranked = relations
    .map((relation) => ({
      relation,
      straight: has(child, relation.rep1) + has(parent, relation.rep2),
      reversed: has(child, relation.rep2) + has(parent, relation.rep1),
    }))
    .sort((a, b) => Math.max(b.straight, b.reversed) - Math.max(a.straight, a.reversed));
  for (const { relation, straight, reversed } of ranked) {
    const forward = representations.transform(relation);
    const transform = forward === undefined || straight >= reversed ? forward : invert(forward);
    if (transform !== undefined && isFinite(transform)) return transform;
  }
  return undefined;
}

interface MappedChild extends PlacedRepresentation {
  readonly parent: number;
  readonly child: number;
}

function pair({ parent, child }: { readonly parent: number; readonly child: number }): string {
  return `${parent} ${child}`;
}

/** Mapped items of other products' representations, by parent and child, in file order. */
function mappedChildren({ shapes, owners }: OccurrenceSource): Map<string, MappedChild[]> {
  const lists = new Map<string, MappedChild[]>();
  for (const [parent, { placed }] of shapes) {
    for (const { item, transform } of placed) {
      const child = [...(owners.get(item.mapped) ?? [])].find((id) => id !== parent);
      if (child === undefined || !isFinite(transform)) continue;
      const entry = { item, transform, parent, child };
      const list = lists.get(pair(entry));
      if (list === undefined) lists.set(pair(entry), [entry]);
      else list.push(entry);
    }
  }
  return lists;
}

/** The mapped item in the usage's own shape representation. */
function ownMappedItem(
  source: OccurrenceSource,
  usage: Usage,
): { item: MappedItem; transform: Transform } | undefined {
  const { file, representations, usageShapes, owners } = source;
  for (const representation of usageShapes.get(usage.id) ?? []) {
    for (const id of representations.items(representation)) {
      if (!isA(file, id, "MAPPED_ITEM")) continue;
      const item = representations.mappedItem(id, representation);
      if (item?.transform === undefined || owners.get(item.mapped)?.has(usage.child) !== true) continue;
      if (isFinite(item.transform)) return { item, transform: item.transform };
    }
  }
  return undefined;
}

function ownGeometry({ file, representations, usageShapes }: OccurrenceSource, usage: number): boolean {
  return (usageShapes.get(usage) ?? []).some((representation) =>
    representations
      .items(representation)
      .some((item) => isA(file, item, "MANIFOLD_SOLID_BREP") || isA(file, item, "SHELL_BASED_SURFACE_MODEL")),
  );
}
