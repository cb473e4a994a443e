/** Which occurrences belong to which part number, both ways. Pure; made once per model. */
import type { CadModel, CadPart } from "../../../shared/model/cad.ts";

export interface NodeIndex {
  /** Each once, in the order of the model. */
  readonly partNumbers: readonly string[];
  readonly has: (partNumber: string) => boolean;
  /** Every occurrence of the part, in the order of the model; empty where it has none. */
  readonly nodesOf: (partNumber: string | undefined) => readonly number[];
  readonly numberOf: (node: number) => string | undefined;
  /** The number that the file itself gives it, whatever part a person said that it is. */
  readonly ownNumberOf: (node: number) => string | undefined;
  /** Occurrence name from the CAD file. */
  readonly occurrenceOf: (node: number) => string | undefined;
  readonly parentOf: (node: number) => number | undefined;
  /** The nodes hold every root, so all of the model. */
  readonly isWhole: (nodes: readonly number[]) => boolean;
  /** Only nodes that the model has: a selection may be older than the model. */
  readonly known: (nodes: readonly number[]) => readonly number[];
}

/** A product without any id or name is kept under this one (see part-names.ts of the store). */
const UNNAMED = "unnamed";

/** The number under which the product tree shows a CAD part. */
export function partNumberOf({ number }: CadPart): string {
  return number.trim() === "" ? UNNAMED : number;
}

/** @param own the same model with the file's own numbers */
export function createNodeIndex(model: CadModel, own = model): NodeIndex {
  const { parts, nodes } = model;
  const numbers = parts.map(partNumberOf);
  const byNumber = new Map<string, number[]>();
  const roots: number[] = [];
  nodes.forEach(({ part, parent }, node) => {
    if (parent < 0) roots.push(node);
    const number = numbers[part];
    if (number === undefined) return;
    const list = byNumber.get(number);
    if (list === undefined) byNumber.set(number, [node]);
    else list.push(node);
  });
  return {
    partNumbers: [...byNumber.keys()],
    has: (partNumber) => byNumber.has(partNumber),
    nodesOf: (partNumber) => (partNumber === undefined ? [] : (byNumber.get(partNumber) ?? [])),
    numberOf: (node) => numbers[nodes[node]?.part ?? -1],
    ownNumberOf: (node) => {
      const part = own.parts[own.nodes[node]?.part ?? -1];
      return part && partNumberOf(part);
    },
    occurrenceOf: (node) => nodes[node]?.occurrence,
    parentOf: (node) => {
      const parent = nodes[node]?.parent ?? -1;
      return parent < 0 ? undefined : parent;
    },
    isWhole: (some) => roots.length > 0 && roots.every((root) => some.includes(root)),
    known: (some) => some.filter((node) => node >= 0 && node < nodes.length),
  };
}
