/** What is built into units, and what they are built into, level by level. */
import type { Connection } from "../open.ts";
import { DEEPEST } from "../queries/subject.ts";
import type { Slices } from "./slices.ts";

/** Units followed at a time. */
const AT_ONCE = 5_000;

export interface Relative {
  readonly unitId: number;
  /** The fewest steps to it, from 1 on. */
  readonly depth: number;
  /** The unit of the level before by which it was found first: lowest id. */
  readonly by: number;
}

/** @param direction "down": what is in the units; "up": what they are in. Ever: also what was taken out again. */
export type RelativesOf = (
  units: readonly number[],
  direction: "down" | "up",
  depth: number,
  slices: Slices,
) => Promise<readonly Relative[]>;

export function createGenealogy(connection: Connection): RelativesOf {
  // Both by an index that holds the whole answer.
  const steps = (from: string, to: string) =>
    connection
      .prepare(
        `SELECT c.${to}, c.${from} FROM json_each(?) j CROSS JOIN unit_component c ON c.${from} = j.value`,
      )
      .raw();
  const down = steps("parent_id", "child_id");
  const up = steps("child_id", "parent_id");
  return async (units, direction, depth, { breathe }) => {
    const step = direction === "down" ? down : up;
    const seen = new Set(units);
    const found: Relative[] = [];
    let level = [...units];
    for (let at = 1; at <= Math.min(depth, DEEPEST) && level.length > 0; at += 1) {
      const next = new Map<number, number>();
      for (let from = 0; from < level.length; from += AT_ONCE) {
        const some = JSON.stringify(level.slice(from, from + AT_ONCE));
        for (const [unit, by] of step.all(some) as [number, number][]) {
          if (seen.has(unit)) continue;
          const known = next.get(unit);
          if (known === undefined || by < known) next.set(unit, by);
        }
        await breathe();
      }
      level = [...next.keys()];
      for (const [unitId, by] of next) {
        seen.add(unitId);
        found.push({ unitId, depth: at, by });
      }
    }
    return found;
  };
}
