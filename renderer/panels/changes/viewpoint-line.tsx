/** The view at which a request was written: to be shown again, and what of it is no longer there. */
import { useState, type ReactNode } from "react";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { useAction } from "../../components/use-action.ts";
import { openViewpoint } from "../../state/open-viewpoint.ts";

export interface ViewpointLineProps {
  readonly viewpoint: string | undefined;
  readonly title: string;
  /** Writes the view that is on the screen now in its place. */
  readonly renew?: () => Promise<void>;
}

export function ViewpointLine({ viewpoint, title, renew }: ViewpointLineProps): ReactNode {
  const [missing, setMissing] = useState<readonly string[]>();
  const action = useAction();
  if (viewpoint === undefined && renew === undefined) return undefined;
  return (
    <section aria-label={message("viewpoint.name")} className="change-viewpoint">
      <div className="change-actions">
        {viewpoint === undefined ? undefined : (
          <button
            type="button"
            className="button"
            disabled={action.busy}
            onClick={() =>
              action.run(async () => setMissing(await openViewpoint(currentHost(), viewpoint, title)))
            }
          >
            {message("viewpoint.show")}
          </button>
        )}
        {renew === undefined ? undefined : (
          <button
            type="button"
            className="button quiet"
            disabled={action.busy}
            onClick={() => action.run(renew)}
          >
            {message("viewpoint.renew")}
          </button>
        )}
      </div>
      {missing === undefined ? undefined : (
        <div role="status">
          {missing.length === 0 ? (
            <p className="muted">{message("viewpoint.whole")}</p>
          ) : (
            missing.map((sentence) => (
              <p key={sentence} className="mark">
                {sentence}
              </p>
            ))
          )}
        </div>
      )}
      <ActionFailure what={message("viewpoint.failed")} failure={action.failure} />
    </section>
  );
}
