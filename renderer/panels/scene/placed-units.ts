/** Which unit stands at which occurrence of the model, as the asked unit is built. Pure. */
import type { PlacedUnit, PositionNumber } from "../../../shared/contract/colouring.ts";
import { subtreeEnds } from "../../../shared/geometry/transforms.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { partNumberOf } from "./node-index.ts";

/** Another unit of the part has a place beside it; which one stands here nobody said. */
export const UNKNOWN_UNIT = -1;

/**
 * Where the numbers of positions stand: per node 1 + the index among them, 0 where nothing is known of its position. The
 * positions are looked up as in `unitsOnNodes`, below each occurrence of the part that they were built into.
 */
export function positionsOnNodes(model: CadModel, positions: readonly PositionNumber[]): Int32Array {
  const found = new Int32Array(model.nodes.length);
  if (positions.length === 0) return found;
  const numbers = model.parts.map(partNumberOf);
  const ends = subtreeEnds(model.nodes);
  const keyOf = (position: string, partNumber: string): string => `${partNumber}\n${position}`;
  const wanted = new Set(positions.map(({ position, partNumber }) => keyOf(position, partNumber)));
  const nodesOf = new Map<string, number[]>();
  const starts = new Map<string, number[]>();
  model.nodes.forEach(({ part, occurrence }, node) => {
    const number = numbers[part] ?? "";
    push(starts, number, node);
    const key = keyOf(occurrence, number);
    if (wanted.has(key)) push(nodesOf, key, node);
  });
  positions.forEach(({ parentNumber, position, partNumber }, at) => {
    const named = nodesOf.get(keyOf(position, partNumber)) ?? [];
    if (named.length === 0) return;
    for (const start of starts.get(parentNumber) ?? []) {
      const below = named.filter((node) => node > start && node < (ends[start] ?? start));
      const node =
        below.find((each) => model.nodes[each]?.parent === start) ??
        (below.length === 1 ? below[0] : undefined);
      // What stands right below counts before what has a group between.
      if (node !== undefined && (found[node] === 0 || model.nodes[node]?.parent === start))
        found[node] = at + 1;
    }
  });
  return found;
}

function push(lists: Map<string, number[]>, key: string, node: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [node]);
  else list.push(node);
}

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
