/** Instances that are made of curves: sets, composites, wireframes, loops (ISO 10303-42). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, references } from "./instances.ts";

/** What only holds other curves: of each the attribute that lists them. */
const HOLDERS: readonly (readonly [kind: string, records: readonly string[], at: number])[] = [
  ["GEOMETRIC_CURVE_SET", ["REPRESENTATION_ITEM", "GEOMETRIC_SET"], 1],
  ["GEOMETRIC_SET", ["REPRESENTATION_ITEM", "GEOMETRIC_SET"], 1],
  ["COMPOSITE_CURVE", ["REPRESENTATION_ITEM", "COMPOSITE_CURVE"], 1],
  ["COMPOSITE_CURVE_SEGMENT", ["FOUNDED_ITEM", "COMPOSITE_CURVE_SEGMENT"], 2],
  ["EDGE_BASED_WIREFRAME_MODEL", ["REPRESENTATION_ITEM", "EDGE_BASED_WIREFRAME_MODEL"], 1],
  ["CONNECTED_EDGE_SET", ["REPRESENTATION_ITEM", "CONNECTED_EDGE_SET"], 1],
  ["SHELL_BASED_WIREFRAME_MODEL", ["REPRESENTATION_ITEM", "SHELL_BASED_WIREFRAME_MODEL"], 1],
  ["WIRE_SHELL", ["REPRESENTATION_ITEM", "WIRE_SHELL"], 1],
  ["EDGE_LOOP", ["REPRESENTATION_ITEM", "PATH"], 1],
  ["ORIENTED_EDGE", ["REPRESENTATION_ITEM", "EDGE", "ORIENTED_EDGE"], 3],
  ["SURFACE_CURVE", ["REPRESENTATION_ITEM", "SURFACE_CURVE"], 1],
  ["SEAM_CURVE", ["REPRESENTATION_ITEM", "SURFACE_CURVE"], 1],
  ["TESSELLATED_WIRE", ["REPRESENTATION_ITEM", "TESSELLATED_WIRE"], 1],
  ["INTERSECTION_CURVE", ["REPRESENTATION_ITEM", "SURFACE_CURVE"], 1],
];

/** @param reading pays for the length of the list, whatever stands in it */
export function membersOf(
  file: ExchangeFile,
  id: number,
  reading?: { work: number },
): readonly number[] | undefined {
  const holder = HOLDERS.find(([kind]) => isA(file, id, kind));
  if (holder === undefined) return undefined;
  const [, records, at] = holder;
  const list = attributes(file, id, ...records)[at];
  if (reading !== undefined && list?.kind === "list") reading.work -= list.items.length;
  return references(list);
}
