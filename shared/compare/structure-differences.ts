/** What two matched structures differ in, as lines of a bill of materials: a repeated assembly says it once. */
import type { Difference, DifferencePlace } from "./comparison.ts";
import { centreOf, displacement, turnBetween } from "./displacement.ts";
import type { NodeMatches } from "./match-nodes.ts";
import type { PartMatches } from "./match-parts.ts";
import { unionBounds, type Bounds } from "../geometry/bounds.ts";
import type { PlacedModel } from "./placed-model.ts";

/** mm: what the products of transforms differ by, though nothing moved. */
const ROUNDING = 1e-6;

interface Line {
  readonly gone: number[];
  readonly added: number[];
  /** Found below the other parent. */
  kept: number;
}

export function structureDifferences(
  before: PlacedModel,
  after: PlacedModel,
  parts: PartMatches,
  nodes: NodeMatches,
  tolerance: number,
): readonly Difference[] {
  return [
    ...lineDifferences(before, after, parts, nodes),
    ...moves(before, after, nodes, tolerance),
    ...partDifferences(before, after, parts),
  ];
}

export function placeOf(
  { model }: PlacedModel,
  part: number,
  nodes: readonly number[] = [],
  faces: readonly number[] = [],
): DifferencePlace {
  const { number = "", name = "", revision } = model.parts[part] ?? {};
  const parent = model.nodes[model.nodes[nodes[0] ?? -1]?.parent ?? -1];
  return {
    partNumber: number,
    name,
    revision,
    parentNumber: parent === undefined ? undefined : model.parts[parent.part]?.number,
    nodes,
    part,
    faces,
  };
}

const partOf = ({ model }: PlacedModel, node: number): number => model.nodes[node]?.part ?? -1;
const parentOf = ({ model }: PlacedModel, node: number): number => model.nodes[node]?.parent ?? -1;

/** Added, removed and other quantities, per pair of parents and part. */
function lineDifferences(
  before: PlacedModel,
  after: PlacedModel,
  parts: PartMatches,
  { after: toAfter, before: toBefore }: NodeMatches,
): readonly Difference[] {
  const sums = new Map<string, { a: number; b: number; gone: number[]; added: number[] }>();
  const parents = new Map<string, Map<number, Line>>();
  const lineOf = (parents_: string, part: number): Line => {
    let lines = parents.get(parents_);
    if (lines === undefined) parents.set(parents_, (lines = new Map()));
    let line = lines.get(part);
    if (line === undefined) lines.set(part, (line = { gone: [], added: [], kept: 0 }));
    return line;
  };
  /** A part by the index of the older model, those that only the newer has behind them. */
  const nameB = (part: number): number => {
    const own = parts.before[part] ?? -1;
    return own === -1 ? before.model.parts.length + part : own;
  };
  for (const [node, other] of toAfter.entries()) {
    const parent = parentOf(before, node);
    const otherParent = parent === -1 ? -1 : (toAfter[parent] ?? -1);
    // What is below something that is gone is gone with it.
    if (parent !== -1 && otherParent === -1) continue;
    const isKept = other !== -1 && parentOf(after, other) === otherParent;
    if (other !== -1 && !isKept) continue;
    const line = lineOf(`${parent} ${otherParent}`, partOf(before, node));
    if (isKept) line.kept += 1;
    else line.gone.push(node);
  }
  for (const [node, other] of toBefore.entries()) {
    const parent = parentOf(after, node);
    const otherParent = parent === -1 ? -1 : (toBefore[parent] ?? -1);
    if (other !== -1 || (parent !== -1 && otherParent === -1)) continue;
    lineOf(`${otherParent} ${parent}`, nameB(partOf(after, node))).added.push(node);
  }
  for (const [key, lines] of parents) {
    const [parent = -1] = key.split(" ").map(Number);
    for (const [part, line] of lines) {
      if (line.gone.length + line.added.length === 0) continue;
      const [a, b] = [line.kept + line.gone.length, line.kept + line.added.length];
      const name = `${partOf(before, parent)} ${part} ${a} ${b}`;
      const sum = sums.get(name);
      if (sum === undefined) sums.set(name, { a, b, gone: [...line.gone], added: [...line.added] });
      else {
        for (const node of line.gone) sum.gone.push(node);
        for (const node of line.added) sum.added.push(node);
      }
    }
  }
  return [...sums.values()].map(({ a, b, gone, added }): Difference => {
    const kind = a === 0 ? "added" : b === 0 ? "removed" : "quantity";
    const of = (side: PlacedModel, nodes: readonly number[]): DifferencePlace | undefined =>
      nodes[0] === undefined ? undefined : placeOf(side, partOf(side, nodes[0]), nodes);
    return { kind, before: of(before, gone), after: of(after, added), quantity: [a, b] };
  });
}

