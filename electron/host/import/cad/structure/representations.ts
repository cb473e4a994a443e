/** Representations, and how they relate to one another (ISO 10303-43). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, reference, references, text } from "./instances.ts";
import { operator3d, placement } from "./placement.ts";
import { IDENTITY, invert, multiply, type Transform } from "./transform.ts";
import type { ContextUnits } from "./units.ts";

export interface Relation {
  readonly id: number;
  readonly rep1: number;
  readonly rep2: number;
  /** Of a REPRESENTATION_RELATIONSHIP_WITH_TRANSFORMATION. */
  readonly operator?: number;
}

export interface MappedItem {
  readonly id: number;
  readonly name: string | undefined;
  readonly mapped: number;
  /** From the mapped representation to the one that the item stands in, mm. */
  readonly transform: Transform | undefined;
}

export interface Representations {
  /** Items by #id, in order. */
  items(representation: number): readonly number[];
  name(representation: number): string | undefined;
  context(representation: number): number | undefined;
  units(representation: number): ContextUnits;
  /** Relations that the representation takes part in, on either side. */
  relationsOf(representation: number): readonly Relation[];
  relation(id: number): Relation | undefined;
  /** From rep_1 to rep_2, mm. Identity has no operator; undefined where it can't be read. */
  transform(relation: Relation): Transform | undefined;
  mappedItem(id: number, within: number): MappedItem | undefined;
}

/**
 * Kinds of relation that say "also the shape of": not supplemental geometry
 * (CONSTRUCTIVE_GEOMETRY_REPRESENTATION_RELATIONSHIP) and not annotation
 * (MECHANICAL_DESIGN_AND_DRAUGHTING_RELATIONSHIP).
 */
const RELATION_KINDS = [
  "SHAPE_REPRESENTATION_RELATIONSHIP",
  "REPRESENTATION_RELATIONSHIP",
  "REPRESENTATION_RELATIONSHIP_WITH_TRANSFORMATION",
];

export function readRepresentations(
  file: ExchangeFile,
  unitsOf: (context: number | undefined) => ContextUnits,
): Representations {
  const relations = readRelations(file);
  const byRepresentation = new Map<number, Relation[]>();
  for (const relation of relations.values()) {
    for (const side of new Set([relation.rep1, relation.rep2])) {
      const list = byRepresentation.get(side);
      if (list === undefined) byRepresentation.set(side, [relation]);
      else list.push(relation);
    }
  }
  const itemLists = new Map<number, readonly number[]>();
  const items = (representation: number): readonly number[] => {
    let list = itemLists.get(representation);
    if (list === undefined) {
      list = references(attributes(file, representation, "REPRESENTATION")[1]);
      itemLists.set(representation, list);
    }
    return list;
  };
  const itemSets = new Map<number, ReadonlySet<number>>();
  const holds = (representation: number, item: number): boolean => {
    let set = itemSets.get(representation);
    if (set === undefined) {
      set = new Set(items(representation));
      itemSets.set(representation, set);
    }
    return set.has(item);
  };
  const context = (representation: number): number | undefined =>
    reference(attributes(file, representation, "REPRESENTATION")[2]);
  const units = (representation: number): ContextUnits => unitsOf(context(representation));

  return {
    items,
    context,
    units,
    name: (representation) => text(attributes(file, representation, "REPRESENTATION")[0]),
    relationsOf: (representation) => byRepresentation.get(representation) ?? [],
    relation: (id) => relations.get(id),
    transform: ({ operator, rep1, rep2 }) => {
      if (operator === undefined) return IDENTITY;
      const scaled = operator3d(file, operator, units(rep2).length);
      if (scaled !== undefined) return scaled;
      const [, , first, second] = attributes(file, operator, "ITEM_DEFINED_TRANSFORMATION");
      let [item1, item2] = [reference(first), reference(second)];
      if (item1 === undefined || item2 === undefined) return undefined;
      // Some writers name the two placements in the other order than the representations.
      const straight = holds(rep1, item1) || holds(rep2, item2);
      if (!straight && holds(rep1, item2) && holds(rep2, item1)) [item1, item2] = [item2, item1];
      return between(placement(file, item1, units(rep1).length), placement(file, item2, units(rep2).length));
    },
    mappedItem: (id, within) => {
      if (!isA(file, id, "MAPPED_ITEM")) return undefined;
      const [name, source, target] = attributes(file, id, "REPRESENTATION_ITEM", "MAPPED_ITEM");
      const map = reference(source);
      const targetItem = reference(target);
      if (map === undefined) return undefined;
      const [origin, representation] = attributes(file, map, "REPRESENTATION_MAP");
      const mapped = reference(representation);
      if (mapped === undefined) return undefined;
      const here = units(within).length;
      return {
        id,
        name: text(name),
        mapped,
        transform: between(
          placement(file, reference(origin), units(mapped).length),
          operator3d(file, targetItem, here) ?? placement(file, targetItem, here),
        ),
      };
    },
  };
}

/** What brings the first placement onto the second. */
function between(from: Transform | undefined, to: Transform | undefined): Transform | undefined {
  const back = from === undefined ? undefined : invert(from);
  return back === undefined || to === undefined ? undefined : multiply(to, back);
}

function readRelations(file: ExchangeFile): ReadonlyMap<number, Relation> {
  const relations = new Map<number, Relation>();
  for (const kind of RELATION_KINDS) {
    for (const id of file.ids(kind)) {
      if (relations.has(id)) continue;
      const [, , first, second, operator] = attributes(
        file,
        id,
        "REPRESENTATION_RELATIONSHIP",
        "REPRESENTATION_RELATIONSHIP_WITH_TRANSFORMATION",
      );
      const rep1 = reference(first);
      const rep2 = reference(second);
      if (rep1 === undefined || rep2 === undefined) continue;
      if (!isShape(file, rep1) || !isShape(file, rep2)) continue;
      const of = reference(operator);
      relations.set(id, { id, rep1, rep2, ...(of === undefined ? {} : { operator: of }) });
    }
  }
  return relations;
}

/** A shape representation of any kind: `ADVANCED_BREP_SHAPE_REPRESENTATION` and its like. */
export function isShape(file: ExchangeFile, representation: number): boolean {
  const type = file.type(representation);
  if (type === undefined || type.includes("DRAUGHTING_MODEL")) return false;
  return type.includes("SHAPE_REPRESENTATION") || type === "REPRESENTATION";
}
