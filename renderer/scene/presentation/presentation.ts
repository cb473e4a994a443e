/**
 * What of the model is shown and how: visibility, colours, selection, hover. Holds what was asked for,
 * so that it survives a change of the model's parts of it and of the theme.
 */
import type { SharedBatch } from "../model/shared-batch.ts";
import { parseColour, type Rgb } from "./colour-ramp.ts";
import { createFaceOverlay, disposeOverlay, type ColouredFace } from "./face-overlay.ts";
import type { SceneMaterials } from "../frame/materials.ts";
import { ownColours, PALETTES } from "./model-colours.ts";
import type { ModelView } from "../model/model-view.ts";
import { drawingStates, SOLID, subtreeFlags, type SceneVisibility } from "./node-states.ts";
import { instancesOf, paintEdges, paintFaces, paintGhostEdges } from "./paint.ts";
import type {
  FaceColouring,
  FaceReference,
  ProposedFaces,
  SceneSelection,
  SceneTheme,
} from "../scene-types.ts";

export interface Hover {
  readonly node: number;
  readonly face?: number | undefined;
}

export interface Presentation {
  readonly states: () => Uint8Array;
  /** A solid selected part is in view: there is something to outline. */
  readonly hasOutline: () => boolean;
  /** A ghost is in view, or a transparent part. */
  readonly hasGhosts: () => boolean;
  readonly setTheme: (theme: SceneTheme) => void;
  readonly setVisibility: (visibility: SceneVisibility) => void;
  readonly setColouring: (colours: Float32Array | undefined) => void;
  readonly setFaceColouring: (colouring: FaceColouring | undefined) => void;
  readonly setProposedFaces: (faces: ProposedFaces) => void;
  readonly setSelection: (selection: SceneSelection) => void;
  readonly setHover: (hover: Hover | undefined) => void;
  /** Parts were moved: single faces drawn over them follow. */
  readonly moved: () => void;
  /** Faces marked by a tool. */
  readonly setMarks: (faces: readonly FaceReference[]) => void;
  /** Something was changed since `apply`: asked for again, what is shown already is no change. */
  readonly isStale: () => boolean;
  /** Brings the batches up to date; called once before a frame, whatever was changed how often. */
  readonly apply: () => void;
  readonly dispose: () => void;
}

const WHITE: Rgb = [1, 1, 1];
export const EDGES: Readonly<Record<"dark" | "light", Rgb>> = {
  dark: parseColour("#0a0e13"),
  light: parseColour("#2b3641"),
};

