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

/** @param numberOf the number under which the product tree shows the part of a node */
export function createRowNodes(
  { nodes }: Pick<CadModel, "nodes">,
  numberOf: (node: number) => string | undefined,
): RowNodes {
  /** Every key once, however many occurrences stand in its line. */
  const keys: string[] = [];
  const keyOf = new Int32Array(nodes.length);
  const byKey = new Map<string, number[]>();
  const roots = new Set<string>();
  /** Per key those of the lines below it, by their numbers. */
  const below: Map<string, number>[] = [];
  const top = new Map<string, number>();
  nodes.forEach(({ parent }, node) => {
    const number = numberOf(node) ?? "";
    if (parent < 0) roots.add(number);
    const above = parent < 0 ? undefined : keyOf[parent];
    const lines = above === undefined ? top : (below[above] ?? top);
    let key = lines.get(number);
    if (key === undefined) {
      key = keys.push(above === undefined ? number : `${keys[above] ?? ""}/${number}`) - 1;
      below.push(new Map());
      lines.set(number, key);
    }
    keyOf[node] = key;
    const words = keys[key] ?? "";
    const list = byKey.get(words);
    if (list === undefined) byKey.set(words, [node]);
    else list.push(node);
  });
  const keyOfRow = (rowId: string): string | undefined => {
    for (const root of roots) {
      if (rowId === root || rowId.startsWith(`${root}/`)) return rowId;
      const at = `${rowId}/`.indexOf(`/${root}/`);
      if (at >= 0) return rowId.slice(at + 1);
    }
    return undefined;
  };
  return {
    nodesOf: (rowId) => byKey.get(keyOfRow(rowId) ?? "") ?? [],
    keyOf: (node) => keys[keyOf[node] ?? -1],
    keyOfRow,
  };
}
