/** What can be done with a server: pick signals, pause, sign in otherwise, bridge other outages, remove. */
import { useState, type ReactNode } from "react";
import type { OpcuaEndpoint } from "../../../shared/contract/opcua.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { focusFirst } from "../../components/focus-first.ts";
import { useAction, type Action } from "../../components/use-action.ts";
import { refreshMachines } from "../../state/machines.ts";
import { IdentityFields } from "./identity-fields.tsx";
import { identityOf, NOBODY } from "./identity.ts";
import { pickSignals } from "./opening.ts";
import { OutageField } from "./outage-field.tsx";

export function EndpointActions({ endpoint }: { readonly endpoint: OpcuaEndpoint }): ReactNode {
  const [asking, setAsking] = useState<"remove" | "sign-in" | "outage">();
  const action = useAction();
  const { endpointId, paused } = endpoint;
  const close = (): void => setAsking(undefined);
  const pause = async (): Promise<void> => {
    const { opcua } = currentHost();
    await (paused ? opcua.resume({ endpointId }) : opcua.pause({ endpointId }));
    await refreshMachines();
  };
  const remove = async (): Promise<void> => {
    await currentHost().opcua.remove({ endpointId });
    await refreshMachines();
  };
  return (
    <>
      {asking === undefined ? (
        <div className="plant-actions">
          <button type="button" className="button" onClick={() => pickSignals(endpointId)}>
            {message("machines.pick")}
          </button>
          <button type="button" className="button" disabled={action.busy} onClick={() => action.run(pause)}>
            {message(paused ? "machines.resume" : "machines.pause")}
          </button>
          <button type="button" className="button" onClick={() => setAsking("sign-in")}>
            {message("machines.sign-in")}
          </button>
          <button type="button" className="button" onClick={() => setAsking("outage")}>
            {message("machines.outage")}
          </button>
          <button type="button" className="button" onClick={() => setAsking("remove")}>
            {message("machines.remove")}
          </button>
        </div>
      ) : undefined}
      {asking === "remove" ? (
        <div role="group" aria-label={message("machines.remove")}>
          <p className="plant-ask">
            {message("machines.remove-ask", { name: endpoint.name, count: endpoint.signalCount })}
          </p>
          <div className="plant-actions">
            <button
              type="button"
              className="button"
              disabled={action.busy}
              onClick={() => action.run(remove)}
            >
              {message("machines.remove-yes")}
            </button>
            <button type="button" className="button primary" ref={focusFirst} onClick={close}>
              {message("machines.remove-no")}
            </button>
          </div>
        </div>
      ) : undefined}
      {asking === "sign-in" ? <SignIn endpoint={endpoint} action={action} close={close} /> : undefined}
      {asking === "outage" ? <Outage endpoint={endpoint} action={action} close={close} /> : undefined}
      <ActionFailure what={message("machines.action-failed")} failure={action.failure} />
    </>
  );
}

interface AskingProps {
  readonly endpoint: OpcuaEndpoint;
  readonly action: Action;
  readonly close: () => void;
}

function SignIn({ endpoint, action, close }: AskingProps): ReactNode {
  const { endpointId, name, identity: kind, userName } = endpoint;
  const [draft, setDraft] = useState({ ...NOBODY, kind, userName: userName ?? "" });
  const identity = identityOf(draft);
  const save = async (): Promise<void> => {
    if (identity === undefined) return;
    await currentHost().opcua.setIdentity({ endpointId, identity });
    await refreshMachines();
    close();
  };
  return (
    <AskingForm
      title={message("identity.title", { name })}
      save={message("identity.save")}
      canSave={identity !== undefined}
      run={() => action.run(save)}
      busy={action.busy}
      close={close}
    >
      {/* Which of them the server takes is known when it is asked again. */}
      <IdentityFields draft={draft} change={setDraft} obstacle={() => undefined} />
    </AskingForm>
  );
}

function Outage({ endpoint, action, close }: AskingProps): ReactNode {
  const { endpointId, name } = endpoint;
  const [seconds, setSeconds] = useState(endpoint.toleratedOutageS);
  const save = async (): Promise<void> => {
    await currentHost().opcua.setToleratedOutage({ endpointId, toleratedOutageS: seconds });
    await refreshMachines();
    close();
  };
  return (
    <AskingForm
      title={message("outage.title", { name })}
      save={message("outage.save")}
      canSave={seconds !== endpoint.toleratedOutageS}
      run={() => action.run(save)}
      busy={action.busy}
      close={close}
    >
      <OutageField seconds={seconds} change={setSeconds} />
    </AskingForm>
  );
}

interface AskingFormProps {
  readonly title: string;
  /** On the button. */
  readonly save: string;
  readonly canSave: boolean;
  readonly run: () => void;
  readonly busy: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}

function AskingForm({ title, save, canSave, run, busy, close, children }: AskingFormProps): ReactNode {
  return (
    <form
      className="machine-fields"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      {children}
      <div className="plant-actions">
        <button type="submit" className="button primary" disabled={!canSave || busy}>
          {save}
        </button>
        <button type="button" className="button quiet" onClick={close}>
          {message("action.cancel")}
        </button>
      </div>
    </form>
  );
}
