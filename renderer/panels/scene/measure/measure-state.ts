/** What is picked to be measured, and what was measured and kept; kept per product, each change can be taken back. */
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Target } from "../../../scene/measure/entity.ts";
import type { QuantityKind } from "../../../scene/measure/quantity.ts";
import type { PickFilter } from "../../../scene/measure/snap.ts";
import { undoStack, type UndoState } from "../../../state/undo.ts";

/** One measurement; its value is found anew in each model. */
export interface Kept {
  readonly id: number;
  readonly kind: QuantityKind;
  readonly targets: readonly Target[];
}

export interface MeasureState {
  /** The tool is in hand: clicks pick what is measured. */
  readonly active: boolean;
  readonly filter: PickFilter;
  readonly picks: readonly Target[];
  readonly kept: readonly Kept[];
}

export interface MeasureSteps {
  readonly store: StoreApi<MeasureState>;
  /** The product that is shown now, by its number: its own measurements come back with it. */
  readonly show: (product: string | undefined) => void;
  readonly setActive: (active: boolean) => void;
  readonly setFilter: (filter: PickFilter) => void;
  /** Picks one more thing; a third begins anew, the same again is taken back. */
  readonly pick: (target: Target) => void;
  readonly unpick: () => void;
  readonly keep: (title: string, kind: QuantityKind, targets: readonly Target[]) => void;
  /** Takes one out, or all. */
  readonly remove: (title: string, id?: number) => void;
  /** Shows these as part of a saved view, which is a step of its own. */
  readonly restore: (kept: readonly Pick<Kept, "kind" | "targets">[]) => void;
}

const NOTHING: readonly Kept[] = [];
/** More would cover the model, and each least distance is looked for again in a new model. */
export const MOST_KEPT = 100;

export function createMeasureSteps(undo: StoreApi<UndoState> = undoStack): MeasureSteps {
  const store = createStore<MeasureState>(() => ({
    active: false,
    filter: "any",
    picks: [],
    kept: NOTHING,
  }));
  const before = new Map<string, readonly Kept[]>();
  let shown: string | undefined;
  let last = 0;
  const apply = (product: string, kept: readonly Kept[]): void => {
    if (product === shown) store.setState({ kept });
    else before.set(product, kept);
  };
  const change = (title: string, to: readonly Kept[]): void => {
    if (shown === undefined) return;
    const product = shown;
    const from = store.getState().kept;
    store.setState({ kept: to });
    undo.getState().push({ title, undo: () => apply(product, from), redo: () => apply(product, to) });
  };
  return {
    store,
    show: (product) => {
      if (product === shown) return;
      if (shown !== undefined) before.set(shown, store.getState().kept);
      shown = product;
      const kept = (product === undefined ? undefined : before.get(product)) ?? NOTHING;
      store.setState({ picks: [], kept });
    },
    setActive: (active) => store.setState({ active, picks: [] }),
    setFilter: (filter) => store.setState({ filter }),
    pick: (target) => {
      const { picks } = store.getState();
      const again = picks.findIndex((other) => sameTarget(other, target));
      if (again >= 0) store.setState({ picks: picks.filter((_, at) => at !== again) });
      else store.setState({ picks: picks.length >= 2 ? [target] : [...picks, target] });
    },
    unpick: () => store.setState({ picks: [] }),
    keep: (title, kind, targets) => {
      const { kept } = store.getState();
      if (kept.length >= MOST_KEPT || kept.some((other) => sameMeasurement(other, kind, targets))) return;
      last += 1;
      change(title, [...kept, { id: last, kind, targets }]);
    },
    restore: (kept) => {
      if (shown === undefined) return;
      store.setState({ picks: [], kept: kept.map((measurement) => ({ ...measurement, id: (last += 1) })) });
    },
    remove: (title, id) => {
      const { kept } = store.getState();
      const rest = id === undefined ? NOTHING : kept.filter((other) => other.id !== id);
      if (rest.length !== kept.length) change(title, rest);
    },
  };
}

export function sameTarget(a: Target, b: Target): boolean {
  return a.kind === b.kind && a.path === b.path && a.index === b.index;
}

export function sameMeasurement(
  kept: Pick<Kept, "kind" | "targets">,
  kind: QuantityKind,
  targets: readonly Target[],
): boolean {
  return (
    kept.kind === kind &&
    kept.targets.length === targets.length &&
    kept.targets.every((target, at) => {
      const other = targets[at];
      return other !== undefined && sameTarget(target, other);
    })
  );
}

/** The one of the page: the panel may be closed and opened again. */
export const measureSteps = createMeasureSteps();

export function useMeasure<T>(pick: (state: MeasureState) => T): T {
  return useStore(measureSteps.store, pick);
}
