/** Which occurrences of the model are hidden, shown alone, or drawn as ghosts. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** Indices into CadModel.nodes. */
export interface Visibility {
  readonly hidden: ReadonlySet<number>;
  readonly ghosted: ReadonlySet<number>;
  /** Only these are shown; undefined: all are. */
  readonly isolated: ReadonlySet<number> | undefined;
}

export const ALL_VISIBLE: Visibility = { hidden: new Set(), ghosted: new Set(), isolated: undefined };

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

export function isAllVisible({ hidden, ghosted, isolated }: Visibility): boolean {
  return hidden.size === 0 && ghosted.size === 0 && isolated === undefined;
}

export function sameVisibility(a: Visibility, b: Visibility): boolean {
  const same = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
    one.size === other.size && [...one].every((node) => other.has(node));
  if (!same(a.hidden, b.hidden) || !same(a.ghosted, b.ghosted)) return false;
  return a.isolated === undefined || b.isolated === undefined
    ? a.isolated === b.isolated
    : same(a.isolated, b.isolated);
}
