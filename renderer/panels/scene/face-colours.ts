/** Colours of the faces that something was measured on. Pure. */
import type { MeasuredFeature } from "../../../shared/contract/colouring.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { rampAt, type Rgb } from "../../scene/presentation/colour-ramp.ts";
import type { FaceColouring } from "../../scene/scene-types.ts";
import { placeOn, type ColourScale, type FaceQuantity } from "../../state/colour-scale.ts";
import { featureKey } from "../../state/face-links.ts";
import { featureValue, worstValue } from "./colour-places.ts";
import { occurrencesOfFace, partOf, type LinkedFaces } from "./linked-faces.ts";
import type { UnitsOnNodes } from "./placed-units.ts";

export interface FaceValue {
  /** Indices into CadModel.parts and its mesh's faces. */
  readonly part: number;
  readonly face: number;
  /** The one occurrence that it is of; absent: all of the part. */
  readonly node?: number;
  /** NaN: nothing in the span says it. */
  readonly value: number;
}

/**
 * Each linked face once; where several features are on it, the one that has to be looked at.
 * @param units where the features tell units or positions apart: each occurrence has its own, and one without the part's
 */
export function valuesOnFaces(
  model: CadModel,
  linked: LinkedFaces,
  features: readonly MeasuredFeature[],
  quantity: FaceQuantity,
  units?: UnitsOnNodes,
): readonly FaceValue[] {
  const known = new Map(features.map((feature) => [featureKey(feature), feature]));
  const perFace = new Map<
    string,
    { part: number; face: number; features: (MeasuredFeature | undefined)[] }
  >();
  for (const [id, { groups, key }] of linked.features) {
    const part = partOf(model, key.partNumber)?.index;
    if (part === undefined) continue;
    for (const face of groups.flatMap(({ faces }) => faces)) {
      const entry = perFace.get(`${part} ${face}`) ?? { part, face, features: [] };
      entry.features.push(known.get(id));
      perFace.set(`${part} ${face}`, entry);
    }
  }
  return [...perFace.values()].flatMap(({ part, face, features: on }): FaceValue[] => {
    const worst = (of: (feature: MeasuredFeature) => MeasuredFeature | undefined): number =>
      worstValue(
        on.map((feature) => {
          const found = feature && of(feature);
          return found === undefined ? NaN : featureValue(found, quantity);
        }),
        quantity,
      );
    const own = occurrencesOfFace(model, part, face);
    if (units === undefined || own.every((node) => units[node] === 0))
      return [{ part, face, value: worst((feature) => feature) }];
    return own.map((node) => ({
      part,
      face,
      node,
      value: worst((feature) => {
        if ((units[node] ?? 0) === 0) return feature;
        const numbers = feature.units?.find(({ unitId }) => unitId === units[node]);
        return numbers && { ...feature, ...numbers };
      }),
    }));
  });
}

/** A face without a value is hatched. */
export function faceColours(
  model: CadModel,
  values: readonly FaceValue[],
  scale: ColourScale,
  ramp: readonly [Rgb, Rgb, ...Rgb[]],
  noData: Rgb,
): FaceColouring {
  const nodes: number[] = [];
  const faces: number[] = [];
  const colours: number[] = [];
  for (const { part, face, node: only, value } of values) {
    const isKnown = !Number.isNaN(value);
    const colour = isKnown ? rampAt(ramp, placeOn(value, scale)) : noData;
    const put = (index: number): void => {
      nodes.push(index);
      faces.push(face);
      colours.push(...colour, isKnown ? 1 : -1);
    };
    if (only !== undefined) put(only);
    else for (const index of occurrencesOfFace(model, part, face)) put(index);
  }
  return { nodes, faces, colours: Float32Array.from(colours) };
}
