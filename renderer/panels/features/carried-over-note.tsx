/** What a new revision of the part did to its links: how many went over, how many wait for a person. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import type { CarriedOver } from "./candidates.ts";
import { takeBackCarried } from "./decide.ts";

export interface CarriedOverNoteProps extends CarriedOver {
  readonly canChange: boolean;
  /** Undefined where the list shows nothing else already. */
  readonly showLost: (() => void) | undefined;
}

export function CarriedOverNote({ carried, lost, canChange, showLost }: CarriedOverNoteProps): ReactNode {
  if (carried.length + lost === 0) return undefined;
  return (
    <div className="feature-carried" role="group" aria-label={message("features.carried-name")}>
      <span className="second">
        {message("features.carried", { count: carried.length })}
        {lost > 0 ? (
          <>
            {" "}
            <span className="warn">{message("features.carried-lost", { count: lost })}</span>
          </>
        ) : undefined}
      </span>
      {lost > 0 && showLost !== undefined ? (
        <button type="button" className="button" onClick={showLost}>
          {message("features.show-lost")}
        </button>
      ) : undefined}
      {carried.length > 0 && canChange ? (
        <button
          type="button"
          className="button quiet"
          title={message("features.take-back-why")}
          onClick={() => void takeBackCarried(carried)}
        >
          {message("features.take-back")}
        </button>
      ) : undefined}
    </div>
  );
}
