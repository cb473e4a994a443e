/** Over the view: what was measured on the picked face, and the decision that the face waits for. */
import type { ReactNode } from "react";
import { partIndexOf } from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { useCache } from "../../state/cache.ts";
import { useColouring } from "../../state/colouring.ts";
import { featureKey, useFaceLinks } from "../../state/face-links.ts";
import { useSelection } from "../../state/selection.ts";
import { currentDecision, confirmFaces, rejectFace } from "../features/decide.ts";
import { useFeatureRows } from "../features/use-feature-rows.ts";
import { featureName, FeatureSummary } from "./feature-summary.tsx";
import { useLinkedFaces } from "./use-linked-faces.ts";
import type { ShownModel } from "./use-model.ts";

/** Features of one face that are shown at once. */
export const MOST_FEATURES = 2;

export function FeatureCard({ shown }: { readonly shown: ShownModel }): ReactNode {
  const isProposing = useFaceLinks((state) => state.isProposing);
  return isProposing ? <DecisionCard /> : <PickedFeatures shown={shown} />;
}

/** The face was picked in the view while a feature looks for its own. */
function DecisionCard(): ReactNode {
  const { model, active, chosen } = useFeatureRows();
  const canChange = useCache((state) => state.about?.readOnly !== true);
  const decision = currentDecision(active, chosen);
  if (model === undefined || active === undefined || chosen === undefined || decision === undefined)
    return undefined;
  return (
    <div className="scene-card scene-decision">
      <p>{message("features.is-it", { name: featureName(active.feature) })}</p>
      <div>
        <button
          type="button"
          className="button primary"
          disabled={!canChange}
          onClick={() => void confirmFaces(model, [decision])}
        >
          {message("features.yes")}
        </button>
        <button
          type="button"
          className="button"
          disabled={!canChange}
          onClick={() => void rejectFace(model, decision)}
        >
          {message("features.no")}
        </button>
      </div>
    </div>
  );
}

function PickedFeatures({ shown }: { readonly shown: ShownModel }): ReactNode {
  const face = useSelection((state) => state.face);
  const features = useColouring((state) => state.features);
  const active = useFaceLinks((state) => state.active);
  const linked = useLinkedFaces(shown.model);
  if (face === undefined || features === undefined || linked === undefined) return undefined;
  const part = partIndexOf(shown.model, face.node);
  const ids = linked.onFace(part, face.face).map(featureKey);
  const first = active === undefined ? undefined : featureKey(active);
  const found = ids
    .toSorted((a, b) => Number(b === first) - Number(a === first))
    .flatMap((id) => features.find((feature) => featureKey(feature) === id) ?? []);
  if (found.length === 0) return undefined;
  return (
    <div className="scene-card scene-measured" role="group" aria-label={message("features.on-face")}>
      {found.slice(0, MOST_FEATURES).map((feature) => (
        <FeatureSummary key={featureKey(feature)} feature={feature} />
      ))}
      {found.length > MOST_FEATURES ? (
        <p className="muted">{message("features.more-on-face", { count: found.length - MOST_FEATURES })}</p>
      ) : undefined}
    </div>
  );
}
