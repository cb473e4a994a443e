/** What a long export reports and listens to while it runs. */

export interface ExportRun {
  readonly signal: AbortSignal;
  /** 0…1. */
  readonly progress: (share: number) => void;
  /** Lets the page draw and listen; awaited every few milliseconds of work. */
  readonly pause: () => Promise<void>;
}

/** Vertices or triangles worked off between two pauses: a few milliseconds. */
const STEP = 50_000;

/** Counts work, reports it and pauses. @throws the signal's reason once it is aborted */
export function createPace(
  { signal, progress, pause }: ExportRun,
  total: number,
): (done: number) => Promise<void> {
  let worked = 0;
  let since = 0;
  return async (done) => {
    worked += done;
    since += done;
    if (since < STEP) return;
    since = 0;
    progress(Math.min(1, worked / Math.max(1, total)));
    await pause();
    signal.throwIfAborted();
  };
}
