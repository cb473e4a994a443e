/** Writes the colour of every occurrence and its edges: own colour or data, selected, hovered. */
import type { Rgb } from "./colour-ramp.ts";
import type { Chunk } from "./model-view.ts";

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

export function paintChunk({ nodes, solid, ghost, edges, ghostEdges }: Chunk, input: PaintInput): void {
  const { own, data, selected, hovered, noData, accent, edge, ghostEdge, lift } = input;
  const faces = solid.colours;
  const ghosts = ghost.colours;
  const lines = edges.colours;
  const ghostLines = ghostEdges.colours;
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at] ?? 0;
    const isSelected = selected?.[node] === 1;
    const tint = isSelected && data === undefined ? SELECTED_TINT : 0;
    const hover = node >= hovered[0] && node < hovered[1] ? HOVER_LIFT : 0;
    const known = data !== undefined && (data[node * 4 + 3] ?? 0) > 0;
    for (let channel = 0; channel < 3; channel++) {
      let value = own[node * 3 + channel] ?? 0;
      if (data !== undefined) value = (known ? data[node * 4 + channel] : noData[channel]) ?? 0;
      value += ((accent[channel] ?? 0) - value) * tint;
      value += ((lift[channel] ?? 0) - value) * hover;
      faces[at * 4 + channel] = value;
      ghosts[at * 4 + channel] = value;
      const line = (isSelected ? accent[channel] : edge[channel]) ?? 0;
      lines[at * 4 + channel] = line;
      ghostLines[at * 4 + channel] = (isSelected ? accent[channel] : ghostEdge[channel]) ?? 0;
    }
    // Faces keep the colour the designer gave them, less so under a tint, and not at all under data.
    const share = data === undefined ? 1 - tint - hover : 0;
    faces[at * 4 + 3] = share;
    ghosts[at * 4 + 3] = share;
  }
  solid.coloursChanged();
  if (ghost.visible) ghost.coloursChanged();
  edges.coloursChanged();
  if (ghostEdges.visible) ghostEdges.coloursChanged();
}
