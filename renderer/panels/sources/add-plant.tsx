/** Another plant: where it is, what it offers, what to follow. Nothing is kept before the last step. */
import { useState, type ReactNode } from "react";
import type { PlantOffer } from "../../../shared/contract/plants.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { focusFirst } from "../../components/focus-first.ts";
import { useAction } from "../../components/use-action.ts";
import { needsConsent } from "../../state/source-state.ts";
import { ALL_OF_IT, allScopes, followedOf, isSpan } from "./chosen-scopes.ts";
import { OfferView } from "./offer-view.tsx";

interface Address {
  readonly url: string;
  readonly token: string;
  readonly ca: string;
  readonly consent: boolean;
}

const NOWHERE: Address = { url: "", token: "", ca: "", consent: false };

export function AddPlant({ close }: { readonly close: () => void }): ReactNode {
  const [address, setAddress] = useState(NOWHERE);
  const [ownCa, setOwnCa] = useState(false);
  const [offer, setOffer] = useState<PlantOffer>();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [span, setSpan] = useState(ALL_OF_IT);
  const asking = useAction();
  const adding = useAction();

  const change = (part: Partial<Address>): void => {
    setAddress((before) => ({ ...before, ...part }));
    // What was offered elsewhere says nothing here.
    setOffer(undefined);
  };
  const consent = needsConsent(address.url);
  const reach = (): { url: string; token?: string; ca?: string; allowPlainHttp?: boolean } => ({
    url: address.url.trim(),
    ...(address.token.trim() === "" ? {} : { token: address.token.trim() }),
    ...(ownCa && address.ca.trim() !== "" ? { ca: address.ca.trim() } : {}),
    ...(consent ? { allowPlainHttp: address.consent } : {}),
  });
  const look = async (): Promise<void> => {
    const found = await currentHost().plants.probe(reach());
    setOffer(found);
    setName(found.name);
    setChosen(allScopes(found));
  };
  const add = async (found: PlantOffer): Promise<void> => {
    await currentHost().plants.add({
      name: name.trim() === "" ? found.name : name.trim(),
      ...reach(),
      systems: followedOf(found, chosen, span),
    });
    close();
  };
  const canAsk = address.url.trim() !== "" && (!consent || address.consent) && !asking.busy;
  return (
    <form
      className="add-plant"
      aria-label={message("add.title")}
      onSubmit={(event) => {
        event.preventDefault();
        if (offer === undefined) {
          if (canAsk) asking.run(look);
        } else if (chosen.size > 0) adding.run(() => add(offer));
      }}
    >
      <h3>{message("add.title")}</h3>
      <label className="form-line">
        {message("add.address")}
        <input
          className="field"
          inputMode="url"
          ref={focusFirst}
          spellCheck={false}
          placeholder="https://"
          value={address.url}
          onChange={(event) => change({ url: event.target.value })}
        />
      </label>
      <label className="form-line">
        {message("add.token")}
        <input
          className="field"
          type="password"
          autoComplete="off"
          placeholder={message("add.token-hint")}
          value={address.token}
          onChange={(event) => change({ token: event.target.value })}
        />
      </label>
      {consent ? (
        <label className="check add-consent mark">
          <input
            type="checkbox"
            checked={address.consent}
            onChange={(event) => change({ consent: event.target.checked })}
          />
          {message("add.consent")}
        </label>
      ) : undefined}
      {ownCa ? (
        <label className="form-line">
          {message("add.ca")}
          <textarea
            className="field mono"
            rows={4}
            spellCheck={false}
            placeholder="-----BEGIN CERTIFICATE-----"
            value={address.ca}
            onChange={(event) => change({ ca: event.target.value })}
          />
        </label>
      ) : (
        <button type="button" className="link" onClick={() => setOwnCa(true)}>
          {message("add.own-ca")}
        </button>
      )}
      <ActionFailure what={message("add.failed")} failure={asking.failure} />
      {offer === undefined ? undefined : (
        <OfferView
          offer={offer}
          naming={{ name, setName }}
          chosen={chosen}
          setChosen={setChosen}
          span={span}
          setSpan={setSpan}
        />
      )}
      <ActionFailure what={message("add.add-failed")} failure={adding.failure} />
      <div className="plant-actions">
        {offer === undefined ? (
          <button type="submit" className="button primary" disabled={!canAsk}>
            {message(asking.busy ? "add.looking" : "add.look")}
          </button>
        ) : (
          <button
            type="submit"
            className="button primary"
            disabled={chosen.size === 0 || !isSpan(span) || adding.busy}
          >
            {message("add.confirm", { count: chosen.size })}
          </button>
        )}
        <button type="button" className="button quiet" onClick={close}>
          {message("action.cancel")}
        </button>
      </div>
    </form>
  );
}
