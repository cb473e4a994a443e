/** Work on the same thing in the order in which it was asked for, each after the one before has ended. */
export interface Turns {
  /** Runs when all that was asked of `key` before has ended, whatever became of it. Rejects as the work does. */
  readonly take: <T>(key: string, work: () => T | Promise<T>) => Promise<T>;
  /** Until nothing is under way that was asked for until now. */
  readonly idle: () => Promise<void>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take: (key, work) => {
      const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
      last.set(key, turn);
      const forget = (): void => {
        if (last.get(key) === turn) last.delete(key);
      };
      turn.then(forget, forget);
      return turn;
    },
    idle: async () => {
      await Promise.allSettled(last.values());
    },
  };
}
