import type { ReactNode } from "react";
import type { Failure } from "../../shared/rpc/failure.ts";

/** One line under a button that could not do its work: what, and why. */
export function ActionFailure({
  what,
  failure,
}: {
  readonly what: string;
  readonly failure: Failure | undefined;
}): ReactNode {
  if (failure === undefined) return undefined;
  return (
    <p role="alert" className="action-failure fail">
      {what} {failure.message}
    </p>
  );
}
