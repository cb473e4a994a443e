/** Both revisions with every place in the colour of how far it is off. Pure. */
import type { Deviations, PartDeviation } from "../../../shared/compare/deviations.ts";
import type { PlacedModel } from "../../../shared/compare/placed-model.ts";
import type { CadMesh, CadPart, MeshFace } from "../../../shared/model/cad.ts";
import { parseColour, parseRamp, rampAt, type RampStops } from "../../scene/presentation/colour-ramp.ts";
import { LESS_MORE, VIRIDIS } from "../../state/colour-ramps.ts";
import type { Tokens } from "../../theme/tokens.ts";
import type { SideColours } from "./compare-colours.ts";

/** Colours that are told apart, of each sign; one more for what is the same. */
export const BANDS = 32;

/** From what on it is off, and the largest of both models, mm. */
export interface DeviationScale {
  readonly from: number;
  readonly to: number;
  /** More material and less are told apart: of all bodies it is known. */
  readonly signed: boolean;
}

export interface SideDeviation {
  /** Faces of the measured parts are bands: pieces that are about equally far off. */
  readonly placed: PlacedModel;
  /** Band of each face, by index of the part; 0: the same; beyond `BANDS`: of less material, where that is told. */
  readonly bands: ReadonlyMap<number, readonly number[]>;
  readonly signed: boolean;
}

export function scaleOfDeviations({ before, after, tolerance }: Deviations): DeviationScale {
  const largest = [...before, ...after].map((part) => part.largest.distance);
  const signed = [...before, ...after].every(({ signs }) => signs !== undefined);
  return { from: tolerance, to: Math.max(tolerance, ...largest), signed };
}

/** @param sign −1 for less material */
export function bandOf(distance: number, { from, to, signed }: DeviationScale, sign = 1): number {
  if (!(distance > from) || to <= from) return 0;
  const band = 1 + Math.min(BANDS - 1, Math.floor(((distance - from) / (to - from)) * BANDS));
  return signed && sign < 0 ? BANDS + band : band;
}

export function deviationRamp(signed: boolean): RampStops {
  return signed ? LESS_MORE : VIRIDIS;
}

/** Of a ramp of eight stops: to the paler one beside its middle, between which there is no colour of either side. */
const TO_MIDDLE = 3 / 7;

/** Place of a band on the ramp, 0…1: with signs less material goes from its middle to the left. */
function placeOfBand(band: number, signed: boolean): number {
  const share = ((band > BANDS ? band - BANDS : band) - 0.5) / BANDS;
  if (!signed) return share;
  return band > BANDS ? TO_MIDDLE * (1 - share) : 1 - TO_MIDDLE * (1 - share);
}

export function deviatedSide(
  placed: PlacedModel,
  deviations: readonly PartDeviation[],
  scale: DeviationScale,
): SideDeviation {
  const byPart = new Map(deviations.map((own) => [own.part, own]));
  const bands = new Map<number, readonly number[]>();
  const parts = placed.model.parts.map((part, at): CadPart => {
    const own = byPart.get(at);
    if (own === undefined || part.mesh === undefined) return part;
    const cut = banded(part.mesh, own, scale);
    bands.set(at, cut.bands);
    return { ...part, mesh: cut.mesh };
  });
  return { placed: { ...placed, model: { ...placed.model, parts } }, bands, signed: scale.signed };
}

function banded(
  mesh: CadMesh,
  { positions, normals, indices, distances, signs }: PartDeviation,
  scale: DeviationScale,
): { readonly mesh: CadMesh; readonly bands: readonly number[] } {
  const counts = new Uint32Array(2 * BANDS + 1);
  const bandOfPiece = Uint8Array.from(distances, (distance, piece) =>
    bandOf(distance, scale, signs?.[piece]),
  );
  for (const band of bandOfPiece) counts[band] = (counts[band] ?? 0) + 1;
  const starts = new Uint32Array(2 * BANDS + 1);
  const faces: MeshFace[] = [];
  const bands: number[] = [];
  let first = 0;
  counts.forEach((count, band) => {
    starts[band] = first;
    if (count > 0) {
      faces.push({ first, count });
      bands.push(band);
    }
    first += count;
  });
  const ordered = new Uint32Array(indices.length);
  bandOfPiece.forEach((band, piece) => {
    const to = starts[band] ?? 0;
    starts[band] = to + 1;
    ordered.set(indices.subarray(piece * 3, piece * 3 + 3), to * 3);
  });
  return {
    mesh: {
      positions: joined(mesh.positions, positions),
      normals: joined(mesh.normals, normals),
      indices: ordered,
      faces,
      edges: mesh.edges,
      ...(mesh.curves === undefined ? {} : { curves: mesh.curves }),
    },
    bands,
  };
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const result = new Float32Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}

export function deviationColours(
  { placed, bands, signed }: SideDeviation,
  ramp: RampStops,
  tokens: Pick<Tokens, "muted">,
): SideColours {
  const { nodes, parts } = placed.model;
  const neutral = parseColour(tokens.muted);
  const stops = parseRamp(ramp);
  const ofNodes = new Float32Array(nodes.length * 4);
  const ghosted = new Set<number>();
  const colouredNodes: number[] = [];
  const colouredFaces: number[] = [];
  const colours: number[] = [];
  nodes.forEach(({ part }, node) => {
    ofNodes.set([...neutral, 1], node * 4);
    const own = bands.get(part);
    const isEnd = placed.ends[node] === node + 1;
    if (own === undefined) {
      if (isEnd && parts[part]?.mesh !== undefined) ghosted.add(node);
      return;
    }
    own.forEach((band, face) => {
      // What is the same has the body's own colour.
      if (band === 0) return;
      colouredNodes.push(node);
      colouredFaces.push(face);
      colours.push(...rampAt(stops, placeOfBand(band, signed)), 1);
    });
  });
  return {
    nodes: ofNodes,
    faces: { nodes: colouredNodes, faces: colouredFaces, colours: Float32Array.from(colours) },
    ghosted,
  };
}

/** One of the two bodies of a part, where it is off farthest. */
export interface LargestDeviation {
  readonly side: "before" | "after";
  readonly part: number;
  /** mm. */
  readonly distance: number;
  /** 1 for more material, −1 for less; undefined where that is not known. */
  readonly sign?: number;
  /** In the part's own coordinates, mm. */
  readonly at: readonly [number, number, number];
}

/** Of each pair of bodies the farther one, the farthest pair first; those that are off by no more than the tolerance are left out. */
export function largestDeviations({ before, after, tolerance }: Deviations): readonly LargestDeviation[] {
  const ofPairs = before.map((own, pair): LargestDeviation => {
    const other = after[pair];
    const isAfter = other !== undefined && other.largest.distance >= own.largest.distance;
    return isAfter
      ? { side: "after", part: other.part, ...other.largest }
      : { side: "before", part: own.part, ...own.largest };
  });
  return ofPairs.filter(({ distance }) => distance > tolerance).toSorted((a, b) => b.distance - a.distance);
}
