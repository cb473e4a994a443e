/** Where parts and faces stand on the ramp of what the model is coloured by. Pure. */
import type { MeasuredFeature, PartNumbers } from "../../../shared/contract/colouring.ts";
import type { FailRates } from "../../../shared/contract/measurements.ts";
import { partIndexOf, type CadModel } from "../../../shared/model/cad.ts";
import { capabilityIndex, D2_OF_TWO } from "../../../shared/stats/capability.ts";
import { toleranceShare } from "../../../shared/stats/tolerance-share.ts";
import { baselineOf } from "../../state/colouring.ts";
import {
  placeOn,
  scaleOf,
  type ColourScale,
  type FaceQuantity,
  type FeatureQuantity,
  type ScaleEdit,
} from "../../state/colour-scale.ts";
import type { Quantity } from "../../state/colour-scale.ts";
import { partNumberOf } from "./node-index.ts";
import type { PlacedPositions, UnitsOnNodes } from "./placed-units.ts";

export interface PartPlaces {
  /** Per node 0…1 on the ramp, NaN where there is no data. */
  readonly places: Float32Array;
  /** Number per node; NaN where there is none. */
  readonly values: Float64Array;
  readonly scale: ColourScale;
  /** Of the parts of the model that have a mesh each its number once, and where occurrences are told apart each of these: NaN for none. */
  readonly seen: readonly number[];
}

/** Numbers of single units or positions, and where these stand. */
export interface OwnNumbers {
  readonly units: UnitsOnNodes;
  readonly numbers: ReadonlyMap<number, number>;
}

export function ratesOf({ parts }: CadModel, rates: FailRates): readonly number[] {
  const seen = new Map(rates.parts.map((part) => [part.partNumber, part]));
  return parts.map((part) => {
    const { units, failed } = seen.get(partNumberOf(part)) ?? { units: 0, failed: 0 };
    return units === 0 ? NaN : failed / units;
  });
}

export function numbersOf({ parts }: CadModel, numbers: PartNumbers): readonly number[] {
  const known = new Map(numbers.parts.map(({ partNumber, value }) => [partNumber, value]));
  return parts.map((part) => known.get(partNumberOf(part)) ?? NaN);
}

/** @param own where occurrences of a part are told apart: each has the number of its own unit or position */
export function partPlaces(
  model: CadModel,
  values: readonly number[],
  quantity: Quantity,
  edit: ScaleEdit | undefined,
  rates: FailRates | undefined,
  own?: OwnNumbers,
): PartPlaces {
  const { nodes, parts } = model;
  const perNode = new Float64Array(nodes.length);
  // Assemblies are not seen: their numbers would stretch a scale on which no part stands then.
  const seen: number[] = [];
  const known: number[] = [];
  const isSeen = new Uint8Array(parts.length);
  // By loops: a brush asks for this with every frame, of fifty thousand nodes.
  for (let node = 0; node < nodes.length; node += 1) {
    const part = partIndexOf(model, node);
    const unit = own?.units[node] ?? 0;
    const value = (unit === 0 ? values[part] : own?.numbers.get(unit)) ?? NaN;
    perNode[node] = value;
    if (parts[part]?.mesh === undefined) continue;
    const isFirst = unit !== 0 || isSeen[part] !== 1;
    if (unit === 0) isSeen[part] = 1;
    // As they are said in the legend: parts, each once; where a part may have several numbers, its occurrences.
    if (own !== undefined || isFirst) seen.push(value);
    // A screw that occurs a hundred times does not draw the scale to its number.
    if (isFirst && !Number.isNaN(value)) known.push(value);
  }
  const scale = scaleOf(quantity, known, edit, rates === undefined ? 0 : baselineOf(rates));
  // A part's number is placed once, however often the part occurs.
  const perPart = Float32Array.from(values, (value) => placeOn(value, scale));
  const places = new Float32Array(nodes.length);
  for (let node = 0; node < nodes.length; node += 1) {
    const hasUnit = (own?.units[node] ?? 0) !== 0;
    places[node] = hasUnit ? placeOn(perNode[node] ?? NaN, scale) : (perPart[nodes[node]?.part ?? -1] ?? NaN);
  }
  return { places, values: perNode, scale, seen };
}

/** Occurrences of parts that occur more than once. */
export interface PositionCounts {
  /** With a number of their own position. */
  readonly own: number;
  /** Of these: told for several places of their assembly together. */
  readonly wide: number;
  /** With that of their part, where it has one. */
  readonly shared: number;
}

