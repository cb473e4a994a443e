/** Every change request in a line, newest first: title, what it is about, how it stands. */
import type { ReactNode } from "react";
import type { ChangeState, ChangeSummary } from "../../../shared/contract/changes.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { useAction } from "../../components/use-action.ts";
import { formatInstant } from "../../state/format-time.ts";
import { useSettings } from "../../state/settings.ts";
import { openChange } from "./change-state.ts";

export function StateChip({ state }: { readonly state: ChangeState }): ReactNode {
  return <span className={`state-chip ${state}`}>{message(`changes.state-${state}`)}</span>;
}

export function ChangeList({ changes }: { readonly changes: readonly ChangeSummary[] }): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const action = useAction();
  return (
    <>
      <ActionFailure what={message("changes.one-failed")} failure={action.failure} />
      <ul aria-label={message("changes.list")}>
        {changes.map((change) => (
          <li key={change.changeId}>
            <button
              type="button"
              className="change-line"
              aria-label={message("changes.open", {
                title: change.title,
                state: message(`changes.state-${change.state}`),
              })}
              onClick={() => action.run(() => openChange(change.changeId))}
            >
              <span className="change-title">
                <span className="ellipsis">{change.title}</span>
                <StateChip state={change.state} />
              </span>
              <span className="muted ellipsis">
                {[
                  change.number,
                  change.partNumber,
                  change.serial === undefined
                    ? undefined
                    : message("changes.serial", { serial: change.serial }),
                  formatInstant(change.changedAt, zone).slice(0, 16),
                ]
                  .filter((piece) => piece !== undefined)
                  .join(" · ")}
              </span>
              {change.reason === undefined || change.state === "accepted" ? undefined : (
                <span className={change.state === "refused" ? "fail ellipsis" : "mark ellipsis"}>
                  {change.reason}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
