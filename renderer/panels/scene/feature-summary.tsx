/** What was measured on a face, short: out of limits, last values, capability, and how they ran. */
import type { ReactNode } from "react";
import type { MeasuredFeature } from "../../../shared/contract/colouring.ts";
import { capabilityIndex, capabilityInterval, D2_OF_TWO } from "../../../shared/stats/capability.ts";
import { message } from "../../messages/catalogue.ts";
import { decimalsOf, formatFixed, formatLimits, formatUom, formatValue } from "../../state/format-number.ts";
import { featureKey } from "../../state/face-links.ts";
import { asked, onlyKey, useOnly } from "../../state/filters.ts";
import { useQuery } from "../../state/query.ts";
import { useSelection } from "../../state/selection.ts";
import { featureValue } from "./colour-places.ts";
import { amount } from "./legend-text.ts";
import { Sparkline } from "./sparkline.tsx";

/** Values in the line, and of them those that are written out. */
const SHOWN = 200;
const LAST = 3;
/** ms; a pointer that only passes asks nothing. */
const DELAY = 60;

export function featureName({
  characteristic,
  feature,
}: Pick<MeasuredFeature, "characteristic" | "feature">): string {
  return feature === undefined ? characteristic : `${characteristic} · ${feature}`;
}

/** `4 · 3.75 – 4.25 mm`. */
export function featureLimits({ nominal, lowerLimit, upperLimit, uom }: MeasuredFeature): string {
  const limits = formatLimits(lowerLimit, upperLimit);
  const parts = [nominal === undefined ? undefined : formatValue(nominal), limits];
  return `${parts.filter((part) => part !== undefined).join(" · ")} ${formatUom(uom)}`.trim();
}

export function FeatureSummary({ feature }: { readonly feature: MeasuredFeature }): ReactNode {
  const window = useSelection((state) => state.window);
  const unitId = useSelection((state) => (state.scope === "unit" ? state.unitId : undefined));
  const { partNumber, sourceId, characteristic, feature: on, lowerLimit, upperLimit, nominal, uom } = feature;
  const only = useOnly();
  const query = useQuery(
    `series:${featureKey(feature)}:${onlyKey(only)}:${window?.from}:${window?.to}:${unitId}`,
    (host, options) =>
      host.colouring.series(
        {
          partNumber,
          sourceId,
          characteristic,
          ...(on === undefined ? {} : { feature: on }),
          ...asked(only),
          ...(window === undefined ? {} : { window }),
          ...(unitId === undefined ? {} : { unitId }),
          limit: SHOWN,
        },
        options,
      ),
    { delay: DELAY },
  );
  const series = query.data;
  const last = series === undefined ? [] : [...series.values].slice(-LAST).toReversed();
  const decimals = Math.min(4, Math.max(0, ...last.map(decimalsOf)));
  const cpk = cpkOf(feature);
  const interval = cpk === undefined ? undefined : capabilityInterval(cpk, feature.count);
  const mean = featureValue(feature, "deviation-mean");
  return (
    <div className="feature-summary" data-feature={featureName(feature)}>
      <p className="feature-summary-head">
        <strong>{featureName(feature)}</strong>
        <span className="muted"> {feature.laboratory ?? feature.sourceName}</span>
      </p>
      <p className="muted">{featureLimits(feature)}</p>
      {feature.count === 0 ? (
        <p className="muted">
          {message(window === undefined ? "features.not-measured" : "features.not-in-span")}
        </p>
      ) : (
        <>
          <p>
            <span className={feature.failed > 0 ? "fail" : "good"}>
              {message("features.out", { failed: feature.failed, count: feature.count })}
            </span>
            {last.length === 0 ? undefined : (
              <span className="second">
                {" · "}
                {message("features.last", {
                  values: last.map((value) => formatFixed(value, decimals)).join(", "),
                  uom: formatUom(uom),
                })}
              </span>
            )}
          </p>
          <p className="second">
            {cpk === undefined
              ? undefined
              : message("features.cpk", {
                  cpk: formatFixed(cpk, 2),
                  low: formatFixed(interval?.low ?? cpk, 2),
                  high: formatFixed(interval?.high ?? cpk, 2),
                })}
            {Number.isNaN(mean)
              ? undefined
              : ` · ${message("features.mean", { share: amount(mean, "deviation-mean") })}`}
          </p>
          {series === undefined || series.values.length === 0 ? (
            <div className="sparkline" />
          ) : (
            <Sparkline series={series} lower={lowerLimit} upper={upperLimit} nominal={nominal} />
          )}
        </>
      )}
    </div>
  );
}

function cpkOf(feature: MeasuredFeature): number | undefined {
  const limits = { nominal: feature.nominal, lower: feature.lowerLimit, upper: feature.upperLimit };
  return capabilityIndex(feature.mean, feature.movingRange / D2_OF_TWO, limits);
}
