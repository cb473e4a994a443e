/** Which colours the model gets: its own, or numbers of its parts or of its measured faces. */
import { useMemo } from "react";
import type { MeasuredFeature } from "../../../shared/contract/colouring.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import type { FaceColouring } from "../../scene/scene-types.ts";
import { colourNodes, parseColour, parseRamp } from "../../scene/presentation/colour-ramp.ts";
import { PALETTES } from "../../scene/presentation/model-colours.ts";
import { rampOf } from "../../state/colour-ramps.ts";
import {
  bandOf,
  isFaceQuantity,
  isFeatureQuantity,
  rampNameOf,
  scaleOf,
  type ColourScale,
  type Quantity,
} from "../../state/colour-scale.ts";
import { baselineOf, useColouring } from "../../state/colouring.ts";
import { numbersKey } from "../../state/follow-colouring.ts";
import { useSelection } from "../../state/selection.ts";
import { useTokens } from "../../theme/use-tokens.ts";
import {
  featuresOf,
  featuresOfUnits,
  numbersOf,
  partPlaces,
  positionCounts,
  ratesOf,
  type OwnNumbers,
  type PositionCounts,
} from "./colour-places.ts";
import { faceColours, valuesOnFaces, type FaceValue } from "./face-colours.ts";
import { positionedFeatures, positionsOnNodes, unitsOnNodes, type PlacedPositions } from "./placed-units.ts";
import { useLinkedFaces } from "./use-linked-faces.ts";
import type { ShownModel } from "./use-model.ts";

/** What the legend says. */
export interface LegendContent {
  readonly quantity: Quantity;
  readonly scale: ColourScale;
  readonly uom: string | undefined;
  readonly baseline: number | undefined;
  /** What is counted: parts, each once, or where occurrences of a part are told apart these. */
  readonly counted: "parts" | "occurrences" | "faces";
  /**
   * With numbers of all units, of the parts that occur more than once: how many occurrences have the number of their own
   * position, and how many share that of their part. Undefined where the numbers are of one unit or of faces.
   */
  readonly positions: PositionCounts | undefined;
  /** So many of them with a number, of how many. */
  readonly known: number;
  readonly shown: number;
  /** Lowest and highest of the numbers; undefined without any. */
  readonly range: readonly [number, number] | undefined;
  /** Numbers in each band between thresholds; undefined without these. */
  readonly bands: readonly number[] | undefined;
  /** Records that could not be placed in the span. */
  readonly leftOut: number;
}

export interface Colours {
  /** rgba per node; undefined where the model keeps its own colours. */
  readonly nodes: Float32Array | undefined;
  readonly faces: FaceColouring | undefined;
  /** Undefined while the colours are no data, or none have come yet. */
  readonly legend: LegendContent | undefined;
  /** Number and unit of an occurrence, for what is under the pointer. */
  readonly of: (node: number, face?: number) => NodeNumber | undefined;
  /** In words for tests: changes with what is shown. */
  readonly name: string;
}

export interface NodeNumber {
  readonly quantity: Quantity;
  /** NaN: no data. */
  readonly value: number;
  readonly uom: string | undefined;
  /** Serial or lot of the unit that stands there, where one is known. */
  readonly unit: string | undefined;
}

const OWN: Colours = {
  nodes: undefined,
  faces: undefined,
  legend: undefined,
  of: () => undefined,
  name: "none",
};

