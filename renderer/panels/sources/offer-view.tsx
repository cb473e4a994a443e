/** What a plant offers, scope by scope, to be ticked. */
import type { ReactNode } from "react";
import type { PlantOffer } from "../../../shared/contract/plants.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDuration } from "../../state/format-time.ts";
import { isSkewed } from "../../state/source-state.ts";
import { HistoryChoice } from "./history-choice.tsx";
import { scopeKey, toggled, type FollowedSpan } from "./chosen-scopes.ts";

export interface OfferViewProps {
  readonly offer: PlantOffer;
  /** undefined: it has its name already. */
  readonly naming?: { readonly name: string; readonly setName: (name: string) => void };
  readonly chosen: ReadonlySet<string>;
  readonly setChosen: (chosen: ReadonlySet<string>) => void;
  readonly span: FollowedSpan;
  readonly setSpan: (span: FollowedSpan) => void;
}

export function OfferView(props: OfferViewProps): ReactNode {
  const { offer, naming, chosen, setChosen, span, setSpan } = props;
  if (offer.systems.every(({ scopes }) => scopes.length === 0))
    return (
      <p role="status" className="mark">
        {message("add.nothing")}
      </p>
    );
  return (
    <>
      {naming === undefined ? undefined : (
        <label className="form-line">
          {message("add.name")}
          <input
            className="field"
            maxLength={300}
            value={naming.name}
            onChange={(event) => naming.setName(event.target.value)}
          />
        </label>
      )}
      {isSkewed(offer.clockSkew) ? (
        <p className="mark">
          {message(offer.clockSkew > 0 ? "sources.skew-ahead" : "sources.skew-behind", {
            time: formatDuration(Math.abs(offer.clockSkew)),
          })}
        </p>
      ) : undefined}
      <fieldset className="offer">
        <legend className="muted">{message("add.follow")}</legend>
        {offer.systems.map((system) => (
          <div key={system.system} className="offer-system">
            <p>
              <strong>{system.name}</strong>
              <span className="muted">
                {system.acceptsChangeRequests ? ` · ${message("add.takes-changes")}` : ""}
                {system.tellsDeletes ? "" : ` · ${message("add.no-deletes")}`}
              </span>
            </p>
            {system.scopes.map(({ scope, name: title, products, records }) => {
              const key = scopeKey(system.system, scope);
              return (
                <label key={key} className="check offer-scope">
                  <input
                    type="checkbox"
                    checked={chosen.has(key)}
                    onChange={() => setChosen(toggled(chosen, key))}
                  />
                  <span className="ellipsis" title={products.join(", ")}>
                    {title}
                    <span className="muted"> · {message("add.products", { count: products.length })}</span>
                  </span>
                  <span className="spring" />
                  <span className="muted nowrap">{message("sources.records", { count: records })}</span>
                </label>
              );
            })}
          </div>
        ))}
      </fieldset>
      <HistoryChoice span={span} setSpan={setSpan} />
    </>
  );
}
