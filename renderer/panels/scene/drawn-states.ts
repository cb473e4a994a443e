/** How every occurrence of the shown model is drawn now, worked out once for all who ask. */
import { drawingStates, GHOST, SOLID } from "../../scene/presentation/node-states.ts";
import { subtreeEnds } from "../../../shared/geometry/transforms.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import type { Visibility } from "../../state/visibility.ts";

export interface DrawnStates {
  /** HIDDEN, SOLID or GHOST per node. */
  readonly states: Uint8Array;
  readonly ends: Int32Array;
  /** Occurrences with geometry among a node and all below it: all of them, those drawn solid, the ghosts. */
  readonly within: (node: number) => {
    readonly all: number;
    readonly solid: number;
    readonly ghosts: number;
  };
}

let last: { readonly model: CadModel; readonly visible: Visibility; readonly drawn: DrawnStates } | undefined;
const endsOf = new WeakMap<CadModel, Int32Array>();

export function drawnStates(model: CadModel, visible: Visibility): DrawnStates {
  if (last?.model === model && last.visible === visible) return last.drawn;
  const ends = endsOf.get(model) ?? subtreeEnds(model.nodes);
  endsOf.set(model, ends);
  const states = drawingStates(ends, visible);
  // Running sums: a subtree is a range, so any of its counts is one subtraction.
  const all = new Int32Array(ends.length + 1);
  const solid = new Int32Array(ends.length + 1);
  const ghosts = new Int32Array(ends.length + 1);
  model.nodes.forEach(({ part }, node) => {
    const counts = model.parts[part]?.mesh === undefined ? 0 : 1;
    all[node + 1] = (all[node] ?? 0) + counts;
    solid[node + 1] = (solid[node] ?? 0) + (states[node] === SOLID ? counts : 0);
    ghosts[node + 1] = (ghosts[node] ?? 0) + (states[node] === GHOST ? counts : 0);
  });
  const drawn: DrawnStates = {
    states,
    ends,
    within: (node) => {
      const of = (sums: Int32Array): number => (sums[ends[node] ?? node] ?? 0) - (sums[node] ?? 0);
      return { all: of(all), solid: of(solid), ghosts: of(ghosts) };
    },
  };
  last = { model, visible, drawn };
  return drawn;
}
