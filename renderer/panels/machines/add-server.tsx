/** Another OPC UA server: where it is, how safely, who signs in, whether it is the right one. */
import { useState, type ReactNode } from "react";
import { TOLERATED_OUTAGE_S, type OpcuaDiscovery } from "../../../shared/contract/opcua.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { focusFirst } from "../../components/focus-first.ts";
import { useAction } from "../../components/use-action.ts";
import { refreshMachines } from "../../state/machines.ts";
import { IdentityFields } from "./identity-fields.tsx";
import { identityOf, NOBODY } from "./identity.ts";
import { OfferList } from "./offer-list.tsx";
import { pickSignals } from "./opening.ts";
import { OtherServers } from "./other-servers.tsx";
import { OutageField } from "./outage-field.tsx";
import { identityObstacle, isSupported, offerKey, recommendedOffer } from "./security.ts";
import { TrustRequest } from "./trust-request.tsx";

const SCHEME = "opc.tcp://";

/** With the scheme that people leave out. */
function addressOf(typed: string): string {
  const address = typed.trim();
  return address === "" || address.includes("://") ? address : `${SCHEME}${address}`;
}

export function AddServer({ close }: { readonly close: () => void }): ReactNode {
  const [address, setAddress] = useState("");
  const [answer, setAnswer] = useState<{ readonly url: string; readonly discovery: OpcuaDiscovery }>();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string>();
  const [identity, setIdentity] = useState(NOBODY);
  const [outage, setOutage] = useState(TOLERATED_OUTAGE_S);
  const [compared, setCompared] = useState(false);
  const asking = useAction();
  const adding = useAction();

  const url = addressOf(address);
  // What was offered elsewhere says nothing here, also where it comes after the address was changed.
  const found = answer?.url === url ? answer.discovery : undefined;
  const offer = found?.offers.filter(isSupported).find((each) => offerKey(each) === chosen);
  const signsIn = identityOf(identity);
  const certificate = offer?.mode === "None" ? undefined : found?.certificate;
  const mustTrust = certificate !== undefined && !certificate.trusted;
  const canAdd =
    offer !== undefined &&
    signsIn !== undefined &&
    identityObstacle(offer, identity.kind) === undefined &&
    (!mustTrust || compared) &&
    (offer.mode === "None" || certificate !== undefined) &&
    !adding.busy;

  const look = async (at = url): Promise<void> => {
    const discovery = await currentHost().opcua.discover({ url: at });
    const best = recommendedOffer(discovery.offers);
    setAnswer({ url: at, discovery });
    setName(discovery.applicationName);
    setChosen(best === undefined ? undefined : offerKey(best));
    setCompared(false);
    const kinds = best?.identities ?? [];
    setIdentity({ ...NOBODY, kind: kinds.includes("anonymous") ? "anonymous" : (kinds[0] ?? "anonymous") });
  };
  const add = async (): Promise<void> => {
    if (offer === undefined || signsIn === undefined) return;
    const { opcua } = currentHost();
    if (mustTrust) await opcua.trust({ thumbprint: certificate.thumbprint });
    const { policy, mode } = offer;
    const title = name.trim() === "" ? url : name.trim();
    const { endpointId } = await opcua.add({
      name: title,
      url,
      policy,
      mode,
      identity: signsIn,
      toleratedOutageS: outage,
    });
    await refreshMachines();
    pickSignals(endpointId);
  };
  const canAsk = url.startsWith(SCHEME) && url.length > SCHEME.length && !asking.busy;
  return (
    <form
      className="machine-form"
      aria-label={message("server.title")}
      onSubmit={(event) => {
        event.preventDefault();
        if (found === undefined) {
          if (canAsk) asking.run(() => look());
        } else if (canAdd) adding.run(add);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <h3>{message("server.title")}</h3>
      <label className="form-line">
        {message("server.address")}
        <input
          className="field mono"
          inputMode="url"
          ref={focusFirst}
          spellCheck={false}
          placeholder={`${SCHEME}machine:4840`}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
      </label>
      <ActionFailure what={message("server.failed")} failure={asking.failure} />
      {found === undefined ? undefined : (
        <>
          <OtherServers
            servers={found.others}
            choose={({ url: other }) => {
              setAddress(other);
              asking.run(() => look(other));
            }}
          />
          <OfferList
            offers={found.offers}
            chosen={chosen}
            choose={(key) => {
              setChosen(key);
              setCompared(false);
            }}
          />
          {offer === undefined ? undefined : (
            <>
              <IdentityFields
                draft={identity}
                change={setIdentity}
                obstacle={(kind) => identityObstacle(offer, kind)}
              />
              <label className="form-line">
                {message("server.name")}
                <input
                  className="field"
                  value={name}
                  maxLength={400}
                  onChange={(event) => setName(event.target.value)}
                />
              </label>
              <OutageField seconds={outage} change={setOutage} />
              {offer.mode === "None" ? (
                <p className="warn">
                  <span aria-hidden="true">⚠ </span>
                  {message("server.weak-None")}
                </p>
              ) : certificate === undefined ? (
                <p className="fail">{message("trust.none")}</p>
              ) : certificate.trusted ? (
                <p className="second">{message("trust.known")}</p>
              ) : (
                <TrustRequest
                  title={message("trust.title")}
                  certificate={certificate}
                  applicationUri={found.applicationUri}
                  compared={compared}
                  setCompared={setCompared}
                />
              )}
            </>
          )}
        </>
      )}
      <ActionFailure what={message("server.add-failed")} failure={adding.failure} />
      <div className="plant-actions">
        {found === undefined ? (
          <button type="submit" className="button primary" disabled={!canAsk}>
            {message(asking.busy ? "server.looking" : "server.look")}
          </button>
        ) : (
          <button type="submit" className="button primary" disabled={!canAdd}>
            {message(mustTrust ? "server.trust-connect" : "server.connect")}
          </button>
        )}
        <button type="button" className="button quiet" onClick={close}>
          {message("action.cancel")}
        </button>
      </div>
    </form>
  );
}
