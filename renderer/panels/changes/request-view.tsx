/** A change request that was submitted: how it stands, what it says, what can be done. */
import type { ReactNode } from "react";
import type { ChangeRequest, ChangeSummary } from "../../../shared/contract/changes.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { Problem, Skeleton } from "../../components/region.tsx";
import { useAction } from "../../components/use-action.ts";
import { formatInstant } from "../../state/format-time.ts";
import { usePlants } from "../../state/plants.ts";
import { useSettings } from "../../state/settings.ts";
import { useQuery } from "../../state/query.ts";
import { StateChip } from "./change-list.tsx";
import { editor, opened, showRequest } from "./change-state.ts";
import { ConflictView } from "./conflict-view.tsx";
import { draftOf } from "./draft-editor.ts";
import { EvidenceList } from "./evidence-list.tsx";
import { ViewpointLine } from "./viewpoint-line.tsx";

export interface RequestViewProps {
  readonly summary: ChangeSummary;
  readonly readOnly: boolean;
}

export function RequestView({ summary, readOnly }: RequestViewProps): ReactNode {
  const { changeId, state, changedAt, attempts, number, reason } = summary;
  const query = useQuery(
    `change:${changeId}:${state}:${changedAt}:${attempts}:${number}:${reason}`,
    (host, options) => host.changes.get({ changeId }, options),
    { keep: true },
  );
  const request = query.data?.changeId === changeId ? query.data : undefined;
  if (query.failure !== undefined && request === undefined)
    return <Problem what={message("changes.one-failed")} failure={query.failure} retry={query.retry} />;
  return (
    <article className="change-view" aria-label={summary.title}>
      <header className="change-title">
        <h2>{summary.title}</h2>
        <StateChip state={state} />
      </header>
      <p className="muted">
        {[
          number,
          summary.partNumber,
          summary.serial === undefined ? undefined : message("changes.serial", { serial: summary.serial }),
        ]
          .filter((piece) => piece !== undefined)
          .join(" · ")}
      </p>
      <Standing summary={summary} />
      {request === undefined ? (
        <Skeleton rows={4} />
      ) : (
        <>
          {state === "conflict" && request.theirs !== undefined ? (
            <ConflictView request={request} readOnly={readOnly} />
          ) : (
            <Words request={request} />
          )}
          <EvidenceList about={request.about} evidence={request.evidence} />
          <ViewpointLine viewpoint={request.viewpoint} title={request.title} />
          {readOnly ? undefined : <Actions request={request} />}
        </>
      )}
    </article>
  );
}

/** In words: where it is, and why. */
function Standing({ summary }: { readonly summary: ChangeSummary }): ReactNode {
  const { state, reason, attempts, plantState, number, plantId } = summary;
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const plant = usePlants(({ report }) => report?.plants.find((each) => each.plantId === plantId));
  const isOpen = state === "waiting" || state === "sent";
  const next = plant?.outgoingRetryAt ?? plant?.retryAt;
  return (
    <div role="status" className="change-standing">
      {state === "accepted" ? (
        <p className="good">{message("changes.accepted-text", { number: number ?? "" })}</p>
      ) : undefined}
      {plantState === undefined ? undefined : <p>{message("changes.plant-state", { state: plantState })}</p>}
      {state === "waiting" ? (
        <p>
          {message(plant?.paused === true ? "changes.paused-text" : "changes.waiting-text")}{" "}
          {attempts > 0 ? message("changes.attempts", { count: attempts }) : ""}
        </p>
      ) : undefined}
      {state === "sent" ? <p>{message("changes.sent-text")}</p> : undefined}
      {state === "refused" ? <p className="fail">{message("changes.refused-text")}</p> : undefined}
      {state === "conflict" ? <p className="mark">{message("changes.conflict-text")}</p> : undefined}
      {isOpen && next !== undefined && plant?.paused !== true ? (
        <p className="second">
          {message(plant?.outgoingRetryAt === undefined ? "changes.plant-asked" : "changes.tried-again", {
            time: formatInstant(next, zone).slice(11),
          })}
        </p>
      ) : undefined}
      {reason === undefined || state === "accepted" ? undefined : (
        <p className={state === "refused" ? "fail" : "mark"}>{reason}</p>
      )}
    </div>
  );
}

function Words({ request }: { readonly request: ChangeRequest }): ReactNode {
  return (["problem", "proposal"] as const).map((name) =>
    request[name] === "" ? undefined : (
      <section key={name} aria-label={message(`changes.${name}`)}>
        <h3 className="change-heading">{message(`changes.${name}`)}</h3>
        <p className="change-words">{request[name]}</p>
      </section>
    ),
  );
}

function Actions({ request }: { readonly request: ChangeRequest }): ReactNode {
  const action = useAction();
  const { changeId, state } = request;
  const again = (): void => {
    opened.setState({ changeId: undefined });
    editor.open(draftOf(request), false);
  };
  return (
    <>
      <div className="change-actions">
        {state === "waiting" ? (
          <button
            type="button"
            className="button"
            disabled={action.busy}
            onClick={() =>
              action.run(async () => showRequest(await currentHost().changes.withdraw({ changeId })))
            }
          >
            {message("changes.withdraw")}
          </button>
        ) : undefined}
        {state === "accepted" || state === "refused" || state === "draft" ? (
          <button type="button" className="button" onClick={again}>
            {message("changes.again")}
          </button>
        ) : undefined}
      </div>
      <ActionFailure what={message("changes.action-failed")} failure={action.failure} />
    </>
  );
}