export function createPresentation(
  view: ModelView,
  materials: SceneMaterials,
  first: SceneTheme,
): Presentation {
  let theme = first;
  let own = new Float32Array(0);
  let visibility: SceneVisibility = { hidden: new Set(), ghosted: new Set() };
  let states = drawingStates(view.ends, visibility);
  let data: Float32Array | undefined;
  let faceColouring: FaceColouring | undefined;
  let selection: SceneSelection = { nodes: [] };
  let proposed: ProposedFaces = { chosen: [], others: [] };
  let outlinedFaces: SharedBatch | undefined;
  let selected: Uint8Array | undefined;
  let hover: Hover | undefined;
  /** Undefined until the masks were set for the first time. */
  let outlined: boolean | undefined;
  let toolMarks: readonly FaceReference[] = [];
  let dataFaces: SharedBatch | undefined;
  let markedFaces: SharedBatch | undefined;
  /** 1 per node whose selection or hover has changed since it was painted; undefined: none. */
  let touched: Uint8Array | undefined;
  const touch = (from: number, to: number): void => {
    touched ??= new Uint8Array(view.ends.length);
    touched.fill(1, from, to);
  };
  const stale = {
    own: true,
    states: true,
    paint: true,
    lines: true,
    outline: true,
    dataFaces: true,
    marks: true,
  };

  // Asked with every frame: no list of them is made.
  const isStale = (): boolean =>
    touched !== undefined ||
    stale.own ||
    stale.states ||
    stale.paint ||
    stale.lines ||
    stale.outline ||
    stale.dataFaces ||
    stale.marks;

  const replace = (
    before: SharedBatch | undefined,
    next: SharedBatch | undefined,
    order: number,
  ): typeof next => {
    disposeOverlay(before);
    if (next !== undefined) {
      next.renderOrder = order;
      view.group.add(next);
    }
    return next;
  };
  const none = new Uint8Array(view.ends.length);
  /** 1 per node that is selected and drawn solid. */
  const outlinedFlags = (): Uint8Array => {
    if (selected === undefined) return none;
    const flags = selected.slice();
    for (let node = 0; node < flags.length; node++) if (states[node] !== SOLID) flags[node] = 0;
    return flags;
  };
  const faceData = function* (): Generator<ColouredFace> {
    if (faceColouring === undefined) return;
    const { nodes, faces, colours } = faceColouring;
    for (let at = 0; at < nodes.length; at++) {
      const share = colours[at * 4 + 3] ?? 0;
      if (share === 0) continue;
      const hatched = share < 0;
      const colour = [colours[at * 4] ?? 0, colours[at * 4 + 1] ?? 0, colours[at * 4 + 2] ?? 0] as const;
      yield { node: nodes[at] ?? -1, face: faces[at] ?? -1, colour, hatched };
    }
  };
  const marks = (): ColouredFace[] => {
    const accent = parseColour(theme.accent);
    const warn = parseColour(theme.warn);
    const of = (faces: readonly FaceReference[], colour: Rgb): ColouredFace[] =>
      faces.map((face) => ({ ...face, colour }));
    return [
      ...of(selection.faces ?? [], accent),
      ...of(toolMarks, accent),
      ...of(proposed.chosen, accent),
      ...of(proposed.others, warn),
    ];
  };

  return {
    states: () => states,
    hasOutline: () => outlined === true,
    hasGhosts: () => view.chunks.some(({ ghost, glass }) => ghost.visible || glass?.faces.visible === true),
    setTheme: (next) => {
      theme = next;
      Object.assign(stale, { own: true, paint: true, lines: true, marks: true });
    },
    setVisibility: (next) => {
      visibility = next;
      Object.assign(stale, { states: true, outline: true, dataFaces: true, marks: true });
    },
    setColouring: (colours) => {
      if (colours === undefined && data === undefined) return;
      data = colours;
      stale.paint = true;
    },
    setFaceColouring: (colouring) => {
      if (colouring === undefined && faceColouring === undefined) return;
      faceColouring = colouring;
      stale.dataFaces = true;
    },
    setProposedFaces: (next) => {
      if (sameFaces(next.chosen, proposed.chosen) && sameFaces(next.others, proposed.others)) return;
      proposed = next;
      Object.assign(stale, { outline: true, marks: true });
    },
    setSelection: (next) => {
      const isSameNodes =
        next.nodes.length === selection.nodes.length &&
        next.nodes.every((node, at) => node === selection.nodes[at]);
      if (isSameNodes && sameFaces(next.faces ?? [], selection.faces ?? [])) return;
      for (const { nodes } of [selection, next])
        for (const node of nodes) if (node >= 0) touch(node, view.ends[node] ?? node);
      selection = next;
      selected = next.nodes.length === 0 ? undefined : subtreeFlags(view.ends, next.nodes);
      Object.assign(stale, { outline: true, marks: true });
    },
    setHover: (next) => {
      if (hover?.node === next?.node && hover?.face === next?.face) return;
      for (const each of [hover, next]) if (each !== undefined) touch(each.node, view.ends[each.node] ?? 0);
      hover = next;
    },
    moved: () => void Object.assign(stale, { dataFaces: true, marks: true }),
    setMarks: (faces) => {
      if (sameFaces(faces, toolMarks)) return;
      toolMarks = faces;
      stale.marks = true;
    },
    isStale,
    apply: () => {
      if (!isStale()) return;
      if (stale.own) own = ownColours(view.model, PALETTES[theme.name]) as Float32Array<ArrayBuffer>;
      if (stale.states) {
        states = drawingStates(view.ends, visibility);
        view.show(states);
      }
      if (stale.outline) {
        const faces = [...proposed.chosen, ...proposed.others].map((face) => ({ ...face, colour: WHITE }));
        const before = outlinedFaces;
        disposeOverlay(outlinedFaces);
        outlinedFaces = createFaceOverlay(view, faces, states, materials.mask);
        if (outlinedFaces !== undefined) {
          // Within the outline of their part theirs would not be seen.
          view.outline(none);
          view.maskGroup.add(outlinedFaces);
          outlined = true;
        } else if (before !== undefined || selected !== undefined || outlined !== false) {
          // Nothing before and nothing now: the masks stay as they are.
          outlined = view.outline(outlinedFlags());
        }
      }
      if (stale.paint || stale.lines || touched !== undefined) {
        const input = {
          own,
          data,
          selected,
          hovered: [hover?.node ?? 0, hover === undefined ? 0 : (view.ends[hover.node] ?? 0)] as const,
          noData: parseColour(theme.noData),
          accent: parseColour(theme.accent),
          edge: EDGES[theme.name],
          ghostEdge: parseColour(theme.muted),
          lift: WHITE,
        };
        materials.setLines(input.accent, input.ghostEdge);
        for (const chunk of view.chunks) {
          const changed = touched === undefined ? undefined : instancesOf(chunk, touched);
          if (stale.paint || changed !== undefined) {
            paintFaces(chunk, input, stale.paint ? undefined : changed);
            chunk.glass?.paint();
          }
          if (stale.lines || changed !== undefined) {
            paintEdges(chunk, input, stale.lines ? undefined : changed);
            paintGhostEdges(chunk, input, stale.lines ? undefined : changed);
          }
        }
        touched = undefined;
      }
      if (stale.dataFaces) {
        dataFaces = replace(dataFaces, createFaceOverlay(view, faceData(), states, materials.faceData), 1);
      }
      if (stale.marks) {
        markedFaces = replace(markedFaces, createFaceOverlay(view, marks(), states, materials.faceMark), 1);
      }
      for (const key of Object.keys(stale) as (keyof typeof stale)[]) stale[key] = false;
    },
    dispose: () => {
      disposeOverlay(dataFaces);
      disposeOverlay(markedFaces);
      disposeOverlay(outlinedFaces);
    },
  };
}

function sameFaces(a: readonly FaceReference[], b: readonly FaceReference[]): boolean {
  return (
    a.length === b.length && a.every(({ node, face }, at) => node === b[at]?.node && face === b[at].face)
  );
}
