/** The manual, which comes with the first look at it and stays. */
import { useEffect, useState } from "react";
import type { ManualDocument } from "../../../shared/manual/manual.ts";
import { asFailure } from "../../state/query.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";

let known: readonly ManualDocument[] | undefined;

export interface Manual {
  /** undefined: on its way. */
  readonly documents: readonly ManualDocument[] | undefined;
  readonly failure: Failure | undefined;
}

export function useManual(): Manual {
  const [manual, setManual] = useState<Manual>({ documents: known, failure: undefined });
  useEffect(() => {
    if (known !== undefined) return;
    import("virtual:manual").then(
      ({ documents }) => {
        known = documents;
        setManual({ documents, failure: undefined });
      },
      (thrown: unknown) => setManual({ documents: undefined, failure: asFailure(thrown) }),
    );
  }, []);
  return manual;
}
