/** One line per measured feature; arrows go through them, Enter confirms, Delete rejects. */
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import type { CadModel } from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { formatUom, formatValue } from "../../state/format-number.ts";
import { activateFeature } from "../../state/face-links.ts";
import { featureLimits, featureName } from "../scene/feature-summary.tsx";
import type { FeatureRow } from "./candidates.ts";
import { confirmFaces, currentDecision, rejectFace } from "./decide.ts";
import { featureRowsNow } from "./use-feature-rows.ts";

export interface FeatureListProps {
  readonly rows: readonly FeatureRow[];
  /** `featureKey` of the active one. */
  readonly active: string | undefined;
  readonly model: CadModel;
  readonly canChange: boolean;
  readonly isSeen: boolean;
}

const SIGNS = { linked: "●", certain: "◐", open: "○", none: "–", lost: "!" } as const;

export function FeatureList({ rows, active, model, canChange, isSeen }: FeatureListProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const at = rows.findIndex(({ id }) => id === active);
  useEffect(() => {
    if (isSeen) list.current?.querySelector(`#feature-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, isSeen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step !== undefined) {
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      if (next !== undefined) activateFeature(next.feature);
    } else if (event.key === "Escape") activateFeature(undefined);
    else if ((event.key === "Enter" || event.key === "Delete") && canChange) {
      const { active: row, chosen } = featureRowsNow();
      const decision = currentDecision(row, chosen);
      if (decision === undefined) return;
      void (event.key === "Enter" ? confirmFaces(model, [decision]) : rejectFace(model, decision));
    } else return;
    event.preventDefault();
  };
  return (
    <div
      ref={list}
      className="scroll feature-list"
      role="listbox"
      tabIndex={0}
      data-first-focus
      aria-label={message("panel.features")}
      aria-activedescendant={at < 0 ? undefined : `feature-${at}`}
      onKeyDown={onKeyDown}
    >
      {rows.map((row, index) => (
        <div key={row.id}>
          {row.feature.sourceId === rows[index - 1]?.feature.sourceId ? undefined : (
            <p className="feature-source muted" role="presentation">
              {row.feature.laboratory ?? row.feature.sourceName}
            </p>
          )}
          <FeatureLine row={row} index={index} isActive={row.id === active} />
        </div>
      ))}
    </div>
  );
}

interface FeatureLineProps {
  readonly row: FeatureRow;
  readonly index: number;
  readonly isActive: boolean;
}

function FeatureLine({ row, index, isActive }: FeatureLineProps): ReactNode {
  const { feature, state } = row;
  const words = stateText(row);
  return (
    <div
      id={`feature-${index}`}
      className={`feature-line ${isActive ? "selected" : ""}`}
      role="option"
      aria-selected={isActive}
      data-state={state}
      onClick={() => activateFeature(feature)}
    >
      <span className={`feature-sign ${state}`} aria-hidden="true">
        {SIGNS[state]}
      </span>
      <span className="ellipsis">
        {featureName(feature)} <span className="muted">{sizeText(feature)}</span>
      </span>
      <span className={state === "lost" ? "warn" : "muted"}>{words}</span>
    </div>
  );
}

/** `4 mm`, or the limits where there is no nominal. */
function sizeText(feature: FeatureRow["feature"]): string {
  const { nominal, uom } = feature;
  return nominal === undefined ? featureLimits(feature) : `${formatValue(nominal)} ${formatUom(uom)}`.trim();
}

function stateText({ state, linked, proposals }: FeatureRow): string {
  switch (state) {
    case "linked":
      return message("features.state-linked", { count: linked?.groups.length ?? 0 });
    case "certain":
      return message("features.state-certain");
    case "open":
      return message("features.state-open", { count: proposals.length });
    case "none":
      return message("features.state-none");
    case "lost":
      return message((linked?.missing.length ?? 0) > 0 ? "features.state-missing" : "features.state-lost");
  }
}
