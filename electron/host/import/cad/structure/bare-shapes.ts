/** Solids and surface models that no product leads to. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, reference } from "./instances.ts";
import { itemKind } from "./item-kinds.ts";
import type { Representations } from "./representations.ts";

const ROOT_ITEMS = [
  "MANIFOLD_SOLID_BREP",
  "BREP_WITH_VOIDS",
  "FACETED_BREP",
  "SHELL_BASED_SURFACE_MODEL",
  "FACE_BASED_SURFACE_MODEL",
];

const SHAPE_KINDS = [
  "ADVANCED_BREP_SHAPE_REPRESENTATION",
  "ELEMENTARY_BREP_SHAPE_REPRESENTATION",
  "FACETED_BREP_SHAPE_REPRESENTATION",
  "MANIFOLD_SURFACE_SHAPE_REPRESENTATION",
  "NON_MANIFOLD_SURFACE_SHAPE_REPRESENTATION",
  "SHAPE_REPRESENTATION",
  "TESSELLATED_SHAPE_REPRESENTATION",
];

export interface BareShapes {
  /** Representations to start from. */
  readonly shapes: readonly number[];
  /** Items that stand in none of them, and the first context of the file. */
  readonly loose: { readonly items: readonly number[]; readonly context: number | undefined };
}

/** Of a file without any product that has a shape. */
export function bareShapes(file: ExchangeFile, representations: Representations): BareShapes {
  const mapped = new Set(
    file
      .ids("REPRESENTATION_MAP")
      .flatMap((map) => reference(attributes(file, map, "REPRESENTATION_MAP")[1]) ?? []),
  );
  const listed = new Set<number>();
  const shapes = new Set<number>();
  for (const kind of SHAPE_KINDS) {
    for (const id of file.ids(kind)) {
      const items = representations.items(id);
      const drawable = items.filter((item) => itemKind(file, item) === "faced");
      for (const item of drawable) listed.add(item);
      const nested = items.some((item) => itemKind(file, item) === "mapped");
      if (!mapped.has(id) && (drawable.length > 0 || nested || kind.startsWith("TESSELLATED")))
        shapes.add(id);
    }
  }
  const items = ROOT_ITEMS.flatMap((kind) => file.ids(kind)).filter((item) => !listed.has(item));
  const context = file.ids("GLOBAL_UNIT_ASSIGNED_CONTEXT")[0];
  return { shapes: [...shapes], loose: { items: [...new Set(items)], context } };
}

/** Root items that were not met, without the supplemental geometry that is no shape of the product. */
export function countUnmet(
  file: ExchangeFile,
  representations: Representations,
  met: (item: number) => boolean,
): number {
  const supplemental = new Set(
    file.ids("CONSTRUCTIVE_GEOMETRY_REPRESENTATION").flatMap((id) => representations.items(id)),
  );
  const roots = new Set(ROOT_ITEMS.flatMap((kind) => file.ids(kind)));
  return [...roots].filter((item) => !met(item) && !supplemental.has(item)).length;
}
