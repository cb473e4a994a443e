/** Everything that the file says must hold of its parts' faces, by part. */
import type { Surface } from "../../../../../shared/model/cad.ts";
import type { ExchangeFile } from "../part21/exchange-file.ts";
import type { CadStructure, StructurePart } from "../structure/cad-structure.ts";
import { readDatums } from "./datums.ts";
import { readDimensions } from "./dimensions.ts";
import type { PmiItem } from "./pmi-item.ts";
import { readShapeAspects } from "./shape-aspects.ts";
import { readTolerances } from "./tolerances.ts";

export interface PartPmi extends Omit<PmiItem, "product" | "callout"> {
  /** Unique within its part. */
  readonly name: string;
  /** Exact surfaces of its faces, where the file has them: what the faces are known by again. */
  readonly surfaces: readonly Surface[];
}

export interface Pmi {
  /** By index of the part. */
  readonly parts: ReadonlyMap<number, readonly PartPmi[]>;
  readonly problems: readonly string[];
}

export function readPmi(file: ExchangeFile, { parts }: CadStructure): Pmi {
  const aspects = readShapeAspects(file);
  const dimensions = readDimensions(file, aspects);
  const items: readonly PmiItem[] = [
    ...dimensions.map(({ id: _id, ...item }) => item),
    ...readTolerances(file, aspects, dimensions),
    ...readDatums(file, aspects),
  ];
  const index = new Map(parts.map(({ definition }, part) => [definition, part]));
  const byPart = new Map<number, PmiItem[]>();
  let homeless = 0;
  for (const item of items) {
    const part = item.product === undefined ? undefined : index.get(item.product);
    if (part === undefined) {
      homeless += 1;
      continue;
    }
    const list = byPart.get(part);
    if (list === undefined) byPart.set(part, [item]);
    else list.push(item);
  }
  const named = new Map<number, readonly PartPmi[]>();
  for (const [part, own] of byPart) named.set(part, nameAll(own, parts[part]));
  return {
    parts: named,
    problems:
      homeless === 0
        ? []
        : [`${homeless} dimensions and tolerances of the file belong to none of its parts.`],
  };
}

/** The second and further of a callout get " (2)", " (3)" in the order of where their faces lie: no #number decides. */
function nameAll(items: readonly PmiItem[], part: StructurePart | undefined): readonly PartPmi[] {
  const surfaces = new Map(
    (part?.bodies ?? [])
      .flatMap(({ faces }) => faces)
      .flatMap(({ id, surface }) => (surface === undefined ? [] : [[id, surface] as const])),
  );
  const placed = items.map((item) => {
    const own = item.faces.flatMap((face) => surfaces.get(face) ?? []);
    return { item, surfaces: own, key: own.map(surfaceKey).sort().join(";") };
  });
  const sorted = placed.toSorted((a, b) => compare(a.item.callout, b.item.callout) || compare(a.key, b.key));
  const counts = new Map<string, number>();
  return sorted.map(({ item: { product: _product, callout, ...rest }, surfaces: own }): PartPmi => {
    const count = (counts.get(callout) ?? 0) + 1;
    counts.set(callout, count);
    return { ...rest, name: count === 1 ? callout : `${callout} (${count})`, surfaces: own };
  });
}

function surfaceKey({ kind, origin = [0, 0, 0], radius = 0 }: Surface): string {
  return `${kind} ${[...origin, radius].map((value) => value.toFixed(3)).join()}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
