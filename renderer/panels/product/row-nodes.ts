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
  const keys: string[] = [];
  const byKey = new Map<string, number[]>();
  const roots = new Set<string>();
  nodes.forEach(({ parent }, node) => {
    const number = numberOf(node) ?? "";
    if (parent < 0) roots.add(number);
    const key = parent < 0 ? number : `${keys[parent] ?? ""}/${number}`;
    keys.push(key);
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [node]);
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
    keyOf: (node) => keys[node],
    keyOfRow,
  };
}
