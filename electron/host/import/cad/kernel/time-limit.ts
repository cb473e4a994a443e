/**
 * How long a kernel may take. It counts in the processor's time: kernels compute in the background
 * (background-thread.ts), and on a machine that does other work a part that takes seconds takes minutes by the clock.
 */
import type { Worker } from "node:worker_threads";

/** Times its limit by the clock after which a kernel is ended that was given no processor, or waits for something. */
const PATIENCE = 5;

/** ms that a worker has computed since it was started. @throws where it can't be told */
export type UsedBy = (worker: Worker) => Promise<number>;

export const processorTime: UsedBy = async (worker) => {
  const { user, system } = await worker.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Begins now.
 * @param onLate once the worker has computed for longer, or has waited for too long
 * @returns ends the watch
 */
export function limitTime(
  worker: Worker,
  limitMs: number,
  onLate: () => void,
  usedBy: UsedBy = processorTime,
): () => void {
  // One that just starts does not tell yet, and has computed nothing.
  const before = usedBy(worker).catch(() => 0);
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
    clearTimeout(last);
  };
  const late = (): void => {
    if (isOver) return;
    end();
    onLate();
  };
  const last = setTimeout(late, limitMs * PATIENCE);
  const look = async (): Promise<void> => {
    // A worker that does not tell is taken to have computed all the time.
    const left = limitMs - ((await usedBy(worker).catch(() => Infinity)) - (await before));
    if (left > 0 && !isOver) lookIn(left);
    else late();
  };
  const lookIn = (ms: number): void => {
    timer = setTimeout(() => void look(), Math.ceil(ms));
  };
  lookIn(limitMs);
  return end;
}
