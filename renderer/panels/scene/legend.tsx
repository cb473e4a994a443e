/** What the colours mean: always in view while they are data, with the baseline in its middle. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { rateScale, useColouring } from "../../state/colouring.ts";
import { formatShare } from "../../state/format-number.ts";
import { useSelection } from "../../state/selection.ts";

export interface LegendProps {
  /** Parts of the model with at least one unit. */
  readonly parts: number;
}

export function Legend({ parts }: LegendProps): ReactNode {
  const rates = useColouring((state) => state.rates);
  const brushed = useSelection((state) => state.window !== undefined);
  if (rates === undefined) return undefined;
  const { baseline, high } = rateScale(rates);
  const none = rates.baseline.units === 0 || (parts === 0 && !brushed);
  return (
    <section className="scene-card scene-legend" aria-label={message("scene.legend.name")}>
      {none ? (
        <p className="muted">{message("scene.legend.none")}</p>
      ) : (
        <>
          <p>{message(brushed ? "scene.legend.title-span" : "scene.legend.title")}</p>
          <div className="scene-ramp" aria-hidden="true" />
          <div className="scene-scale">
            <span>{formatShare(0)}</span>
            <span>{message("scene.legend.baseline", { rate: formatShare(baseline) })}</span>
            <span>{message("scene.legend.high", { rate: formatShare(high) })}</span>
          </div>
          <p className="scene-no-data">
            <i aria-hidden="true" />
            {message("scene.legend.no-data")}
          </p>
        </>
      )}
    </section>
  );
}
