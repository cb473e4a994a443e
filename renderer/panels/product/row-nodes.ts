/** Between the lines of the product tree and the occurrences of the shown model. Pure. */
import type { CadModel } from "../../../shared/model/cad.ts";

export interface RowNodes {
  /**
   * Occurrences of a line, by its id: those under the same assemblies; empty where the model has none.
   * The model's root may be a part further down in the tree.
   */
  readonly nodesOf: (rowId: string) => readonly number[];
  /** The line's id, from the model's root on. */
  readonly keyOf: (node: number) => string | undefined;
  /** The same part of a line's id; undefined where the model's root is not on the way to the line. */
  readonly keyOfRow: (rowId: string) => string | undefined;
}

/**
 * Lines are found by walking down from the model's root, word by word: the ids of many thousand lines, each with those of
 * all assemblies above it, are never made.
 * @param numberOf the number under which the product tree shows the part of a node
 */
export function createRowNodes(
  { nodes }: Pick<CadModel, "nodes">,
  numberOf: (node: number) => string | undefined,
): RowNodes {
  const numbers: string[] = [];
  /** Per line the one above it, -1 for a root; and those below it, by their numbers. */
  const aboves: number[] = [];
  const below: (Map<string, number> | undefined)[] = [];
  const roots = new Map<string, number>();
  const lineOf = new Int32Array(nodes.length);
  nodes.forEach(({ parent }, node) => {
    const number = numberOf(node) ?? "";
    const above = parent < 0 ? -1 : (lineOf[parent] ?? -1);
    const lines = above < 0 ? roots : (below[above] ??= new Map<string, number>());
    let line = lines.get(number);
    if (line === undefined) {
      line = numbers.push(number) - 1;
      aboves.push(above);
      lines.set(number, line);
    }
    lineOf[node] = line;
  });
  const { starts, sorted } = groupedBy(lineOf, numbers.length);

  const wordsOf = (line: number): string => {
    const above = aboves[line] ?? -1;
    return above < 0 ? (numbers[line] ?? "") : `${wordsOf(above)}/${numbers[line] ?? ""}`;
  };
  const keyOfRow = (rowId: string): string | undefined => {
    for (const root of roots.keys()) {
      if (rowId === root || rowId.startsWith(`${root}/`)) return rowId;
      const at = `${rowId}/`.indexOf(`/${root}/`);
      if (at >= 0) return rowId.slice(at + 1);
    }
    return undefined;
  };
  /** Several only where a number has the sign in it that joins them. */
  const linesOf = (words: string, among: ReadonlyMap<string, number> | undefined): readonly number[] => {
    if (among === undefined) return [];
    const found: number[] = [];
    for (let end = words.indexOf("/"); end >= 0; end = words.indexOf("/", end + 1)) {
      const line = among.get(words.slice(0, end));
      if (line !== undefined) found.push(...linesOf(words.slice(end + 1), below[line]));
    }
    const last = among.get(words);
    return last === undefined ? found : [...found, last];
  };
  return {
    nodesOf: (rowId) => {
      const key = keyOfRow(rowId);
      if (key === undefined) return [];
      const lists = linesOf(key, roots).map((line) => [...sorted.subarray(starts[line], starts[line + 1])]);
      return lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort((a, b) => a - b);
    },
    keyOf: (node) => {
      const line = lineOf[node];
      return line === undefined ? undefined : wordsOf(line);
    },
    keyOfRow,
  };
}

/** Nodes of each line one after another, in their order: those of line i from starts[i] to starts[i + 1]. */
function groupedBy(
  lineOf: Int32Array,
  lines: number,
): { readonly starts: Uint32Array; readonly sorted: Uint32Array } {
  const starts = new Uint32Array(lines + 1);
  for (const line of lineOf) starts[line + 1] = (starts[line + 1] ?? 0) + 1;
  for (let line = 0; line < lines; line += 1)
    starts[line + 1] = (starts[line + 1] ?? 0) + (starts[line] ?? 0);
  const next = starts.slice();
  const sorted = new Uint32Array(lineOf.length);
  lineOf.forEach((line, node) => {
    const at = next[line] ?? 0;
    sorted[at] = node;
    next[line] = at + 1;
  });
  return { starts, sorted };
}
