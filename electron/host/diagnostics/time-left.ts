/** How long a check still takes: what each step is expected to cost, held against what they did cost so far. */

/** Before so much has been spent nothing is said, µs. */
const LEAST = 1_000_000;

export interface TimeLeft {
  /** @param share how much of `step` is done, 0 to 1 @returns seconds; undefined while it can't be told */
  readonly after: (step: string, share: number) => number | undefined;
}

/** @param costs of the steps in their order, µs on a usual computer @param now µs */
export function timeLeft(
  costs: readonly (readonly [step: string, cost: number])[],
  now: () => number,
): TimeLeft {
  const begun = now();
  const whole = costs.reduce((sum, [, cost]) => sum + cost, 0);
  return {
    after: (step, share) => {
      const at = costs.findIndex(([name]) => name === step);
      const before = costs.slice(0, at).reduce((sum, [, cost]) => sum + cost, 0);
      const done = before + (costs[at]?.[1] ?? 0) * share;
      const spent = now() - begun;
      if (at < 0 || spent < LEAST || done < whole / 50) return undefined;
      return ((whole - done) * (spent / done)) / 1e6;
    },
  };
}
