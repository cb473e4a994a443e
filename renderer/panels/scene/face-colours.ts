/** Colours of the faces that something was measured on. Pure. */
import type { MeasuredFeature } from "../../../shared/contract/colouring.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { rampAt, type Rgb } from "../../scene/colour-ramp.ts";
import type { FaceColouring } from "../../scene/scene-types.ts";
import { placeOn, type ColourScale, type FaceQuantity } from "../../state/colour-scale.ts";
import { featureKey } from "../../state/face-links.ts";
import { featureValue, worstValue } from "./colour-places.ts";
import { partOf, type LinkedFaces } from "./linked-faces.ts";

export interface FaceValue {
  /** Indices into CadModel.parts and its mesh's faces. */
  readonly part: number;
  readonly face: number;
  /** NaN: nothing in the span says it. */
  readonly value: number;
}

/** Each linked face once; where several features are on it, the one that has to be looked at. */
export function valuesOnFaces(
  model: CadModel,
  linked: LinkedFaces,
  features: readonly MeasuredFeature[],
  quantity: FaceQuantity,
): readonly FaceValue[] {
  const known = new Map(features.map((feature) => [featureKey(feature), feature]));
  const perFace = new Map<string, { part: number; face: number; values: number[] }>();
  for (const [id, { groups, key }] of linked.features) {
    const part = partOf(model, key.partNumber)?.index;
    if (part === undefined) continue;
    const feature = known.get(id);
    const value = feature === undefined ? NaN : featureValue(feature, quantity);
    for (const face of groups.flatMap(({ faces }) => faces)) {
      const entry = perFace.get(`${part} ${face}`) ?? { part, face, values: [] };
      entry.values.push(value);
      perFace.set(`${part} ${face}`, entry);
    }
  }
  return [...perFace.values()].map(({ part, face, values }) => ({
    part,
    face,
    value: worstValue(values, quantity),
  }));
}

/** On every occurrence of their parts; a face without a value is hatched. */
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
  for (const { part, face, value } of values) {
    const isKnown = !Number.isNaN(value);
    const colour = isKnown ? rampAt(ramp, placeOn(value, scale)) : noData;
    model.nodes.forEach((node, index) => {
      if (node.part !== part) return;
      nodes.push(index);
      faces.push(face);
      colours.push(...colour, isKnown ? 1 : -1);
    });
  }
  return { nodes, faces, colours: Float32Array.from(colours) };
}
