/** Writes the colour of every occurrence and its edges: own colour or data, selected, hovered. */
import type { Rgb } from "./colour-ramp.ts";
import { PLAIN_CURVES, type Chunk } from "../model/model-chunk.ts";
import type { EdgeBatch } from "../model/edge-batch.ts";
import type { SharedBatch } from "../model/shared-batch.ts";

export interface PaintInput {
  /** sRGB per node, three values each. */
  readonly own: Float32Array;
  /** rgba per node, alpha 0 = no data; undefined: own colours. */
  readonly data: Float32Array | undefined;
  /** 1 per selected node; undefined: none. */
  readonly selected: Uint8Array | undefined;
  /** First node of the hovered subtree and the one after its last; equal: none. */
  readonly hovered: readonly [from: number, to: number];
  readonly noData: Rgb;
  readonly accent: Rgb;
  readonly edge: Rgb;
  /** Of ghosts, which have no dark body to stand out from. */
  readonly ghostEdge: Rgb;
  /** Towards which a hovered part is lifted. */
  readonly lift: Rgb;
}

/** Share of the accent in a selected part; none while colours are data, there the outline alone says it. */
const SELECTED_TINT = 0.34;
const HOVER_LIFT = 0.16;
/** In the place of a face's own share: no data, drawn hatched. One step of a byte, which no tint leaves. */
export const HATCHED = 1 / 255;

/**
 * Faces of solid parts. Called for every occurrence of a large model: no calls, no arrays in it.
 * @param only instances that have changed; undefined: any may have
 */
export function paintFaces({ nodes, solid }: Chunk, input: PaintInput, only?: Int32Array): void {
  const { own, data, selected, hovered, noData, accent, lift } = input;
  if (data !== undefined && only === undefined && hovered[0] === hovered[1]) {
    paintData(nodes, solid, data, noData);
    return;
  }
  const faces = solid.colours;
  const [from, to] = hovered;
  const [noRed, noGreen, noBlue] = noData;
  const count = only?.length ?? nodes.length;
  for (let turn = 0; turn < count; turn++) {
    const at = only === undefined ? turn : (only[turn] as number);
    const place = at * 4;
    const node = nodes[at] as number;
    let red: number;
    let green: number;
    let blue: number;
    // Faces keep the colour the designer gave them, less so under a tint, and not at all under data.
    let share = 1;
    if (data === undefined) {
      red = own[node * 3] as number;
      green = own[node * 3 + 1] as number;
      blue = own[node * 3 + 2] as number;
      if (selected !== undefined && selected[node] === 1) {
        red += (accent[0] - red) * SELECTED_TINT;
        green += (accent[1] - green) * SELECTED_TINT;
        blue += (accent[2] - blue) * SELECTED_TINT;
        share -= SELECTED_TINT;
      }
    } else if ((data[node * 4 + 3] as number) > 0) {
      red = data[node * 4] as number;
      green = data[node * 4 + 1] as number;
      blue = data[node * 4 + 2] as number;
      share = 0;
    } else {
      red = noRed;
      green = noGreen;
      blue = noBlue;
      share = HATCHED;
    }
    if (node >= from && node < to) {
      red += (lift[0] - red) * HOVER_LIFT;
      green += (lift[1] - green) * HOVER_LIFT;
      blue += (lift[2] - blue) * HOVER_LIFT;
      if (data === undefined) share = Math.max(0, share - HOVER_LIFT);
    }
    faces[place] = (red * 255 + 0.5) | 0;
    faces[place + 1] = (green * 255 + 0.5) | 0;
    faces[place + 2] = (blue * 255 + 0.5) | 0;
    faces[place + 3] = (share * 255 + 0.5) | 0;
  }
  if (count > 0) solid.coloursChanged();
}

/** The same where all have data and nothing else: what a brushed timeline does with every movement. */
function paintData(nodes: Int32Array, solid: SharedBatch, data: Float32Array, noData: Rgb): void {
  const { colours } = solid;
  // One store of four bytes, in the order of all machines that have a WebGL: least first.
  const words = new Uint32Array(colours.buffer, colours.byteOffset, colours.length / 4);
  const [red, green, blue] = noData.map(toByte) as [number, number, number];
  const without = (toByte(HATCHED) << 24) | (blue << 16) | (green << 8) | red;
  for (let at = 0; at < nodes.length; at++) {
    const place = (nodes[at] as number) * 4;
    words[at] =
      (data[place + 3] as number) > 0
        ? (((data[place + 2] as number) * 255 + 0.5) << 16) |
          (((data[place + 1] as number) * 255 + 0.5) << 8) |
          ((data[place] as number) * 255 + 0.5)
        : without;
  }
  solid.coloursChanged();
}

/** Edges of solid parts: they change with the selection and the theme only. */
export function paintEdges({ nodes, edges, curves }: Chunk, input: PaintInput, only?: Int32Array): void {
  const { selected, accent, edge } = input;
  paintLines(edges, nodes, selected, accent, edge, only);
  if (curves !== undefined) paintCurves(edges, nodes, curves, input);
}

/**
 * The colour of edges is made to stand out from a face behind them: curves without one have their part's, and where that
 * states none the one that stands out from the ground.
 */
function paintCurves(
  batch: EdgeBatch,
  nodes: Int32Array,
  curves: Uint8Array,
  { own, selected, ghostEdge }: PaintInput,
): void {
  const plain = ghostEdge.map(toByte);
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at] as number;
    if (curves[at] === 0 || selected?.[node] === 1) continue;
    for (let channel = 0; channel < 3; channel++)
      batch.colours[at * 4 + channel] =
        curves[at] === PLAIN_CURVES
          ? (plain[channel] as number)
          : ((own[node * 3 + channel] as number) * 255 + 0.5) | 0;
  }
  batch.coloursChanged();
}

/** Edges of ghosts, whose faces have the colours of the solid parts. To ghost a part changes none of them. */
export function paintGhostEdges({ nodes, ghostEdges }: Chunk, input: PaintInput, only?: Int32Array): void {
  const { selected, accent, ghostEdge } = input;
  paintLines(ghostEdges, nodes, selected, accent, ghostEdge, only);
}

function paintLines(
  batch: EdgeBatch,
  nodes: Int32Array,
  selected: Uint8Array | undefined,
  accent: Rgb,
  usual: Rgb,
  only: Int32Array | undefined,
): void {
  const lines = batch.colours;
  const [red, green, blue] = usual.map(toByte) as [number, number, number];
  const [accentRed, accentGreen, accentBlue] = accent.map(toByte) as [number, number, number];
  const count = only?.length ?? nodes.length;
  for (let turn = 0; turn < count; turn++) {
    const at = only === undefined ? turn : (only[turn] as number);
    const place = at * 4;
    const accented = selected !== undefined && selected[nodes[at] as number] === 1;
    lines[place] = accented ? accentRed : red;
    lines[place + 1] = accented ? accentGreen : green;
    lines[place + 2] = accented ? accentBlue : blue;
  }
  if (count > 0) batch.coloursChanged();
}

/** Instances of the nodes that are flagged. */
export function instancesOf({ nodes }: Chunk, flags: Uint8Array): Int32Array {
  const found = new Int32Array(nodes.length);
  let count = 0;
  for (let at = 0; at < nodes.length; at++) if (flags[nodes[at] as number] === 1) found[count++] = at;
  return found.subarray(0, count);
}

function toByte(value: number): number {
  return Math.round(value * 255);
}