const timesOf = new WeakMap<CadModel, Int32Array>();

/** @param values per part, NaN for none @param own where some have a number of their own; undefined: all share their part's */
export function positionCounts(
  model: CadModel,
  values: readonly number[],
  own: PlacedPositions | undefined,
): PositionCounts {
  const { nodes, parts } = model;
  let times = timesOf.get(model);
  if (times === undefined) {
    times = new Int32Array(parts.length);
    for (let node = 0; node < nodes.length; node += 1) {
      const part = partIndexOf(model, node);
      times[part] = (times[part] ?? 0) + 1;
    }
    timesOf.set(model, times);
  }
  // By parts first: a brush asks for this with every frame, of fifty thousand nodes.
  const shares = Uint8Array.from(parts, ({ mesh }, part) => {
    const isSeveral = mesh !== undefined && (times[part] ?? 0) > 1;
    return isSeveral && !Number.isNaN(values[part]) ? 1 : 0;
  });
  const counts = {
    own: 0,
    wide: 0,
    shared: shares.reduce((sum, one, part) => sum + one * (times[part] ?? 0), 0),
  };
  if (own !== undefined)
    for (let node = 0; node < nodes.length; node += 1) {
      const part = partIndexOf(model, node);
      if ((own.onNodes[node] ?? 0) <= 0 || (times[part] ?? 0) < 2 || parts[part]?.mesh === undefined)
        continue;
      counts.own += 1;
      counts.wide += own.isWide[node] ?? 0;
      counts.shared -= shares[part] ?? 0;
    }
  return counts;
}

/** Of each unit what its features say at worst. */
export function featuresOfUnits(
  features: readonly MeasuredFeature[],
  quantity: FeatureQuantity,
): ReadonlyMap<number, number> {
  const one = faceQuantityOf(quantity);
  const perUnit = new Map<number, number[]>();
  for (const feature of features)
    for (const { unitId, ...numbers } of feature.units ?? []) {
      const all = perUnit.get(unitId) ?? [];
      all.push(featureValue({ ...feature, ...numbers }, one));
      perUnit.set(unitId, all);
    }
  return new Map(Array.from(perUnit, ([unit, all]) => [unit, worstValue(all, one)]));
}

function faceQuantityOf(quantity: FeatureQuantity): FaceQuantity {
  return quantity === "part-cpk" ? "cpk" : "deviation-worst";
}

/** Of each part what its features say at worst, linked to a face or not; NaN where nothing was measured. */
export function featuresOf(
  { parts }: CadModel,
  features: readonly MeasuredFeature[],
  quantity: FeatureQuantity,
): readonly number[] {
  const one = faceQuantityOf(quantity);
  const perPart = Map.groupBy(features, ({ partNumber }) => partNumber);
  return parts.map((part) =>
    worstValue(
      (perPart.get(partNumberOf(part)) ?? []).map((feature) => featureValue(feature, one)),
      one,
    ),
  );
}

/** What a feature is coloured by; NaN where its values in the span do not say. */
export function featureValue(feature: MeasuredFeature, quantity: FaceQuantity): number {
  const limits = { nominal: feature.nominal, lower: feature.lowerLimit, upper: feature.upperLimit };
  const { mean, minimum, maximum, deviation, movingRange, count } = feature;
  if (count === 0) return NaN;
  switch (quantity) {
    case "deviation-mean":
      return toleranceShare(mean, limits) ?? NaN;
    case "deviation-worst": {
      const [low, high] = [toleranceShare(minimum, limits) ?? NaN, toleranceShare(maximum, limits) ?? NaN];
      if (Number.isNaN(low) || Number.isNaN(high)) return Number.isNaN(low) ? high : low;
      return Math.abs(low) > Math.abs(high) ? low : high;
    }
    case "cpk":
      return capabilityIndex(mean, movingRange / D2_OF_TWO, limits) ?? NaN;
    case "ppk":
      return capabilityIndex(mean, deviation, limits) ?? NaN;
  }
}

/** Of several features on one face the one that an engineer has to look at. */
export function worstValue(values: readonly number[], quantity: FaceQuantity): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return NaN;
  return quantity === "cpk" || quantity === "ppk"
    ? Math.min(...known)
    : known.reduce((worst, value) => (Math.abs(value) > Math.abs(worst) ? value : worst));
}
