/** The ways into a server, the safest first; what is weak says so. */
import { useId, type ReactNode } from "react";
import type { OpcuaOffer } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";
import { bySafety, isSupported, offerKey, policyName, recommendedOffer } from "./security.ts";

export interface OfferListProps {
  readonly offers: readonly OpcuaOffer[];
  /** Key of the chosen one. */
  readonly chosen: string | undefined;
  readonly choose: (key: string) => void;
}

export function OfferList({ offers, chosen, choose }: OfferListProps): ReactNode {
  const name = useId();
  const best = recommendedOffer(offers);
  if (best === undefined) return <p className="fail">{message("server.nothing")}</p>;
  return (
    <fieldset className="choices">
      <legend>{message("server.security")}</legend>
      {bySafety(offers).map((offer) => {
        const key = offerKey(offer);
        const supported = isSupported(offer);
        return (
          <label key={key} className="choice">
            <input
              type="radio"
              name={name}
              checked={supported && key === chosen}
              disabled={!supported}
              onChange={() => choose(key)}
            />
            <span>
              <span className={supported ? "" : "muted"}>{policyName(offer)}</span>
              <span className="muted"> · {message(`server.mode-${offer.mode}`)}</span>
              {offer === best ? (
                <span className="choice-best">{message("server.recommended")}</span>
              ) : undefined}
              {supported ? undefined : <span className="muted"> · {message("server.outdated")}</span>}
              {supported && offer.mode !== "SignAndEncrypt" ? (
                <span className="choice-weak warn">
                  <span aria-hidden="true">⚠ </span>
                  {message(`server.weak-${offer.mode}`)}
                </span>
              ) : undefined}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