export function useColours(shown: ShownModel | undefined): Colours {
  const choice = useColouring((state) => state.choice);
  const rates = useColouring((state) => state.rates);
  const numbers = useColouring((state) => state.numbers);
  const features = useColouring((state) => state.features);
  const placed = useColouring((state) => state.places);
  const brushed = useSelection((state) => state.window !== undefined);
  const tokens = useTokens();
  const model = shown?.model;
  const linked = useLinkedFaces(model);
  const positions = useColouring((state) => state.positions);
  const ofPositions = useMemo((): (OwnNumbers & { placed: PlacedPositions }) | undefined => {
    if (model === undefined || positions === undefined) return undefined;
    const { answer } = positions;
    const placed = positionsOnNodes(model, answer);
    if (!placed.onNodes.some((at) => at > 0)) return undefined;
    return {
      placed,
      units: placed.onNodes,
      numbers: new Map(answer.map(({ value }, at) => [at + 1, value])),
    };
  }, [model, positions]);
  const featuresAt = useMemo(
    () => (model === undefined || features === undefined ? undefined : positionedFeatures(model, features)),
    [model, features],
  );
  const units = useMemo(
    () => (model === undefined || placed === undefined ? undefined : unitsOnNodes(model, placed)),
    [model, placed],
  );

  return useMemo((): Colours => {
    const { quantity } = choice;
    if (model === undefined || quantity === "none") return OWN;
    const ramp = rampOf(rampNameOf(quantity), tokens);
    const edit = choice.scales[quantity];
    if (isFaceQuantity(quantity)) {
      if (features === undefined || linked === undefined) return OWN;
      const at = units === undefined ? featuresAt : undefined;
      const values = valuesOnFaces(model, linked, at?.features ?? features, quantity, units ?? at?.onNodes);
      const all = values.map(({ value }) => value).filter((value) => !Number.isNaN(value));
      const scale = scaleOf(quantity, all, edit);
      // The bodies are calm and all alike: the only colours are those of measured faces.
      const neutral = PALETTES[tokens.name].neutral;
      const nodes = new Float32Array(model.nodes.length * 4);
      for (let node = 0; node < model.nodes.length; node++) nodes.set([...neutral, 1], node * 4);
      return {
        nodes,
        faces: faceColours(model, values, scale, parseRamp(ramp), parseColour(tokens.noData)),
        legend: {
          quantity,
          scale,
          uom: undefined,
          baseline: undefined,
          counted: "faces",
          positions:
            units === undefined ? positionCounts(model, measuredParts(model, values), at) : undefined,
          known: all.length,
          shown: values.length,
          range: rangeOf(all),
          bands: bandsOf(all, scale),
          leftOut: undatedOf(features),
        },
        // What is measured on the face under the pointer is said in full, of all units; its position's is said besides.
        of: (node, face) => {
          const own =
            at === undefined ? undefined : values.find((each) => each.node === node && each.face === face);
          return own === undefined || (at?.onNodes[node] ?? 0) === 0
            ? undefined
            : { quantity, value: own.value, uom: undefined, unit: undefined };
        },
        name: `${quantity} ${all.length}/${values.length}${scale.thresholds === undefined ? "" : ` at ${scale.thresholds.join("/")}`}`,
      };
    }
    const ofFeatures = isFeatureQuantity(quantity);
    const answer =
      quantity === "fail-rate" || ofFeatures || numbers?.key !== numbersKey(choice)
        ? undefined
        : numbers.answer;
    const source =
      quantity === "fail-rate"
        ? rates === undefined
          ? undefined
          : ratesOf(model, rates)
        : ofFeatures
          ? features === undefined
            ? undefined
            : featuresOf(model, features, quantity)
          : answer === undefined
            ? undefined
            : numbersOf(model, answer);
    if (source === undefined) return OWN;
    const ofUnits =
      units === undefined || quantity === "fail-rate"
        ? undefined
        : ofFeatures
          ? featuresOfUnits(features ?? [], quantity)
          : new Map(answer?.units?.map(({ unitId, value }) => [unitId, value]));
    const own =
      units !== undefined && ofUnits !== undefined
        ? { units, numbers: ofUnits, placed: undefined }
        : ofFeatures && featuresAt !== undefined && units === undefined
          ? {
              units: featuresAt.onNodes,
              numbers: featuresOfUnits(featuresAt.features, quantity),
              placed: featuresAt,
            }
          : positions?.key === numbersKey(choice) && units === undefined
            ? ofPositions
            : undefined;
    const { places, scale, seen: all, values } = partPlaces(model, source, quantity, edit, rates, own);
    const seen = all.filter((value) => !Number.isNaN(value));
    const [known, parts] = [seen.length, all.length];
    // A model that nobody ever inspected is not hatched all over; one without units in the span is.
    const usable = known > 0 || brushed;
    const sums =
      quantity === "fail-rate" && rates !== undefined ? failedOf(shown, rates) : { failed: 0, units: 0 };
    const name =
      quantity === "fail-rate"
        ? `fail-rate ${sums.failed}/${sums.units} of ${seen.length}`
        : `${numbersKey(choice).trim()} ${known}/${parts} to ${scale.thresholds?.join("/") ?? scale.high}`;
    return {
      nodes: usable ? colourNodes(places, ramp) : undefined,
      faces: undefined,
      legend: {
        quantity,
        scale,
        uom: answer?.uom,
        baseline:
          quantity === "fail-rate" && rates !== undefined && rates.baseline.units > 0
            ? baselineOf(rates)
            : undefined,
        counted: own === undefined ? "parts" : "occurrences",
        positions: units === undefined ? positionCounts(model, source, own?.placed) : undefined,
        known,
        shown: parts,
        range: rangeOf(seen),
        bands: bandsOf(seen, scale),
        leftOut: ofFeatures ? undatedOf(features) : (answer?.leftOut ?? 0),
      },
      of: (node) => ({
        quantity,
        value: values[node] ?? NaN,
        uom: answer?.uom,
        unit: units && placed?.find(({ unitId }) => unitId === units[node])?.name,
      }),
      name: usable ? name : "none",
    };
  }, [
    choice,
    model,
    shown,
    linked,
    rates,
    numbers,
    features,
    placed,
    units,
    positions,
    ofPositions,
    featuresAt,
    brushed,
    tokens,
  ]);
}

/** Per part 0 where a face of it has a number, NaN where none has. */
function measuredParts({ parts }: CadModel, values: readonly FaceValue[]): readonly number[] {
  const known = new Set(values.flatMap(({ part, value }) => (Number.isNaN(value) ? [] : [part])));
  return parts.map(({ standsFor }, part) => (known.has(standsFor ?? part) ? 0 : NaN));
}

/** Values without a time, where a span was asked for. */
function undatedOf(features: readonly MeasuredFeature[] | undefined): number {
  return (features ?? []).reduce((sum, { undated }) => sum + undated, 0);
}

function rangeOf(values: readonly number[]): readonly [number, number] | undefined {
  if (values.length === 0) return undefined;
  return values.reduce<readonly [number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

function bandsOf(values: readonly number[], { thresholds }: ColourScale): readonly number[] | undefined {
  if (thresholds === undefined) return undefined;
  const counts = Array.from({ length: thresholds.length + 1 }, () => 0);
  for (const value of values) {
    const band = bandOf(value, thresholds);
    counts[band] = (counts[band] ?? 0) + 1;
  }
  return counts;
}

function failedOf(
  shown: ShownModel | undefined,
  { parts }: { readonly parts: readonly { partNumber: string; units: number; failed: number }[] },
): { failed: number; units: number } {
  const own = parts.filter(({ partNumber }) => shown?.index.has(partNumber) === true);
  return {
    failed: own.reduce((sum, { failed }) => sum + failed, 0),
    units: own.reduce((sum, { units }) => sum + units, 0),
  };
}
