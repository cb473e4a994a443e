/** The model on the screen from its coming to its going: drawn, presented, picked, and its bounds. */
import type { Scene as ThreeScene } from "three";
import type { CadModel } from "../../../shared/model/cad.ts";
import { EMPTY_BOUNDS, isEmptyBounds, unionBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import type { SceneMaterials } from "../frame/materials.ts";
import { createModelView, modelViewSteps, type ModelView } from "./model-view.ts";
import { HIDDEN } from "../presentation/node-states.ts";
import type { Vector } from "../camera/orbit.ts";
import { createPicker, type Picker } from "../picking/picking.ts";
import type { TreeBuilder } from "../picking/tree-builder.ts";
import { createPresentation, type Presentation } from "../presentation/presentation.ts";
import type { ScenePick } from "../picking/scene-pick.ts";
import type { SceneTheme } from "../scene-types.ts";
import { clipBounds, type SectionPlane } from "../section/section-planes.ts";
import type { SharedBatch } from "./shared-batch.ts";
import { inSlices } from "./steps.ts";

export interface StagedModel {
  readonly view: ModelView;
  readonly presentation: Presentation;
  readonly picker: Picker;
}

export interface ModelStage {
  readonly current: () => StagedModel | undefined;
  /** Built at once, unless it was prepared: then true. */
  readonly set: (model: CadModel | undefined, theme: SceneTheme) => boolean;
  /** Builds what `set` needs in pieces. Rejects with the signal's reason. */
  readonly prepare: (model: CadModel, signal: AbortSignal) => Promise<void>;
  /** Moves the parts apart, 0…1. */
  readonly explode: (share: number) => void;
  /** Of the whole model as it stands; empty without one. */
  readonly box: () => Bounds;
  /** Of what is neither hidden nor cut away; the model's where nothing is left. */
  readonly drawnBox: () => Bounds;
  /** The same as it is assembled. */
  readonly assembledBox: () => Bounds;
  /** Boxes of the nodes that are drawn, of everything drawn where none of them is. */
  readonly drawnBounds: (nodes?: readonly number[]) => readonly Bounds[];
  /** What these planes cut away is neither framed nor picked. */
  readonly setSection: (planes: readonly SectionPlane[]) => void;
  readonly solids: () => readonly SharedBatch[];
  /** What has an inside that a cut shows. */
  readonly bodies: () => readonly SharedBatch[];
  /** Unique parts that a cut shows as a line only: their surfaces are open. */
  readonly openParts: () => readonly number[];
  readonly pick: (ray: { readonly origin: Vector; readonly direction: Vector }) => ScenePick | undefined;
  readonly dispose: () => void;
}

/** Where what of a model is drawn, each in a pass of its own. */
export interface StageScenes {
  readonly model: ThreeScene;
  readonly ghosts: ThreeScene;
  readonly ghostLines: ThreeScene;
  readonly outline: ThreeScene;
}

/** @param trees builds those of large parts, for picking */
export function createModelStage(
  scenes: StageScenes,
  materials: SceneMaterials,
  trees: TreeBuilder,
): ModelStage {
  let staged: (StagedModel & { box: Bounds; readonly assembled: Bounds }) | undefined;
  let idle: number | undefined;
  let cutting: readonly SectionPlane[] = [];
  /** Shown once at most: what is on the screen belongs to its model alone. */
  const prepared = new WeakMap<CadModel, ModelView>();
  const drop = (): void => {
    if (staged === undefined) return;
    if (idle !== undefined) cancelIdleCallback(idle);
    idle = undefined;
    staged.presentation.dispose();
    staged.picker.dispose();
    staged.view.dispose();
    scenes.model.remove(staged.view.group);
    scenes.ghosts.remove(staged.view.ghostGroup);
    scenes.ghostLines.remove(staged.view.ghostEdgeGroup);
    scenes.outline.remove(staged.view.maskGroup);
    staged = undefined;
  };
  const drawnBounds: ModelStage["drawnBounds"] = (nodes) => {
    if (staged === undefined) return [];
    const { view, presentation } = staged;
    presentation.apply();
    const states = presentation.states();
    const within = (from: number, to: number): Bounds[] => {
      const seen: Bounds[] = [];
      for (let node = from; node < to; node += 1) {
        const box = view.boxes[node];
        if (box === undefined || states[node] === HIDDEN) continue;
        seen.push(cutting.length === 0 ? box : clipBounds(box, cutting));
      }
      return seen;
    };
    const some = (nodes ?? []).flatMap((node) => within(node, view.ends[node] ?? node));
    return fewer(some.every(isEmptyBounds) ? within(0, view.boxes.length) : some);
  };
  return {
    current: () => staged,
    set: (model, theme) => {
      drop();
      if (model === undefined) return false;
      const wasPrepared = prepared.has(model);
      const view = prepared.get(model) ?? createModelView(model, materials);
      prepared.delete(model);
      const presentation = createPresentation(view, materials, theme);
      const picker = createPicker(view, trees);
      const assembled = unionBounds(view.boxes);
      staged = { view, presentation, picker, box: assembled, assembled };
      scenes.model.add(view.group);
      scenes.ghosts.add(view.ghostGroup);
      scenes.ghostLines.add(view.ghostEdgeGroup);
      scenes.outline.add(view.maskGroup);
      const prepare: IdleRequestCallback = (deadline) => {
        idle = undefined;
        if (picker.prepare(() => deadline.timeRemaining()))
          idle = requestIdleCallback(prepare, { timeout: 2_000 });
      };
      idle = requestIdleCallback(prepare, { timeout: 2_000 });
      return wasPrepared;
    },
    prepare: async (model, signal) => {
      if (staged?.view.model === model || prepared.has(model)) return;
      prepared.set(model, await inSlices(modelViewSteps(model, materials), signal));
    },
    explode: (share) => {
      if (staged?.view.explode(share) !== true) return;
      staged.box = unionBounds(staged.view.boxes);
      staged.picker.moved();
      staged.presentation.moved();
    },
    box: () => staged?.box ?? EMPTY_BOUNDS,
    assembledBox: () => staged?.assembled ?? EMPTY_BOUNDS,
    drawnBounds,
    drawnBox: () => {
      const drawn = unionBounds(drawnBounds());
      return isEmptyBounds(drawn) ? (staged?.box ?? EMPTY_BOUNDS) : drawn;
    },
    setSection: (planes) => {
      cutting = planes;
    },
    solids: () => staged?.view.chunks.map(({ solid }) => solid) ?? [],
    bodies: () => staged?.view.bodies() ?? [],
    openParts: () => staged?.view.openParts() ?? [],
    pick: ({ origin, direction }) => {
      if (staged === undefined) return undefined;
      staged.presentation.apply();
      return staged.picker.pick(origin, direction, cutting);
    },
    dispose: drop,
  };
}

/** Enough to frame many small parts closer than the one box around them. */
const MOST_BOXES = 1_024;

/** Neighbours in the structure stand near each other: taken together they change a frame by little. */
function fewer(boxes: readonly Bounds[]): readonly Bounds[] {
  if (boxes.length <= MOST_BOXES) return boxes;
  const run = Math.ceil(boxes.length / MOST_BOXES);
  return Array.from({ length: Math.ceil(boxes.length / run) }, (_, at) =>
    unionBounds(boxes.slice(at * run, (at + 1) * run)),
  );
}
