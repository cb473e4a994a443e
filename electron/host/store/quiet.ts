/** When nobody asks: what can wait does not take a processor from the first screen. */
import { setTimeout } from "node:timers/promises";

/** ms between two looks. */
const LOOK = 20;

export interface Quiet {
  /** The same service; each question is noticed. */
  readonly noticed: <T extends object>(service: T) => T;
  /**
   * Once nobody has asked for so many ms, or after `most` ms.
   * @param ref false: it keeps no process alive
   */
  readonly quietFor: (ms: number, most: number, ref?: boolean) => Promise<void>;
  /** Whether anybody has ever asked. */
  readonly isAsked: () => boolean;
}

/** @param now ms, of any clock that only goes on */
export function createQuiet(now: () => number = () => performance.now()): Quiet {
  let asked = now();
  let isAsked = false;
  return {
    noticed: <T extends object>(service: T): T =>
      Object.fromEntries(
        Object.entries(service).map(([name, answer]: [string, (...input: unknown[]) => unknown]) => [
          name,
          (...input: unknown[]) => {
            asked = now();
            isAsked = true;
            return answer(...input);
          },
        ]),
      ) as T,
    isAsked: () => isAsked,
    quietFor: async (ms, most, ref = true) => {
      const since = now();
      while (now() - asked < ms && now() - since < most) await setTimeout(LOOK, undefined, { ref });
    },
  };
}
