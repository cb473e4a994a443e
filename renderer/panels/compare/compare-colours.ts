/** How one side of a comparison is drawn: what is different in colour, what is not as a ghost. Pure. */
import type {
  Comparison,
  Difference,
  DifferenceKind,
  DifferencePlace,
} from "../../../shared/compare/comparison.ts";
import type { PlacedModel } from "../../../shared/compare/placed-model.ts";
import { parseColour, type Rgb } from "../../scene/presentation/colour-ramp.ts";
import type { FaceColouring, FaceReference } from "../../scene/scene-types.ts";
import type { Tokens } from "../../theme/tokens.ts";

export type Side = "before" | "after";

/** More faces than these, each in its place, are not told apart: their parts are coloured as a whole. */
const MOST_FACES = 200_000;

/** What the eye is told: come, gone, or not as it was. */
export type Change = "added" | "removed" | "changed";

export interface SideColours {
  /** rgba per node. */
  readonly nodes: Float32Array;
  /** Undefined where there are too many to be told apart. */
  readonly faces: FaceColouring | undefined;
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

/** At most as many as can be told apart. */
export function facesOf(place: DifferencePlace, placed: PlacedModel): readonly FaceReference[] {
  const nodes = nodesOf(place, placed).slice(0, Math.ceil(MOST_FACES / Math.max(1, place.faces.length)));
  return nodes.flatMap((node) => place.faces.map((face) => ({ node, face })));
}

/** Differences of faces in their places, as numbers side by side: a part may stand thousands of times. */
function colouredFaces(
  differences: readonly Difference[],
  side: Side,
  placed: PlacedModel,
  tokens: Tokens,
): FaceColouring | undefined {
  const count = differences.reduce((sum, difference) => {
    const place = difference[side];
    return place === undefined ? sum : sum + place.faces.length * nodesOf(place, placed).length;
  }, 0);
  if (count > MOST_FACES) return undefined;
  const nodes = new Uint32Array(count);
  const faces = new Uint32Array(count);
  const colours = new Float32Array(count * 4);
  let at = 0;
  for (const difference of differences) {
    const place = difference[side];
    if (place === undefined) continue;
    const [red, green, blue] = parseColour(colourOf(changeOf(difference.kind, side), tokens));
    for (const node of nodesOf(place, placed)) {
      for (const face of place.faces) {
        nodes[at] = node;
        faces[at] = face;
        colours.set([red, green, blue, 1], at * 4);
        at += 1;
      }
    }
  }
  return { nodes, faces, colours };
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
  // What a new hole leaves of the face around it would outshine the hole; selected, it is seen.
  const ofFaces = differences.filter(
    ({ change, [side]: place }) => change !== "outline" && (place?.faces.length ?? 0) > 0,
  );
  const faces = colouredFaces(ofFaces, side, placed, tokens);
  for (const difference of differences) {
    const place = difference[side];
    // Another name or revision has no place on the body; what it changed there is a difference of its own.
    if (place === undefined || difference.kind === "renamed" || difference.kind === "revision") continue;
    const isWhole = place.faces.length === 0 || (faces === undefined && difference.change !== "outline");
    const change = changeOf(place.faces.length === 0 ? difference.kind : "face-changed", side);
    for (const node of nodesOf(place, placed)) {
      if (isWhole) changes.fill(change, node, placed.ends[node]);
      else isSolid[node] = 1;
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
    faces,
    // Where nothing differs there is nothing that ghosts would let through.
    ghosted: differences.length === 0 ? new Set() : ghosted,
  };
}