/** Occurrences that are found again elsewhere; those of one part that went the same way are one difference. */
function moves(
  before: PlacedModel,
  after: PlacedModel,
  { after: toAfter }: NodeMatches,
  tolerance: number,
): readonly Difference[] {
  const groups = new Map<string, { a: number[]; b: number[]; way: number | undefined; angle: number }>();
  for (const [node, other] of toAfter.entries()) {
    const parent = parentOf(before, node);
    const [own, new_] = [before.model.nodes[node], after.model.nodes[other]];
    if (other === -1 || own === undefined || new_ === undefined) continue;
    const isBelowSame = new_.parent === (parent === -1 ? -1 : toAfter[parent]);
    if (parent === -1 && new_.parent === -1 && before.roots.length === 1 && after.roots.length === 1)
      continue;
    const box = unionBounds([before.boxes[own.part] as Bounds, after.boxes[new_.part] as Bounds]);
    const way = isBelowSame
      ? displacement(box, own.transform, new_.transform)
      : displacement(box, before.world, after.world, node * 16, other * 16);
    const isThere = way <= Math.max(tolerance, ROUNDING);
    if (isBelowSame && isThere) continue;
    const [from, to] = isBelowSame
      ? [centreOf(box, own.transform), centreOf(box, new_.transform)]
      : [centreOf(box, before.world, node * 16), centreOf(box, after.world, other * 16)];
    const angle = isThere
      ? 0
      : turnBetween(
          before.world.subarray(node * 16, node * 16 + 16),
          after.world.subarray(other * 16, other * 16 + 16),
        );
    const direction = from.map((value, axis) => Math.round((Number(to[axis]) - value) * 1_000));
    const key = [
      partOf(before, parent),
      partOf(after, new_.parent),
      isBelowSame,
      own.part,
      direction.join("/"),
      isThere ? 0 : Math.round(way * 1_000),
      Math.round(angle * 10_000),
    ].join();
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, { a: [node], b: [other], way: isThere ? undefined : way, angle });
    else {
      group.a.push(node);
      group.b.push(other);
    }
  }
  return [...groups.values()].map(({ a, b, way, angle }): Difference => ({
    kind: "moved",
    before: placeOf(before, partOf(before, a[0] ?? -1), a),
    after: placeOf(after, partOf(after, b[0] ?? -1), b),
    ...(way === undefined ? {} : { distance: way }),
    angle,
  }));
}

/** Another revision, number or name of the part itself. */
function partDifferences(before: PlacedModel, after: PlacedModel, parts: PartMatches): readonly Difference[] {
  const found: Difference[] = [];
  for (const [a, b] of parts.after.entries()) {
    const [own, other] = [before.model.parts[a], after.model.parts[b]];
    if (b === -1 || own === undefined || other === undefined) continue;
    const both = { before: placeOf(before, a), after: placeOf(after, b) };
    const foundBy = parts.finders[a];
    if (own.number !== other.number || own.name !== other.name)
      found.push({ kind: "renamed", ...both, ...(foundBy === undefined ? {} : { foundBy }) });
    if (own.revision !== other.revision) found.push({ kind: "revision", ...both });
  }
  return found;
}
