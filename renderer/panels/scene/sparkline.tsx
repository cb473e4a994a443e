/** The newest values of a feature between its limits, in one look. */
import type { ReactNode } from "react";
import type { FeatureSeries } from "../../../shared/contract/colouring.ts";
import { message } from "../../messages/catalogue.ts";

export interface SparklineProps {
  readonly series: FeatureSeries;
  readonly lower: number | undefined;
  readonly upper: number | undefined;
  readonly nominal: number | undefined;
}

const WIDTH = 236;
const HEIGHT = 38;
const AIR = 4;

export function Sparkline({ series, lower, upper, nominal }: SparklineProps): ReactNode {
  const { values, failed } = series;
  const known = [...values, ...[lower, upper].filter((limit) => limit !== undefined)];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const y = (value: number): number =>
    high === low ? HEIGHT / 2 : HEIGHT - AIR - ((value - low) / (high - low)) * (HEIGHT - 2 * AIR);
  const x = (index: number): number =>
    values.length < 2 ? WIDTH / 2 : AIR + (index / (values.length - 1)) * (WIDTH - 2 * AIR);
  const points = [...values].map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  const line = (value: number | undefined, kind: string): ReactNode =>
    value === undefined || value < low || value > high ? undefined : (
      <line className={`sparkline-${kind}`} x1={0} x2={WIDTH} y1={y(value)} y2={y(value)} />
    );
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMinYMid meet"
      role="img"
      aria-label={message("features.sparkline", {
        count: values.length,
        failed: failed.reduce((sum, each) => sum + each, 0),
      })}
    >
      {line(lower, "limit")}
      {line(upper, "limit")}
      {line(nominal, "nominal")}
      <polyline className="sparkline-values" points={points.join(" ")} />
      {[...values].map((value, index) =>
        failed[index] === 1 ? (
          // A shape of its own: red alone would not tell everybody.
          <path
            key={index}
            className="sparkline-out"
            d={`M${x(index).toFixed(1)} ${(y(value) - 3).toFixed(1)}l3 3l-3 3l-3 -3z`}
          />
        ) : undefined,
      )}
    </svg>
  );
}
