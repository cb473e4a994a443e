/** What the whole screen shares of the host's cache: its revision, the product tree, the sources. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { About } from "../../shared/contract/diagnostics.ts";
import type { PartTreeNode } from "../../shared/contract/parts.ts";
import type { SourceSummary } from "../../shared/contract/sources.ts";
import type { Failure } from "../../shared/rpc/failure.ts";

export interface CacheState {
  /** Content revision of the cache; 0 before the first word of the host. */
  readonly revision: number;
  /** undefined: not loaded yet. */
  readonly tree: readonly PartTreeNode[] | undefined;
  readonly treeFailure: Failure | undefined;
  readonly sources: readonly SourceSummary[] | undefined;
  readonly about: About | undefined;
}

export const cache = createStore<CacheState>(() => ({
  revision: 0,
  tree: undefined,
  treeFailure: undefined,
  sources: undefined,
  about: undefined,
}));

export function useCache<T>(pick: (state: CacheState) => T): T {
  return useStore(cache, pick);
}

/** The first line of the tree that shows a part. */
export function findPart(
  tree: readonly PartTreeNode[] | undefined,
  partNumber: string | undefined,
): PartTreeNode | undefined {
  return partNumber === undefined ? undefined : tree?.find((node) => node.partNumber === partNumber);
}

/** The lines from the product down to the first line of a part: the breadcrumb. */
export function pathToPart(
  tree: readonly PartTreeNode[] | undefined,
  partNumber: string | undefined,
): readonly PartTreeNode[] {
  const path: PartTreeNode[] = [];
  let node = findPart(tree, partNumber);
  while (node !== undefined) {
    path.unshift(node);
    node = tree?.[node.parent];
  }
  return path;
}
