/** What of a plant is followed, and from when on: its offer, asked anew, with what is followed ticked. */
import { useState, type ReactNode } from "react";
import type { PlantOffer, PlantReport } from "../../../shared/contract/plants.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { Problem, Skeleton } from "../../components/region.tsx";
import { useAction } from "../../components/use-action.ts";
import { useQuery } from "../../state/query.ts";
import { followedOf, followedScopes, followedSpan, isSpan } from "./chosen-scopes.ts";
import { OfferView } from "./offer-view.tsx";

export interface EditScopesProps {
  readonly plant: PlantReport;
  readonly close: () => void;
}

export function EditScopes({ plant, close }: EditScopesProps): ReactNode {
  const { plantId } = plant;
  const query = useQuery(`offer:${plantId}`, (host, options) => host.plants.offer({ plantId }, options), {
    on: [],
  });
  const [chosen, setChosen] = useState(() => followedScopes(plant));
  const [span, setSpan] = useState(() => followedSpan(plant));
  const action = useAction();
  const save = async (offer: PlantOffer): Promise<void> => {
    await currentHost().plants.change({ plantId, systems: followedOf(offer, chosen, span) });
    close();
  };
  const cancel = (
    <button type="button" className="button quiet" onClick={close}>
      {message("action.cancel")}
    </button>
  );
  const { data: offer } = query;
  if (offer === undefined)
    return (
      <>
        {query.failure === undefined ? (
          <Skeleton rows={3} />
        ) : (
          <Problem what={message("sources.scopes-failed")} failure={query.failure} retry={query.retry} />
        )}
        <div className="plant-actions">{cancel}</div>
      </>
    );
  const leaving = [...followedScopes(plant)].filter((key) => !chosen.has(key)).length;
  return (
    <form
      className="edit-scopes"
      aria-label={message("sources.scopes-change")}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.size > 0 && isSpan(span)) action.run(() => save(offer));
      }}
    >
      <OfferView offer={offer} chosen={chosen} setChosen={setChosen} span={span} setSpan={setSpan} />
      {leaving > 0 ? (
        <p className="mark">{message("sources.scopes-leave", { count: leaving })}</p>
      ) : undefined}
      <ActionFailure what={message("sources.action-failed")} failure={action.failure} />
      <div className="plant-actions">
        <button
          type="submit"
          className="button primary"
          disabled={chosen.size === 0 || !isSpan(span) || action.busy}
        >
          {message("sources.scopes-save", { count: chosen.size })}
        </button>
        {cancel}
      </div>
    </form>
  );
}
