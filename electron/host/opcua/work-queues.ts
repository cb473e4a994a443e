/** Work on the same thing in the order in which it was asked for, each after the one before has ended. */
export interface WorkQueues {
  /** Runs when all that was asked of `key` before has ended, whatever became of it. Rejects as the work does. */
  readonly run: <T>(key: string, work: () => T | Promise<T>) => Promise<T>;
  /** Until nothing is under way that was asked for until now. */
  readonly idle: () => Promise<void>;
}

export function createWorkQueues(): WorkQueues {
  const last = new Map<string, Promise<unknown>>();
  return {
    run: (key, work) => {
      const own = (last.get(key) ?? Promise.resolve()).then(work, work);
      last.set(key, own);
      const forget = (): void => {
        if (last.get(key) === own) last.delete(key);
      };
      own.then(forget, forget);
      return own;
    },
    idle: async () => {
      await Promise.allSettled(last.values());
    },
  };
}
