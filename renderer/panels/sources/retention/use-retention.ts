/** The report of what is kept, as long as somebody looks; begun anew with every connection. */
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { RetentionReport } from "../../../../shared/contract/retention.ts";
import type { Failure } from "../../../../shared/rpc/failure.ts";
import { connection, currentHost } from "../../../host/host.ts";
import { asFailure } from "../../../state/query.ts";

export interface Retention {
  readonly report: RetentionReport | undefined;
  readonly failure: Failure | undefined;
  readonly retry: () => void;
}

export function useRetention(): Retention {
  const generation = useStore(connection, (state) => state.generation);
  const [tries, setTries] = useState(0);
  const [report, setReport] = useState<RetentionReport>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    const { signal, abort } = controller();
    currentHost()
      .retention.watch(
        {},
        (next) => {
          setReport(next);
          setFailure(undefined);
        },
        { signal },
      )
      .catch((thrown: unknown) => {
        const failed = asFailure(thrown);
        // While the host is gone the status bar says so, and the next connection listens anew.
        if (!signal.aborted && failed.kind !== "cancelled" && failed.kind !== "offline") setFailure(failed);
      });
    return abort;
  }, [generation, tries]);
  return { report, failure, retry: () => setTries(tries + 1) };
}

function controller(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const made = new AbortController();
  return { signal: made.signal, abort: () => made.abort() };
}
