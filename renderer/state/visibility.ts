/** Which occurrences of the model are hidden, shown alone, or drawn as ghosts. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** Indices into CadModel.nodes. */
export interface Visibility {
  readonly hidden: ReadonlySet<number>;
  readonly ghosted: ReadonlySet<number>;
  /** Only these are shown; undefined: all are. */
  readonly isolated: ReadonlySet<number> | undefined;
  /** Bodies that the file marks hidden are shown. */
  readonly hiddenBodies: boolean;
}

/** As the file has it. */
export const ALL_VISIBLE: Visibility = {
  hidden: new Set(),
  ghosted: new Set(),
  isolated: undefined,
  hiddenBodies: false,
};

export const visibility = createStore<Visibility>(() => ALL_VISIBLE);

export function useVisibility<T>(pick: (state: Visibility) => T): T {
  return useStore(visibility, pick);
}

export function hide(state: Visibility, nodes: readonly number[]): Visibility {
  return { ...state, hidden: new Set([...state.hidden, ...nodes]) };
}

/** Ghosts them, or makes them solid again where every one is a ghost already. */
export function toggleGhost(state: Visibility, nodes: readonly number[]): Visibility {
  const ghosted = new Set(state.ghosted);
  const all = nodes.length > 0 && nodes.every((node) => ghosted.has(node));
  for (const node of nodes)
    if (all) ghosted.delete(node);
    else ghosted.add(node);
  return { ...state, ghosted };
}

/** Shows them alone, or everything again where they are alone already. */
export function toggleIsolate(state: Visibility, nodes: readonly number[]): Visibility {
  const { isolated } = state;
  const same =
    isolated !== undefined && isolated.size === nodes.length && nodes.every((node) => isolated.has(node));
  return { ...state, isolated: same ? undefined : new Set(nodes) };
}

/** The shape of a model's tree: nodes in pre-order. */
export interface NodeTree {
  readonly parentOf: (node: number) => number | undefined;
  /** The index after the last node below one. */
  readonly endOf: (node: number) => number;
}

/**
 * Shows them solid, whatever hid them: their own mark, one on an assembly above (its other children
 * keep it), or that other things are shown alone.
 */
export function show(state: Visibility, nodes: readonly number[], tree: NodeTree): Visibility {
  const hidden = new Set(state.hidden);
  const ghosted = new Set(state.ghosted);
  const isolated = state.isolated === undefined ? undefined : new Set(state.isolated);
  for (const node of nodes) {
    takeOut(hidden, node, tree);
    takeOut(ghosted, node, tree);
    if (isolated !== undefined && ![node, ...above(node, tree)].some((one) => isolated.has(one)))
      isolated.add(node);
  }
  return { ...state, hidden, ghosted, isolated };
}

function above(node: number, { parentOf }: NodeTree): number[] {
  const found: number[] = [];
  for (let at = parentOf(node); at !== undefined; at = parentOf(at)) found.push(at);
  return found;
}

/** Takes a subtree out of the subtrees that a set of nodes stands for. */
function takeOut(set: Set<number>, node: number, tree: NodeTree): void {
  for (const one of set) if (one >= node && one < tree.endOf(node)) set.delete(one);
  const way = [node, ...above(node, tree)];
  const marked = way.findLastIndex((one) => set.has(one));
  for (let at = marked; at > 0; at--) {
    const [assembly = -1, kept = -1] = [way[at], way[at - 1]];
    set.delete(assembly);
    // Its other children go on as they were, now each by itself.
    for (let child = assembly + 1; child < tree.endOf(assembly); child = tree.endOf(child))
      if (child !== kept) set.add(child);
  }
}

/** Nothing that a person put out of sight; what the file hides is another thing. */
export function isAllVisible({ hidden, ghosted, isolated }: Visibility): boolean {
  return hidden.size === 0 && ghosted.size === 0 && isolated === undefined;
}

export function sameVisibility(a: Visibility, b: Visibility): boolean {
  const same = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
    one.size === other.size && [...one].every((node) => other.has(node));
  if (a.hiddenBodies !== b.hiddenBodies) return false;
  if (!same(a.hidden, b.hidden) || !same(a.ghosted, b.ghosted)) return false;
  return a.isolated === undefined || b.isolated === undefined
    ? a.isolated === b.isolated
    : same(a.isolated, b.isolated);
}
