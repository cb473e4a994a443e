/** Shape keys of the parts of a STEP structure: from the corners and surfaces that the file states, before any meshing. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import type { CadStructure, StructurePart } from "../structure/cad-structure.ts";
import { EMPTY_BOX, isEmptyBox, uniteBoxes } from "../mesh/box.ts";
import { outlineReader } from "../mesh/face-outline.ts";
import { distinctNumbers } from "./distinct-numbers.ts";
import { exactly, roughly, shapeKeys, type ShapeKey } from "./shape-key.ts";

const NO_SHAPE: ShapeKey = { coarse: "", exact: "" };

/**
 * The structure with one number per part. Files without shared numbers cost nothing.
 * Titles stay; what was renamed is said in the problems.
 */
export function withDistinctNumbers(file: ExchangeFile, structure: CadStructure): CadStructure {
  const counts = new Map<string, number>();
  for (const part of structure.parts) counts.set(keyOf(part), (counts.get(keyOf(part)) ?? 0) + 1);
  if ([...counts.values()].every((count) => count === 1)) return structure;
  const outline = outlineReader(file);
  const own = structure.parts.map((part) => shapeOf(part, outline));
  const shapes = shapeKeys(structure.nodes, own);
  const numbers = distinctNumbers(
    structure.parts.map(({ number, revision }, part) => ({
      number,
      revision,
      shape: shapes[part] ?? NO_SHAPE,
    })),
  );
  return {
    ...structure,
    parts: structure.parts.map((part, at) => ({ ...part, number: numbers[at] ?? part.number })),
  };
}

function keyOf({ number, revision }: StructurePart): string {
  return JSON.stringify([number, revision ?? ""]);
}

function shapeOf({ bodies }: StructurePart, outline: ReturnType<typeof outlineReader>): ShapeKey {
  if (bodies.length === 0) return NO_SHAPE;
  const faces = bodies.flatMap((body) =>
    body.faces.map((face) => ({ surface: face.surface, ...outline(body, face) })),
  );
  const box = faces.reduce((all, face) => uniteBoxes(all, face.box), EMPTY_BOX);
  const { from, to } = isEmptyBox(box) ? { from: [0, 0, 0], to: [0, 0, 0] } : box;
  const extents = [0, 1, 2].map((axis) => (to[axis] ?? 0) - (from[axis] ?? 0));
  const size = Math.max(...extents);
  const kinds = new Map<string, number>();
  for (const { surface } of faces) {
    const kind = surface?.kind ?? "unknown";
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const texts = faces.map(({ surface, vertices }) => {
    const radii = [surface?.radius, surface?.minorRadius].map((radius) => exactly(radius ?? 0)).join();
    return `${surface?.kind ?? "unknown"} ${radii} ${vertices
      .map((vertex) => vertex.map(exactly).join())
      .sort()
      .join(" ")}`;
  });
  return {
    coarse: `${[...kinds]
      .map(([kind, count]) => `${kind} ${count}`)
      .sort()
      .join()} ${extents.map((extent) => roughly(extent, size)).join()}`,
    exact: texts.sort().join("|"),
  };
}
