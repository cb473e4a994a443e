/** Questions to a worker: asked one after the other, given up at once. The worker is opened with the first. */

export interface Numbered {
  readonly id: number;
}

/** What of a Worker is used. */
export interface CallPort<Question, Answer> {
  postMessage(question: Question & Numbered, transfer: Transferable[]): void;
  terminate(): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Answer & Numbered>) => void): void;
  addEventListener(type: "error", listener: (event: ErrorEvent) => void): void;
}

export interface WorkerCalls<Question, Answer> {
  /** What is transferred goes to the worker. @throws the signal's reason where it was given up */
  readonly ask: (question: Question, transfer: Transferable[], signal: AbortSignal) => Promise<Answer>;
  readonly dispose: () => void;
}

interface Waiting<Answer> {
  readonly done: (answer: Answer) => void;
  readonly failed: (reason: unknown) => void;
}

export function createWorkerCalls<Question extends object, Answer>(
  open: () => CallPort<Question, Answer>,
): WorkerCalls<Question, Answer> {
  let port: CallPort<Question, Answer> | undefined;
  let last = 0;
  const waiting = new Map<number, Waiting<Answer>>();
  const stop = (reason: unknown): void => {
    port?.terminate();
    port = undefined;
    const left = [...waiting.values()];
    waiting.clear();
    for (const { failed } of left) failed(reason);
  };
  const ready = (): CallPort<Question, Answer> => {
    if (port !== undefined) return port;
    const made = open();
    made.addEventListener("message", ({ data }) => {
      waiting.get(data.id)?.done(data);
      waiting.delete(data.id);
    });
    made.addEventListener("error", (event) => stop(new Error(event.message)));
    port = made;
    return made;
  };
  return {
    ask: (question, transfer, signal) =>
      new Promise((done, failed) => {
        if (signal.aborted) return failed(signal.reason);
        const id = (last += 1);
        waiting.set(id, { done, failed });
        signal.addEventListener("abort", () => {
          if (!waiting.delete(id)) return;
          failed(signal.reason);
          // Its work can't be asked to end; without anybody waiting the worker goes.
          if (waiting.size === 0) stop(signal.reason);
        });
        ready().postMessage({ ...question, id }, transfer);
      }),
    dispose: () => stop(new Error("The view was closed.")),
  };
}
