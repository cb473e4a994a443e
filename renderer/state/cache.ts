/** What the whole screen shares of the host's cache: what changed in it, the product tree, the sources. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { isAbout, RECORDS, type Changed, type ChangeKind } from "../../shared/contract/cache-change.ts";
import type { About } from "../../shared/contract/diagnostics.ts";
import type { PartTreeNode } from "../../shared/contract/parts.ts";
import type { SourceSummary } from "../../shared/contract/sources.ts";
import type { Failure } from "../../shared/rpc/failure.ts";

export interface CacheState {
  /** Counts the changes of records that the host told of: of all that most panels show. */
  readonly revision: number;
  /** Counts the changes of each kind. */
  readonly changes: Readonly<Record<ChangeKind, number>>;
  /** Of the changes of events, those that named their parts, by part; the others are `ofAnyPart`. */
  readonly byPart: ReadonlyMap<string, number>;
  readonly ofAnyPart: number;
  /** What the last of them was about; undefined before the first. */
  readonly changed: Changed | undefined;
  /** undefined: not loaded yet. */
  readonly tree: readonly PartTreeNode[] | undefined;
  readonly treeFailure: Failure | undefined;
  readonly sources: readonly SourceSummary[] | undefined;
  readonly about: About | undefined;
}

const NO_CHANGES = { events: 0, structure: 0, models: 0, sources: 0, gaps: 0, samples: 0, "as-of": 0 };

export const cache = createStore<CacheState>(() => ({
  revision: 0,
  changes: NO_CHANGES,
  byPart: new Map(),
  ofAnyPart: 0,
  changed: undefined,
  tree: undefined,
  treeFailure: undefined,
  sources: undefined,
  about: undefined,
}));

/** The state after a change: who hangs on what it is about asks anew. */
export function withChange(
  { revision, changes, byPart, ofAnyPart }: CacheState,
  changed: Changed,
): Pick<CacheState, "revision" | "changes" | "byPart" | "ofAnyPart" | "changed"> {
  const next = { ...changes };
  for (const kind of changed.kinds) next[kind] += 1;
  const { parts } = changed;
  const counts = parts === undefined ? byPart : new Map(byPart);
  for (const part of parts ?? []) (counts as Map<string, number>).set(part, (counts.get(part) ?? 0) + 1);
  const isAny = parts === undefined && isAbout(changed, ["events"]);
  return {
    revision: isAbout(changed, RECORDS) ? revision + 1 : revision,
    changes: next,
    byPart: counts,
    ofAnyPart: isAny ? ofAnyPart + 1 : ofAnyPart,
    changed,
  };
}

/** One text, another one after each change of these kinds; of events only after those of the part, where one is named. */
export function stateOf(
  { changes, byPart, ofAnyPart }: Pick<CacheState, "changes" | "byPart" | "ofAnyPart">,
  kinds: readonly ChangeKind[],
  partNumber?: string,
): string {
  return kinds
    .map((kind) =>
      kind === "events" && partNumber !== undefined
        ? ofAnyPart + (byPart.get(partNumber) ?? 0)
        : changes[kind],
    )
    .join("-");
}

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
