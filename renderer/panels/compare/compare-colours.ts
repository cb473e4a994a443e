/** How one side of a comparison is drawn: what is different in colour, what is not as a ghost. Pure. */
import type { Comparison, DifferenceKind, DifferencePlace } from "../../../shared/compare/comparison.ts";
import type { PlacedModel } from "../../../shared/compare/placed-model.ts";
import { parseColour, type Rgb } from "../../scene/colour-ramp.ts";
import type { FaceColouring, FaceReference } from "../../scene/scene-types.ts";
import type { Tokens } from "../../theme/tokens.ts";

export type Side = "before" | "after";

/** What the eye is told: come, gone, or not as it was. */
export type Change = "added" | "removed" | "changed";

export interface SideColours {
  /** rgba per node. */
  readonly nodes: Float32Array;
  readonly faces: FaceColouring;
  /** Occurrences without a difference, and nothing with one below them. */
  readonly ghosted: ReadonlySet<number>;
}

export function changeOf(kind: DifferenceKind, side?: Side): Change {
  if (kind === "added" || kind === "face-added") return "added";
  if (kind === "removed" || kind === "face-removed") return "removed";
  // More or fewer: those that came are only in the newer one, those that went in the older.
  if (kind === "quantity" && side !== undefined) return side === "after" ? "added" : "removed";
  return "changed";
}

export function colourOf(change: Change, tokens: Tokens): string {
  return change === "added" ? tokens.good : change === "removed" ? tokens.fail : tokens.warn;
}

/** Occurrences that a place is about. */
export function nodesOf({ nodes, part }: DifferencePlace, placed: PlacedModel): readonly number[] {
  return nodes.length > 0 ? nodes : (placed.nodesOf[part] ?? []);
}

export function facesOf(place: DifferencePlace, placed: PlacedModel): readonly FaceReference[] {
  return nodesOf(place, placed).flatMap((node) => place.faces.map((face) => ({ node, face })));
}

export function sideColours(
  { differences }: Comparison,
  side: Side,
  placed: PlacedModel,
  tokens: Tokens,
): SideColours {
  const count = placed.model.nodes.length;
  const changes = Array.from<Change | undefined>({ length: count });
  const isSolid = new Uint8Array(count);
  const faceNodes: number[] = [];
  const faceIndices: number[] = [];
  const faceColours: number[] = [];
  for (const difference of differences) {
    const place = difference[side];
    // Another name or revision has no place on the body; what it changed there is a difference of its own.
    if (place === undefined || difference.kind === "renamed" || difference.kind === "revision") continue;
    const change = changeOf(difference.kind, side);
    for (const node of nodesOf(place, placed)) {
      if (place.faces.length > 0) isSolid[node] = 1;
      else changes.fill(change, node, placed.ends[node]);
    }
    // What a new hole leaves of the face around it would outshine the hole; selected, it is seen.
    if (difference.change === "outline") continue;
    const [red, green, blue] = parseColour(colourOf(change, tokens));
    for (const { node, face } of facesOf(place, placed)) {
      faceNodes.push(node);
      faceIndices.push(face);
      faceColours.push(red, green, blue, 1);
    }
  }
  const neutral: Rgb = parseColour(tokens.muted);
  const nodes = new Float32Array(count * 4);
  const ghosted = new Set<number>();
  for (let node = 0; node < count; node++) {
    const change = changes[node];
    nodes.set(change === undefined ? neutral : parseColour(colourOf(change, tokens)), node * 4);
    nodes[node * 4 + 3] = 1;
    // A ghost counts for all below it: only the ends of branches may be one.
    const isEnd = placed.ends[node] === node + 1;
    if (change === undefined && isSolid[node] === 0 && isEnd) ghosted.add(node);
  }
  return {
    nodes,
    faces: { nodes: faceNodes, faces: faceIndices, colours: Float32Array.from(faceColours) },
    // Where nothing differs there is nothing that ghosts would let through.
    ghosted: differences.length === 0 ? new Set() : ghosted,
  };
}
