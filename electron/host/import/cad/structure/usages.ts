/** Where a product is used in another (ISO 10303-44, product_structure_schema). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, number, oneOf, reference, references, text } from "./instances.ts";
import type { ProductDefinition } from "./products.ts";

export interface Usage {
  /** #id of the usage instance. */
  readonly id: number;
  readonly key: string | undefined;
  readonly name: string | undefined;
  readonly designator: string | undefined;
  /** #ids of product definitions. */
  readonly parent: number;
  readonly child: number;
  /** QUANTIFIED_ASSEMBLY_COMPONENT_USAGE; 1 where none is given. */
  readonly quantity: number;
}

/** Stock or blank that a part is made from: a line of the bill, no place in the tree. */
export interface Making {
  readonly part: number;
  readonly from: number;
  /** Of the source per part. */
  readonly quantity: number;
}

export interface Usages {
  readonly usages: readonly Usage[];
  readonly makings: readonly Making[];
  readonly problems: readonly string[];
}

/**
 * SPECIFIED_HIGHER_USAGE_OCCURRENCE names an occurrence seen from further up: it is there already.
 * PROMISSORY_USAGE_OCCURRENCE promises one without saying where.
 */
const USAGE_KINDS = [
  "NEXT_ASSEMBLY_USAGE_OCCURRENCE",
  "ASSEMBLY_COMPONENT_USAGE",
  "QUANTIFIED_ASSEMBLY_COMPONENT_USAGE",
];
const NO_USAGE: ReadonlySet<string> = new Set([
  "SPECIFIED_HIGHER_USAGE_OCCURRENCE",
  "PROMISSORY_USAGE_OCCURRENCE",
  "MAKE_FROM_USAGE_OPTION",
]);

export function readUsages(file: ExchangeFile, products: ReadonlyMap<number, ProductDefinition>): Usages {
  const usages = new Map<number, Usage>();
  let dangling = 0;
  for (const kind of USAGE_KINDS) {
    for (const id of file.ids(kind)) {
      if (usages.has(id) || oneOf(file, id, NO_USAGE) !== undefined) continue;
      const [key, name, , relating, related, designator, ...rest] = attributes(
        file,
        id,
        "PRODUCT_DEFINITION_RELATIONSHIP",
        "ASSEMBLY_COMPONENT_USAGE",
        "QUANTIFIED_ASSEMBLY_COMPONENT_USAGE",
      );
      const parent = definitionOf(file, reference(relating), products);
      const child = definitionOf(file, reference(related), products);
      if (parent === undefined || child === undefined) {
        dangling += 1;
        continue;
      }
      usages.set(id, {
        id,
        key: text(key),
        name: text(name),
        designator: text(designator),
        parent,
        child,
        quantity: quantity(file, reference(rest[0])) ?? 1,
      });
    }
  }
  const problems: string[] = [];
  if (dangling > 0) problems.push(`${dangling} assembly usages name a product that the file doesn't hold.`);
  const promised = file.ids("PROMISSORY_USAGE_OCCURRENCE").length;
  if (promised > 0)
    problems.push(`${promised} promised usages say nothing of the place in the assembly: they are left out.`);
  return {
    usages: [...usages.values()],
    makings: readMakings(file, products),
    problems,
  };
}

/** A product definition, or what an occurrence of one (AP242 edition 2) is an occurrence of. */
function definitionOf(
  file: ExchangeFile,
  id: number | undefined,
  products: ReadonlyMap<number, ProductDefinition>,
): number | undefined {
  if (id === undefined || products.has(id)) return id;
  if (file.type(id)?.includes("PRODUCT_DEFINITION_OCCURRENCE") !== true) return undefined;
  return attributes(file, id, "PRODUCT_DEFINITION_OCCURRENCE")
    .flatMap((parameter) => references(parameter))
    .find((candidate) => products.has(candidate));
}

function readMakings(
  file: ExchangeFile,
  products: ReadonlyMap<number, ProductDefinition>,
): readonly Making[] {
  return file.ids("MAKE_FROM_USAGE_OPTION").flatMap((id) => {
    const values = attributes(file, id, "PRODUCT_DEFINITION_RELATIONSHIP", "MAKE_FROM_USAGE_OPTION");
    const part = definitionOf(file, reference(values[3]), products);
    const from = definitionOf(file, reference(values[4]), products);
    if (part === undefined || from === undefined) return [];
    // The attribute counts the parts that one piece of the source yields.
    return [{ part, from, quantity: 1 / (quantity(file, reference(values[7])) ?? 1) }];
  });
}

/** The amount of a MEASURE_WITH_UNIT, in its own unit. */
function quantity(file: ExchangeFile, id: number | undefined): number | undefined {
  if (id === undefined) return undefined;
  const amount = number(attributes(file, id, "MEASURE_WITH_UNIT")[0]);
  return amount !== undefined && amount > 0 && Number.isFinite(amount) ? amount : undefined;
}
