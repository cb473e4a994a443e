/** Which unit stands at which occurrence of the model, as the asked unit is built. Pure. */
import type { PlacedUnit } from "../../../shared/contract/colouring.ts";
import { subtreeEnds } from "../../../shared/geometry/transforms.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { partNumberOf } from "./node-index.ts";

/** Another unit of the part has a place beside it; which one stands here nobody said. */
export const UNKNOWN_UNIT = -1;

/** Per node the id of its unit, UNKNOWN_UNIT, or 0 where its part is known by its number alone. */
export type UnitsOnNodes = Int32Array;

/**
 * A unit's positions are looked up from the occurrences of the asked unit's part down: an occurrence of that name and part
 * right below, else the only one further below, for CAD systems have groups that nobody builds. Of two units at one place
 * the later counts.
 */
export function unitsOnNodes(model: CadModel, placed: readonly PlacedUnit[]): UnitsOnNodes {
  const units = new Int32Array(model.nodes.length);
  const [asked] = placed;
  if (asked === undefined) return units;
  const numbers = model.parts.map(partNumberOf);
  const numberOf = (node: number): string | undefined => numbers[model.nodes[node]?.part ?? -1];
  const ends = subtreeEnds(model.nodes);
  const below = (node: number): readonly number[] =>
    Array.from({ length: (ends[node] ?? node) - node - 1 }, (_, at) => node + 1 + at);
  const find = (from: number, position: string, partNumber: string): number | undefined => {
    const is = (node: number): boolean =>
      model.nodes[node]?.occurrence === position && numberOf(node) === partNumber;
    const found = below(from).filter(is);
    const direct = found.find((node) => model.nodes[node]?.parent === from);
    return direct ?? (found.length === 1 ? found[0] : undefined);
  };
  for (const start of model.nodes.keys()) {
    if (numberOf(start) !== asked.partNumber) continue;
    const nodes = new Map([["", start]]);
    const keyOf = (positions: readonly string[]): string => positions.map((each) => `/${each}`).join("");
    for (const { unitId, partNumber, positions } of placed) {
      const from = nodes.get(keyOf(positions.slice(0, -1)));
      const last = positions.at(-1);
      const node = last === undefined ? start : from === undefined ? undefined : find(from, last, partNumber);
      if (node === undefined) continue;
      nodes.set(keyOf(positions), node);
      units[node] = unitId;
    }
    const withPlace = new Set([...nodes.values()].map(numberOf));
    for (const node of below(start))
      if (units[node] === 0 && withPlace.has(numberOf(node))) units[node] = UNKNOWN_UNIT;
  }
  return units;
}
