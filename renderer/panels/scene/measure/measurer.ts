/** Values of measurements in a model, each found once: at once where a formula gives them, else by a worker. */
import { meshDeflection } from "../../../../shared/geometry/deflection.ts";
import type { CadModel } from "../../../../shared/model/cad.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Bounds } from "../../../../shared/geometry/bounds.ts";
import { resolveTarget, type Entity, type Target } from "../../../scene/measure/entity.ts";
import { createNearestFinder, type NearestFinder } from "../../../scene/measure/nearest-finder.ts";
import { quantitiesOf } from "../../../scene/measure/quantities.ts";
import type { Quantity } from "../../../scene/measure/quantity.ts";
import { weaker } from "../../../scene/measure/relations.ts";
import { middleOf } from "../../../scene/vectors.ts";

export interface Measurer {
  /** Undefined where the model has not all of it. */
  readonly now: (model: CadModel, targets: readonly Target[]) => readonly Quantity[] | undefined;
  /** The least distance of two things if it was found already. */
  readonly found: (model: CadModel, targets: readonly Target[]) => Quantity | undefined;
  /** Looks for it. @throws Failure `limit` for more triangles than are worth it; the signal's reason */
  readonly find: (
    model: CadModel,
    targets: readonly Target[],
    signal: AbortSignal,
  ) => Promise<Quantity | undefined>;
}

/** Both together; 150 MB of coordinates. */
const MOST_TRIANGLES = 2_000_000;

export function createMeasurer(finder: NearestFinder = createNearestFinder()): Measurer {
  const values = new WeakMap<CadModel, Map<string, readonly Quantity[] | undefined>>();
  const nearest = new WeakMap<CadModel, Map<string, Quantity>>();
  const entitiesOf = (model: CadModel, targets: readonly Target[]): readonly Entity[] | undefined => {
    const entities = targets.map((target) => resolveTarget(model, target));
    return entities.every((entity) => entity !== undefined) ? entities : undefined;
  };
  return {
    now: (model, targets) => {
      const known = inner(values, model);
      const key = keyOf(targets);
      if (!known.has(key)) {
        const entities = entitiesOf(model, targets);
        known.set(key, entities === undefined ? undefined : quantitiesOf(model, entities));
      }
      return known.get(key);
    },
    found: (model, targets) => nearest.get(model)?.get(keyOf(targets)),
    find: async (model, targets, signal) => {
      const key = keyOf(targets);
      const known = inner(nearest, model);
      const before = known.get(key);
      if (before !== undefined) return before;
      const [first, second] = entitiesOf(model, targets) ?? [];
      if (first === undefined || second === undefined) return undefined;
      const sets = [first.simplices(), second.simplices()] as const;
      const count = sets.reduce((sum, { corners, coordinates }) => sum + coordinates.length / corners / 3, 0);
      if (count > MOST_TRIANGLES) throw new Failure("limit", `${Math.round(count)} triangles`);
      const answer = await finder.find(...sets, signal);
      if (answer === undefined) return undefined;
      const { distance, from, to } = answer;
      const quantity: Quantity = {
        kind: "minimum-distance",
        values: [distance],
        unit: "mm",
        // Straight edges and corners are what they are; everything round is made of chords.
        basis: [first, second].every(isStraight) ? weaker(first.basis, second.basis) : "mesh",
        lines: [[from, to]],
        anchor: middleOf(from, to),
      };
      known.set(key, quantity);
      return quantity;
    },
  };
}

function isStraight({ shape }: Entity): boolean {
  return shape.kind === "point" || shape.kind === "line";
}

/** Of one target the place counts too: a diameter is drawn where it was picked. */
function keyOf(targets: readonly Target[]): string {
  return JSON.stringify(targets);
}

function inner<T>(all: WeakMap<CadModel, Map<string, T>>, model: CadModel): Map<string, T> {
  const known = all.get(model) ?? new Map<string, T>();
  all.set(model, known);
  return known;
}

/** How far triangles of a model stand off their surfaces, mm. */
export function deflectionOf(box: Bounds): number {
  return meshDeflection([box[3] - box[0], box[4] - box[1], box[5] - box[2]]);
}

/** The one of the page; its worker starts with the first question. */
export const measurer = createMeasurer();
