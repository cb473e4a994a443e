/** Which unit stands at which occurrence of the model, as the asked unit is built. Pure. */
import type {
  MeasuredFeature,
  PlacedUnit,
  PositionStep,
  UnitPosition,
} from "../../../shared/contract/colouring.ts";
import { subtreeEnds } from "../../../shared/geometry/transforms.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { partNumberOf } from "./node-index.ts";

/** Another unit of the part has a place beside it; which one stands here nobody said. */
export const UNKNOWN_UNIT = -1;

/** Where the numbers of positions stand on a model. */
export interface PlacedPositions {
  /** Per node 1 + the index among them, 0 where nothing is known of its position. */
  readonly onNodes: Int32Array;
  /** 1 for those told for several places together: of an assembly that occurs more than once, whose own position is not known. */
  readonly isWide: Uint8Array;
}

/**
 * The positions are looked up as in `unitsOnNodes`, step by step below each occurrence of the part that their way begins at.
 * Of two ways to a node the longer one says more of where it is.
 */
export function positionsOnNodes(model: CadModel, positions: readonly UnitPosition[]): PlacedPositions {
  const { nodes } = model;
  const onNodes = new Int32Array(nodes.length);
  const isWide = new Uint8Array(nodes.length);
  if (positions.length === 0) return { onNodes, isWide };
  const numbers = model.parts.map(partNumberOf);
  const ends = subtreeEnds(nodes);
  const keyOf = ({ position, partNumber }: PositionStep): string => `${partNumber}\n${position}`;
  const wanted = new Set(positions.flatMap(({ path }) => path.map(keyOf)));
  const nodesOf = new Map<string, number[]>();
  const starts = new Map<string, number[]>();
  nodes.forEach(({ part, occurrence }, node) => {
    const partNumber = numbers[part] ?? "";
    push(starts, partNumber, node);
    const key = keyOf({ position: occurrence, partNumber });
    if (wanted.has(key)) push(nodesOf, key, node);
  });
  /** Right below, else the only one further below. */
  const find = (from: number, step: PositionStep): number | undefined => {
    const named = nodesOf.get(keyOf(step)) ?? [];
    const end = ends[from] ?? from;
    let only: number | undefined;
    let count = 0;
    for (let at = firstAfter(named, from); at < named.length && (named[at] ?? end) < end; at += 1) {
      if (nodes[named[at] ?? -1]?.parent === from) return named[at];
      only = named[at];
      count += 1;
    }
    return count === 1 ? only : undefined;
  };
  const lengths = new Uint8Array(nodes.length);
  positions.forEach(({ parentNumber, path }, at) => {
    const from = starts.get(parentNumber) ?? [];
    for (const start of from) {
      let above = start;
      let node: number | undefined = start;
      for (const step of path) {
        if (node === undefined) break;
        above = node;
        node = find(above, step);
      }
      if (node === undefined || node === start) continue;
      const known = lengths[node] ?? 0;
      // What stands right below counts before what has a group between.
      const isBetter = path.length > known || (path.length === known && nodes[node]?.parent === above);
      if (!isBetter) continue;
      onNodes[node] = at + 1;
      lengths[node] = path.length;
      isWide[node] = from.length > 1 ? 1 : 0;
    }
  });
  return { onNodes, isWide };
}

/** Index of the first in ascending numbers that is greater. */
function firstAfter(sorted: readonly number[], than: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) > than) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Features of all units as if each of their positions were a unit, and where these stand. */
export interface PositionedFeatures extends PlacedPositions {
  /** `units` hold the numbers of the positions, under the numbers that `onNodes` has. */
  readonly features: readonly MeasuredFeature[];
}

/** Undefined where no position of what was measured is known on the model. */
export function positionedFeatures(
  model: CadModel,
  features: readonly MeasuredFeature[],
): PositionedFeatures | undefined {
  const places: UnitPosition[] = [];
  const indices = new Map<string, number>();
  const idOf = ({ parentNumber, path }: UnitPosition): number => {
    const key = JSON.stringify([parentNumber, path]);
    const known = indices.get(key) ?? places.push({ parentNumber, path });
    indices.set(key, known);
    return known;
  };
  const told = features.map((feature) =>
    feature.positions === undefined
      ? feature
      : { ...feature, units: feature.positions.map((each) => ({ ...each, unitId: idOf(each) })) },
  );
  if (places.length === 0) return undefined;
  const placed = positionsOnNodes(model, places);
  return placed.onNodes.some((at) => at > 0) ? { ...placed, features: told } : undefined;
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
