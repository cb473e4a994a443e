/** Product definitions (ISO 10303-41, product_definition_schema) and the representations of their shape. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, reference, references, text } from "./instances.ts";

export interface ProductDefinition {
  readonly id: number;
  /** product.id, or its name where that is blank. */
  readonly number: string;
  readonly name: string;
  readonly revision: string | undefined;
  /** used_representation of its shape definitions, in file order. */
  readonly shapes: readonly number[];
  /** It has a PRODUCT_DEFINITION_SHAPE, even if nothing hangs on it. */
  readonly hasShape: boolean;
  /** It stands for something that another file or system describes. */
  readonly external: boolean;
  /** A document or a requirement, no thing to be built. */
  readonly isDocument: boolean;
}

const DEFINITION_KINDS = ["PRODUCT_DEFINITION", "PRODUCT_DEFINITION_WITH_ASSOCIATED_DOCUMENTS"];
const EXTERNAL_KINDS = [
  "PRODUCT_DEFINITION_REFERENCE",
  "PRODUCT_DEFINITION_REFERENCE_WITH_LOCAL_REPRESENTATION",
];
const SHAPE_LINKS = ["SHAPE_DEFINITION_REPRESENTATION", "PROPERTY_DEFINITION_REPRESENTATION"];

/** Names that stand for none. */
const NO_NAME = /^(?:none|unknown|unnamed|n\/a|-|\?|\/NULL)$/i;
/** What exporters write for a revision that nobody gave: SolidWorks, in the language of its user too; NX. */
const NO_REVISION = /^(?:any|任何|last_version|version 0)$/i;

export function readProducts(file: ExchangeFile): ReadonlyMap<number, ProductDefinition> {
  const shapes = shapesByDefinition(file);
  const documents = documentProducts(file);
  const products = new Map<number, ProductDefinition>();
  for (const kind of DEFINITION_KINDS) {
    for (const id of file.ids(kind)) {
      if (products.has(id)) continue;
      const [, , formation] = attributes(file, id, "PRODUCT_DEFINITION");
      const version = reference(formation);
      const [revision, , of] =
        version === undefined ? [] : attributes(file, version, "PRODUCT_DEFINITION_FORMATION");
      const product = reference(of);
      const [productId, productName] = product === undefined ? [] : attributes(file, product, "PRODUCT");
      const number = stated(text(productId));
      const name = stated(text(productName));
      products.set(id, {
        id,
        number: number ?? name ?? "unnamed part",
        name: name ?? number ?? "unnamed part",
        revision: statedRevision(text(revision)),
        shapes: shapes.get(id) ?? [],
        hasShape: shapes.has(id),
        external: false,
        isDocument: product !== undefined && documents.has(product),
      });
    }
  }
  for (const kind of EXTERNAL_KINDS) {
    for (const id of file.ids(kind)) {
      // product_definition_reference: source, product_id, product_definition_formation_id, …
      const [, productId, formationId] = attributes(file, id, "PRODUCT_DEFINITION_REFERENCE");
      const number = text(productId) ?? "unnamed part";
      products.set(id, {
        id,
        number,
        name: number,
        revision: statedRevision(text(formationId)),
        shapes: shapes.get(id) ?? [],
        hasShape: shapes.has(id),
        external: true,
        isDocument: false,
      });
    }
  }
  return products;
}

function stated(value: string | undefined): string | undefined {
  return value === undefined || NO_NAME.test(value) ? undefined : value;
}

function statedRevision(value: string | undefined): string | undefined {
  return value === undefined || NO_REVISION.test(value) ? undefined : stated(value);
}

/**
 * Representations by what they are the shape of: a product definition, or the usage of one in an
 * assembly. Shapes of shape aspects (PMI) are not asked for.
 */
export function shapesByDefinition(file: ExchangeFile): ReadonlyMap<number, readonly number[]> {
  const byShape = new Map<number, number[]>();
  for (const kind of SHAPE_LINKS) {
    for (const link of file.ids(kind)) {
      const [definition, used] = attributes(file, link, "PROPERTY_DEFINITION_REPRESENTATION");
      const shape = reference(definition);
      const representation = reference(used);
      if (shape === undefined || representation === undefined) continue;
      if (isA(file, shape, "PRODUCT_DEFINITION_SHAPE")) add(byShape, shape, representation);
    }
  }
  const byDefinition = new Map<number, number[]>();
  for (const shape of file.ids("PRODUCT_DEFINITION_SHAPE")) {
    const definition = reference(attributes(file, shape, "PROPERTY_DEFINITION")[2]);
    if (definition === undefined) continue;
    if (!byDefinition.has(definition)) byDefinition.set(definition, []);
    for (const representation of byShape.get(shape) ?? []) add(byDefinition, definition, representation);
  }
  return byDefinition;
}

/** Products of the category "document" (PRODUCT_RELATED_PRODUCT_CATEGORY). */
function documentProducts(file: ExchangeFile): ReadonlySet<number> {
  const documents = new Set<number>();
  for (const category of file.ids("PRODUCT_RELATED_PRODUCT_CATEGORY")) {
    const [name, , products] = attributes(
      file,
      category,
      "PRODUCT_CATEGORY",
      "PRODUCT_RELATED_PRODUCT_CATEGORY",
    );
    if (/^document$/i.test(text(name) ?? "")) for (const id of references(products)) documents.add(id);
  }
  return documents;
}

function add(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}
