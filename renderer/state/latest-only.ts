/**
 * Asks one question at a time while what it depends on keeps changing: no more often than every so many
 * milliseconds, and the last state wins. A running question is let finish: cancelling each one while a brush
 * moves would leave the screen without any answer.
 */
export interface LatestOnly {
  /** What the question depends on has changed. */
  readonly soon: () => void;
  readonly stop: () => void;
}

/** @param ask answers for the state at its time; it fails where the next change asks again */
export function latestOnly(ask: (signal: AbortSignal) => Promise<void>, interval: number): LatestOnly {
  const end = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let asked = -Infinity;
  const start = async (): Promise<void> => {
    timer = undefined;
    asked = performance.now();
    running = true;
    again = false;
    try {
      await ask(end.signal);
    } catch {
      // What was there before stays; the next change asks again.
    } finally {
      running = false;
      if (again) soon();
    }
  };
  const soon = (): void => {
    if (end.signal.aborted) return;
    if (running) again = true;
    else timer ??= setTimeout(() => void start(), Math.max(0, interval - (performance.now() - asked)));
  };
  return {
    soon,
    stop: () => {
      clearTimeout(timer);
      end.abort();
    },
  };
}
