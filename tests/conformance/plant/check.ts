/** One rule of the protocol and how a server is asked whether it keeps it. */
import type { PlantUnderTest } from "./plant-under-test.ts";

export interface Check {
  /** The sentence of docs/plant-protocol.md that it proves, letter by letter. */
  readonly rule: string;
  /** Leaves something behind at the plant: run only where that was allowed. */
  readonly writes?: true;
  /** Throws `Broken` where the rule is broken, `Skipped` where it can't be seen here. */
  run(plant: PlantUnderTest): Promise<void>;
}

export class Broken extends Error {}
export class Skipped extends Error {}

export function expectRule(holds: boolean, found: string): asserts holds {
  if (!holds) throw new Broken(found);
}

export interface Result {
  readonly rule: string;
  readonly outcome: "kept" | "broken" | "skipped";
  /** What was found, or why it could not be seen. */
  readonly text: string;
}

export async function runCheck(check: Check, plant: PlantUnderTest): Promise<Result> {
  const { rule } = check;
  if (check.writes === true && !plant.mayWrite)
    return { rule, outcome: "skipped", text: "writes to the plant: allow it with --write" };
  try {
    await check.run(plant);
    return { rule, outcome: "kept", text: "" };
  } catch (thrown) {
    if (thrown instanceof Skipped) return { rule, outcome: "skipped", text: thrown.message };
    // Whatever else a server does to a check (no answer, no JSON) breaks the rule just as well.
    return { rule, outcome: "broken", text: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
