/** A button's work with the host: busy while it runs, its failure kept for the line beside it. */
import { useState } from "react";
import type { Failure } from "../../shared/rpc/failure.ts";
import { asFailure } from "../state/query.ts";

export interface Action {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** Runs it; a second one is not begun while the first is under way. */
  readonly run: (work: () => Promise<unknown>) => void;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const run = (work: () => Promise<unknown>): void => {
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    new Promise((resolve) => resolve(work())).then(
      () => setBusy(false),
      (thrown: unknown) => {
        setBusy(false);
        setFailure(asFailure(thrown));
      },
    );
  };
  return { busy, failure, run };
}
