/** What the colours of deviations mean, how far measuring them is, and where bodies are off farthest. */
import type { CSSProperties, ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { formatShare, formatValue } from "../../state/format-number.ts";
import {
  deviationRamp,
  largestDeviations,
  scaleOfDeviations,
  type LargestDeviation,
} from "./deviation-colours.ts";
import type { ComparedModels } from "./compared-models.ts";
import type { RunningDeviations } from "./use-deviations.ts";

export interface DeviationLegendProps {
  readonly running: RunningDeviations;
  readonly models: ComparedModels | undefined;
  readonly onGo: (where: LargestDeviation) => void;
}

/** Bodies that are named; beyond, they are counted. */
const NAMED = 5;
const mm = (value: number): string => formatValue(value, value >= 10 ? 2 : 3);
const SIGNS: Readonly<Record<string, string>> = { "1": "+", "-1": "−" };

export function DeviationLegend({ running, models, onGo }: DeviationLegendProps): ReactNode {
  const { state, stop, again } = running;
  return (
    <section className="compare-deviation" aria-label={message("compare.deviation-legend")}>
      <p>{message("compare.deviation-title")}</p>
      {state === undefined ? undefined : state.state === "running" ? (
        <>
          <p role="status" className="muted">
            {message("compare.deviation-running", { share: formatShare(state.share) })}
          </p>
          <progress
            className="scene-progress"
            aria-label={message("compare.deviation-title")}
            max={1}
            value={state.share}
          />
          <button type="button" className="button" onClick={stop}>
            {message("action.cancel")}
          </button>
        </>
      ) : state.state === "done" ? (
        <Scale deviations={state.result} models={models} onGo={onGo} />
      ) : (
        <>
          <p role="status" className="muted">
            {state.state === "stopped" ? message("compare.deviation-stopped") : state.failure.message}
          </p>
          <button type="button" className="button" onClick={again}>
            {message("compare.deviation-again")}
          </button>
        </>
      )}
    </section>
  );
}

type Measured = Extract<NonNullable<RunningDeviations["state"]>, { readonly state: "done" }>["result"];

function Scale({
  deviations,
  models,
  onGo,
}: {
  readonly deviations: Measured;
} & Pick<DeviationLegendProps, "models" | "onGo">): ReactNode {
  const { from, to, signed } = scaleOfDeviations(deviations);
  const largest = largestDeviations(deviations);
  if (largest.length === 0)
    return <p className="muted">{message("compare.deviation-none", { from: mm(from) })}</p>;
  const style = {
    "--ramp": `linear-gradient(to right, ${deviationRamp(signed).join(", ")})`,
  } as CSSProperties;
  return (
    <>
      <div className="compare-ramp" style={style} aria-hidden="true" />
      <div className="scene-scale">
        <span>{signed ? `−${mm(to)}` : mm(from)}</span>
        <span>{signed ? "0" : mm((from + to) / 2)}</span>
        <span>{signed ? `+${mm(to)} mm` : `${mm(to)} mm`}</span>
      </div>
      {signed ? <p>{message("compare.deviation-signs")}</p> : undefined}
      <p className="muted">{message("compare.deviation-same", { from: mm(from) })}</p>
      <ul aria-label={message("compare.deviation-largest")}>
        {largest.slice(0, NAMED).map((where) => {
          const part = models?.[where.side].model.parts[where.part];
          const sign = signed ? (SIGNS[String(where.sign)] ?? "") : "";
          const distance = `${sign}${mm(where.distance)}`;
          const name = part === undefined || part.name === "" ? (part?.number ?? "") : part.name;
          return (
            <li key={`${where.side} ${where.part}`}>
              <button
                type="button"
                className="link"
                title={message(`compare.deviation-at-${where.side}`, {
                  at: where.at.map((value) => formatValue(value, 1)).join(", "),
                })}
                onClick={() => onGo(where)}
              >
                {message("compare.deviation-of", { distance, name })}
              </button>
            </li>
          );
        })}
      </ul>
      {largest.length > NAMED ? (
        <p className="muted">{message("compare.deviation-more", { count: largest.length - NAMED })}</p>
      ) : undefined}
    </>
  );
}
