/** One server: its state in words, its live values, what was missed, and what to do. */
import { useState, type ReactNode } from "react";
import type { OpcuaEndpoint, OpcuaEndpointState } from "../../../shared/contract/opcua.ts";
import { currentHost } from "../../host/host.ts";
import { message, messageOr } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { ClockHistory } from "../../components/clock-history.tsx";
import { useAction } from "../../components/use-action.ts";
import { formatDuration, formatInstant } from "../../state/format-time.ts";
import { serverTone } from "../../state/live-value.ts";
import { useMachines } from "../../state/machines.ts";
import { isSkewed } from "../../state/source-state.ts";
import { EndpointActions } from "./endpoint-actions.tsx";
import { GapList } from "./gap-list.tsx";
import { LiveValues } from "./live-values.tsx";
import { outageText } from "./outage-field.tsx";
import { TrustRequest } from "./trust-request.tsx";

export interface EndpointViewProps {
  readonly endpoint: OpcuaEndpoint;
  readonly readOnly: boolean;
  readonly zone: string;
}

export function EndpointView({ endpoint, readOnly, zone }: EndpointViewProps): ReactNode {
  const { endpointId, name, url } = endpoint;
  const standing = useMachines(({ states }) => states.get(endpointId));
  const signals = useMachines((all) => all.signals.get(endpointId));
  const gaps = useMachines((all) => all.gaps.get(endpointId)) ?? [];
  const state = standing?.state ?? (endpoint.paused ? "paused" : "connecting");
  const tone = serverTone(state);
  return (
    <section className="plant machine" aria-label={message("machines.server", { name })} data-state={state}>
      <header className="plant-head">
        <span className={`dot ${tone}`} />
        <h3 className="ellipsis">{name}</h3>
        <span className="plant-state">{message(`machines.state-${state}`)}</span>
        <span className="spring" />
        {standing === undefined ? undefined : (
          <span className="muted nowrap">
            {message("machines.since", { time: formatInstant(standing.since, zone).slice(0, 16) })}
          </span>
        )}
      </header>
      <p className="muted ellipsis" title={url}>
        <span className="mono">{url}</span> · <SafetyText endpoint={endpoint} />
      </p>
      {standing?.message === undefined || state === "untrusted" ? undefined : (
        <p className={tone === "failed" ? "fail" : "second"}>
          {standing.message} {messageOr(`machines.todo-${state}`, "")}
        </p>
      )}
      {state === "untrusted" && standing?.certificate !== undefined && !readOnly ? (
        <Untrusted standing={standing} />
      ) : undefined}
      {standing === undefined ? undefined : (
        <Numbers standing={standing} toleratedOutageS={endpoint.toleratedOutageS} />
      )}
      {signals === undefined ? undefined : signals.length === 0 ? (
        <p className="muted">{message("machines.no-signals")}</p>
      ) : (
        <LiveValues endpointId={endpointId} signals={signals} zone={zone} />
      )}
      <ClockHistory sourceIds={[`opcua:${endpointId}`]} zone={zone} />
      <GapList gaps={gaps} zone={zone} />
      {readOnly ? undefined : <EndpointActions endpoint={endpoint} />}
    </section>
  );
}

function SafetyText({ endpoint }: { readonly endpoint: OpcuaEndpoint }): ReactNode {
  const { policy, mode, identity, userName } = endpoint;
  return (
    <>
      {mode === "SignAndEncrypt" ? (
        policy.replaceAll("_", "-")
      ) : (
        <span className="warn">
          <span aria-hidden="true">⚠ </span>
          {message(mode === "Sign" ? "machines.signed-only" : "machines.not-encrypted")}
        </span>
      )}{" "}
      ·{" "}
      {identity === "userName"
        ? message("machines.sign-in-userName", { user: userName ?? "" })
        : message(`machines.sign-in-${identity}`)}
    </>
  );
}

interface NumbersProps {
  readonly standing: OpcuaEndpointState;
  readonly toleratedOutageS: number;
}

function Numbers({ standing, toleratedOutageS }: NumbersProps): ReactNode {
  const { samples, events, backfilled, backfilling, clockSkewMs } = standing;
  const skew = clockSkewMs === undefined ? undefined : clockSkewMs * 1_000;
  return (
    <>
      <p className="muted">
        {samples + events === 0 ? "" : `${message("machines.counts", { samples, events })} · `}
        {backfilled === 0 ? "" : `${message("machines.backfilled", { count: backfilled })} · `}
        {message("machines.bridges", { time: outageText(toleratedOutageS) })}
      </p>
      {backfilling === 0 ? undefined : (
        <p className="second" role="status">
          {message("machines.backfilling", { count: backfilling })}
        </p>
      )}
      {isSkewed(skew) ? (
        <p className="mark">
          {message(skew > 0 ? "machines.skew-ahead" : "machines.skew-behind", {
            time: formatDuration(Math.abs(skew)),
          })}
        </p>
      ) : undefined}
    </>
  );
}

/** A server that shows another certificate than the one that was judged. */
function Untrusted({ standing }: { readonly standing: OpcuaEndpointState }): ReactNode {
  const [compared, setCompared] = useState(false);
  const action = useAction();
  const { certificate } = standing;
  if (certificate === undefined) return undefined;
  const { thumbprint } = certificate;
  return (
    <>
      <TrustRequest
        title={message("trust.changed")}
        certificate={certificate}
        applicationUri={undefined}
        compared={compared}
        setCompared={setCompared}
      >
        <button
          type="button"
          className="button primary"
          disabled={!compared || action.busy}
          onClick={() => action.run(() => currentHost().opcua.trust({ thumbprint }))}
        >
          {message("trust.yes")}
        </button>
      </TrustRequest>
      <ActionFailure what={message("machines.action-failed")} failure={action.failure} />
    </>
  );
}
