/** The shapes of all products, and of geometry that belongs to none. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { bareShapes, countUnmet } from "./bare-shapes.ts";
import type { Placements } from "./occurrences.ts";
import { readPartShape, type PartShape, type ShapeSource } from "./part-shape.ts";
import type { ProductDefinition } from "./products.ts";
import type { Representations } from "./representations.ts";
import { addOwner, shapeOwners, type Owners } from "./shape-owners.ts";
import type { Styles } from "./styled-items.ts";
import type { ContextUnits } from "./units.ts";

/** Faces that mapped copies may add to those of the file. */
const MAPPED_FACES = 200_000;

/** Bare geometry has no product: this stands for its definition, which no instance can have. */
const NO_DEFINITION = -1;

export interface ShapesSource {
  readonly file: ExchangeFile;
  readonly fileName: string | undefined;
  readonly representations: Representations;
  readonly unitsOf: (context: number | undefined) => ContextUnits;
  readonly styles: Styles;
  readonly placements: Placements;
  /** By #id of the definition, in file order. */
  readonly products: ReadonlyMap<number, ProductDefinition>;
}

export interface Shapes {
  /** With one more where bare geometry belongs to no product. */
  readonly products: ReadonlyMap<number, ProductDefinition>;
  /** By #id of the definition. */
  readonly shapes: ReadonlyMap<number, PartShape>;
  readonly owners: Owners;
  /** Definitions whose shape led over an item, a shell or a representation. */
  readonly metBy: (item: number) => ReadonlySet<number> | undefined;
  /** Everything is hidden, so that hiding it would show nothing. */
  readonly showsHidden: boolean;
  readonly problems: readonly string[];
}

export function readShapes(source: ShapesSource): Shapes {
  const shown = readAll(source, false);
  const all = [...shown.shapes.values()];
  if (all.some(({ bodies }) => bodies.length > 0) || all.every(({ hidden }) => hidden === 0)) return shown;
  return readAll(source, true);
}

function readAll(source: ShapesSource, showHidden: boolean): Shapes {
  const { file, representations, unitsOf, styles, placements } = source;
  const products = new Map(source.products);
  const owners = shapeOwners(products.values(), representations);
  const met = new Map<number, Set<number>>();
  const placing = new Set(placements.usageOf.keys());
  let allowance = MAPPED_FACES + 4 * (file.ids("ADVANCED_FACE").length + file.ids("FACE_SURFACE").length);
  const sourceOf = (definition: number): ShapeSource => ({
    file,
    representations,
    unitsOf,
    styles,
    owners,
    placing,
    allow: (faces) => {
      allowance -= faces;
      return allowance >= 0;
    },
    met: (id) => addOwner(met, id, definition),
    showHidden,
  });

  const shapes = new Map<number, PartShape>();
  for (const { id, shapes: named } of products.values())
    shapes.set(id, readPartShape(sourceOf(id), id, named));

  const problems: string[] = [];
  const bodiless = [...shapes.values()].every(({ bodies, hidden }) => bodies.length === 0 && hidden === 0);
  const unmet = countUnmet(file, representations, (item) => met.has(item));
  if (unmet > 0 && !bodiless)
    problems.push(`${unmet} solids or surface models belong to no product of the file: they are left out.`);
  if (unmet > 0 && bodiless) {
    // A single product must be what the shape is of; of several, nobody can say which.
    const [only] = products.size === 1 ? products.values() : [];
    const owner = only ?? unnamedProduct(source.fileName);
    const bare = bareShapes(file, representations);
    products.set(owner.id, owner);
    shapes.set(owner.id, readPartShape(sourceOf(owner.id), owner.id, bare.shapes, bare.loose));
    problems.push(
      only === undefined
        ? "The shape in the file belongs to no product: it is taken for a part named after the file."
        : "The shape in the file isn't tied to its product: as there is only one, it is taken for its shape.",
    );
  }
  const unstated = new Set(
    [...shapes.values()]
      .flatMap(({ bodies }) => bodies.map(({ context }) => context))
      .filter((context) => !unitsOf(context).lengthStated),
  );
  if (unstated.size > 0)
    problems.push("The file states no unit of length that can be read: millimetres are assumed.");
  return { products, shapes, owners, metBy: (item) => met.get(item), showsHidden: showHidden, problems };
}

/** Named after the file. */
function unnamedProduct(fileName: string | undefined): ProductDefinition {
  const base = fileName
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.(?:stp|step|p21)$/i, "");
  const name = base === undefined || base === "" ? "unnamed part" : base;
  return {
    id: NO_DEFINITION,
    number: name,
    name,
    revision: undefined,
    shapes: [],
    hasShape: true,
    external: false,
    isDocument: false,
  };
}
