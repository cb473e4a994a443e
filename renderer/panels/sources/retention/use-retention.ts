/** The report of what is kept, as long as somebody looks. */
import { useEffect, useState } from "react";
import type { RetentionReport } from "../../../../shared/contract/retention.ts";
import type { Failure } from "../../../../shared/rpc/failure.ts";
import { currentHost } from "../../../host/host.ts";
import { asFailure } from "../../../state/query.ts";

export interface Retention {
  readonly report: RetentionReport | undefined;
  readonly failure: Failure | undefined;
}

/** Of the connection under way: whoever uses it is founded anew with another one. */
export function useRetention(): Retention {
  const [state, setState] = useState<Retention>({ report: undefined, failure: undefined });
  useEffect(() => {
    const watching = new AbortController();
    const { signal } = watching;
    currentHost()
      .retention.watch({}, (report) => setState({ report, failure: undefined }), { signal })
      .catch((thrown: unknown) => {
        const failure = asFailure(thrown);
        // While the host is gone the status bar says so.
        if (signal.aborted || failure.kind === "cancelled" || failure.kind === "offline") return;
        setState(({ report }) => ({ report, failure }));
      });
    return () => watching.abort();
  }, []);
  return state;
}
