/** Measured features of the part, and which faces of the model they are. */
import { GonePartLinks } from "../part-links/gone-part-links.tsx";
import "./features.css";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { Empty, Region, Skeleton } from "../../components/region.tsx";
import { useCache } from "../../state/cache.ts";
import { faceLinks, useFaceLinks } from "../../state/face-links.ts";
import { useSelection } from "../../state/selection.ts";
import { carriedOver } from "./candidates.ts";
import { CarriedOverNote } from "./carried-over-note.tsx";
import { confirmFaces } from "./decide.ts";
import { FeatureDetail } from "./feature-detail.tsx";
import { FeatureList } from "./feature-list.tsx";
import { GoneLinksNote } from "./gone-links.tsx";
import { useOnScreen } from "./use-on-screen.ts";
import { useFeatureRows } from "./use-feature-rows.ts";

const FILTERS = ["all", "open", "linked", "lost"] as const;
type Filter = (typeof FILTERS)[number];

export function FeaturesPanel(): ReactNode {
  const { model, rows, active, chosen } = useFeatureRows();
  const [filter, setFilter] = useState<Filter>("all");
  const partNumber = useSelection((state) => state.partNumber);
  const failure = useFaceLinks((state) => state.failure);
  const canChange = useCache((state) => state.about?.readOnly !== true);
  const box = useRef<HTMLDivElement>(null);
  const isSeen = useOnScreen(box);
  useEffect(() => {
    if (!isSeen) return undefined;
    faceLinks.setState({ isProposing: true });
    return () => faceLinks.setState({ isProposing: false, chosenFace: undefined });
  }, [isSeen]);

  const body = (): ReactNode => {
    if (model === undefined) return <Empty>{message("features.no-model")}</Empty>;
    if (rows === undefined) return <Skeleton rows={10} />;
    if (rows.length === 0)
      return (
        <>
          <GonePartLinks canChange={canChange} />
          <GoneLinksNote model={model} canChange={canChange} />
          <Empty>{message("features.none", { part: partNumber ?? "" })}</Empty>
        </>
      );
    const of = (wanted: Filter): typeof rows =>
      rows.filter(({ state }) =>
        wanted === "all"
          ? true
          : wanted === "open"
            ? state === "open" || state === "certain" || state === "lost"
            : state === wanted,
      );
    const certain = rows.flatMap(({ feature, certain: proposal }) =>
      proposal === undefined ? [] : [{ feature, group: proposal.group, finder: proposal.finder }],
    );
    return (
      <>
        <div className="toolrow">
          <div className="segments" role="group" aria-label={message("features.filter")}>
            {FILTERS.map((each) => (
              <button
                key={each}
                type="button"
                className="segment"
                aria-pressed={filter === each}
                onClick={() => setFilter(each)}
              >
                {message(`features.filter-${each}`)}
              </button>
            ))}
          </div>
          <span className="spring" />
          <span className="muted" role="status">
            {message("features.count", { linked: of("linked").length, count: rows.length })}
          </span>
        </div>
        <GonePartLinks canChange={canChange} />
        <GoneLinksNote model={model} canChange={canChange} />
        <CarriedOverNote
          {...carriedOver(rows)}
          canChange={canChange}
          showLost={filter === "lost" ? undefined : () => setFilter("lost")}
        />
        {certain.length > 0 && canChange ? (
          <div className="feature-certain">
            <span className="second">{message("features.certain", { count: certain.length })}</span>
            <button
              type="button"
              className="button primary"
              onClick={() => void confirmFaces(model, certain)}
            >
              {message("features.confirm-certain")}
            </button>
          </div>
        ) : undefined}
        {failure === undefined ? undefined : (
          <p className="feature-failure fail" role="alert">
            {message("features.not-kept", { reason: failure.message })}
          </p>
        )}
        <FeatureList
          rows={of(filter)}
          active={active?.id}
          model={model}
          canChange={canChange}
          isSeen={isSeen}
        />
        {active === undefined ? undefined : (
          <FeatureDetail key={active.id} model={model} row={active} chosen={chosen} canChange={canChange} />
        )}
      </>
    );
  };
  return (
    <Region name={message("panel.features")} className="features">
      <div ref={box} className="features-body">
        {body()}
      </div>
    </Region>
  );
}
