/** What a person can do with a plant; what it lacks is asked for at once. */
import { useState, type ReactNode } from "react";
import type { PlantReport } from "../../../shared/contract/plants.ts";
import { DEMO_PLANT } from "../../../shared/contract/demo.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { focusFirst } from "../../components/focus-first.ts";
import { useAction } from "../../components/use-action.ts";
import { DemoCable } from "./demo-cable.tsx";
import { EditScopes } from "./edit-scopes.tsx";
import { AuthorityForm, TokenForm } from "./plant-forms.tsx";

type Asking = "remove" | "token" | "certificate" | "scopes";

export interface PlantActionsProps {
  readonly plant: PlantReport;
  readonly records: number;
}

export function PlantActions({ plant, records }: PlantActionsProps): ReactNode {
  const [chosen, setAsking] = useState<Asking>();
  const action = useAction();
  const { plantId, needs } = plant;
  const close = (): void => setAsking(undefined);
  // Without it nothing else leads on.
  const asking = chosen ?? needs;
  return (
    <>
      {asking === "remove" ? (
        <div role="group" aria-label={message("sources.remove")}>
          <p className="plant-ask">
            {plantId === DEMO_PLANT
              ? message("demo.remove-ask", { records })
              : message("sources.remove-ask", { name: plant.name, records })}
          </p>
          <div className="plant-actions">
            <button
              type="button"
              className="button"
              disabled={action.busy}
              onClick={() => action.run(() => currentHost().plants.remove({ plantId }))}
            >
              {message("sources.remove-yes")}
            </button>
            <button type="button" className="button primary" ref={focusFirst} onClick={close}>
              {message("sources.remove-no")}
            </button>
          </div>
        </div>
      ) : undefined}
      {asking === "token" ? (
        <TokenForm plantId={plantId} action={action} wasAsked={chosen !== undefined} close={close} />
      ) : undefined}
      {asking === "certificate" ? (
        <AuthorityForm plantId={plantId} action={action} wasAsked={chosen !== undefined} close={close} />
      ) : undefined}
      {asking === "scopes" ? <EditScopes plant={plant} close={close} /> : undefined}
      {chosen === undefined ? <Buttons plant={plant} action={action} ask={setAsking} /> : undefined}
      <ActionFailure what={message("sources.action-failed")} failure={action.failure} />
    </>
  );
}

interface ButtonsProps {
  readonly plant: PlantReport;
  readonly action: ReturnType<typeof useAction>;
  readonly ask: (asking: Asking) => void;
}

function Buttons({ plant, action, ask }: ButtonsProps): ReactNode {
  const { plantId, needs, paused } = plant;
  return (
    <div className="plant-actions">
      <button
        type="button"
        className="button"
        disabled={action.busy || paused}
        onClick={() => action.run(() => currentHost().plants.syncNow({ plantId }))}
      >
        {message("sources.sync")}
      </button>
      <button
        type="button"
        className="button"
        disabled={action.busy}
        onClick={() =>
          action.run(() =>
            paused ? currentHost().plants.resume({ plantId }) : currentHost().plants.pause({ plantId }),
          )
        }
      >
        {message(paused ? "sources.resume" : "sources.pause")}
      </button>
      <button type="button" className="button" onClick={() => ask("scopes")}>
        {message("sources.scopes-change")}
      </button>
      {plantId === DEMO_PLANT ? (
        <DemoCable action={action} />
      ) : needs === "token" ? undefined : (
        <button type="button" className="button" onClick={() => ask("token")}>
          {message("sources.token-change")}
        </button>
      )}
      <button type="button" className="button" onClick={() => ask("remove")}>
        {message("sources.remove")}
      </button>
    </div>
  );
}
