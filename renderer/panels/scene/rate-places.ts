/** Where each occurrence stands on the ramp of fail rates. Pure. */
import type { FailRates } from "../../../shared/contract/measurements.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { rateOnRamp, rateScale } from "../../state/colouring.ts";
import { partNumberOf } from "./node-index.ts";

export interface RatePlaces {
  /** Per node 0…1 on the ramp, NaN where no unit of its part was seen. */
  readonly places: Float32Array;
  /** Parts of the model with at least one unit, and their units altogether. */
  readonly parts: number;
  readonly units: number;
  readonly failed: number;
}

export function ratePlaces({ parts, nodes }: CadModel, rates: FailRates): RatePlaces {
  const scale = rateScale(rates);
  const seen = new Map(rates.parts.map((part) => [part.partNumber, part]));
  const known = parts.map((part) => seen.get(partNumberOf(part)) ?? { units: 0, failed: 0 });
  const perPart = known.map(({ units, failed }) => (units === 0 ? NaN : rateOnRamp(failed / units, scale)));
  return {
    places: Float32Array.from(nodes, ({ part }) => perPart[part] ?? NaN),
    parts: known.filter(({ units }) => units > 0).length,
    units: known.reduce((sum, { units }) => sum + units, 0),
    failed: known.reduce((sum, { failed }) => sum + failed, 0),
  };
}
