/** What the 3D scene takes and gives. Nodes are indices into CadModel.nodes, faces into a mesh's faces. */
import type { CadModel } from "../../shared/model/cad.ts";
import type { Bounds } from "../../shared/geometry/bounds.ts";
import type { StandardView } from "./camera/camera-fit.ts";
import type { MouseDrags, MousePreset } from "./camera/mouse-presets.ts";
import type { SceneVisibility } from "./presentation/node-states.ts";
import type { PointerBox } from "./camera/pointer-input.ts";
import type { PictureGround } from "./frame/screenshot.ts";
import type { Pose, Vector } from "./camera/orbit.ts";
import type { ScenePick } from "./picking/scene-pick.ts";
import type { SceneTools } from "./scene-tools.ts";
import type { CapAxes } from "./space-mouse/report.ts";
import type { SectionPlane } from "./section/section-planes.ts";

/** The part of the theme's tokens that the scene draws with; colours as `#rrggbb`. */
export interface SceneTheme {
  readonly name: "dark" | "light";
  readonly viewport: readonly [top: string, bottom: string];
  readonly accent: string;
  /** Parts without data while the model is coloured. */
  readonly noData: string;
  /** Faces that are proposed for something. */
  readonly warn: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly raised: string;
  readonly fontFamily: string;
}

export type Projection = "perspective" | "orthographic";

export interface FaceReference {
  readonly node: number;
  readonly face: number;
}

export interface SceneSelection {
  readonly nodes: readonly number[];
  readonly faces?: readonly FaceReference[];
}

export interface PickEvent {
  /** Undefined: on nothing. */
  readonly pick: ScenePick | undefined;
  /** Ctrl, Cmd or Shift was held: add to the selection. */
  readonly additive: boolean;
}

/** Plain data, for saved viewpoints. */
export interface CameraState {
  readonly projection: Projection;
  readonly pose: Pose;
}

/** Colours of single faces by data: entry i colours face `faces[i]` of node `nodes[i]`. */
export interface FaceColouring {
  readonly nodes: ArrayLike<number>;
  readonly faces: ArrayLike<number>;
  /** rgba per entry, sRGB 0…1; alpha 0 leaves the face as it is, below 0 hatches it: no data. */
  readonly colours: Float32Array;
}

export interface ProposedFaces {
  /** The ones that are chosen now. */
  readonly chosen: readonly FaceReference[];
  readonly others: readonly FaceReference[];
}

/** Where a node's centre is in the canvas, CSS pixels. */
export interface ProjectedNode {
  readonly x: number;
  readonly y: number;
  /** Top of the node on the screen: a tag stands above it. */
  readonly top: number;
  /** Within the canvas and before the eye. */
  readonly visible: boolean;
}

export interface SceneStatistics {
  /** Of the last frame. */
  readonly triangles: number;
  readonly drawCalls: number;
  readonly frameMs: number;
  readonly frames: number;
  /** Held on the graphics card. */
  readonly geometries: number;
  readonly textures: number;
}

export interface SceneOptions {
  readonly theme: SceneTheme;
  /** Where the view cube stands, over the canvas; without it there is none. */
  readonly overlay?: HTMLElement;
  /** Names on the view cube. */
  readonly viewNames?: Readonly<Record<StandardView, string>>;
  readonly mousePreset?: MousePreset | MouseDrags;
  readonly projection?: Projection;
  /** CSS pixels from the top that a toolbar covers: what is fitted stands below them. */
  readonly coveredTop?: number;
  /** Whether the graphics driver is made ready for models at once, in idle moments, or when `warmUp` is called. */
  readonly warmUp?: "at once" | "when asked";
  /** There is no graphics card; defaults to what the browser says. */
  readonly byProcessor?: boolean;
  /** Defaults to what the system asks for. */
  readonly reducedMotion?: () => boolean;
}

/** Draws over a picture with the tools as they are for it. */
export type PicturePaint = (
  context: CanvasRenderingContext2D,
  tools: Pick<SceneTools, "segment" | "place">,
) => void;

/** When a drag of the left button draws a box: always, also beside the model, or only on the model. */
export type BoxDrag = "always" | "empty" | "model";

export interface Scene {
  /** In the next idle moments; once, and not where a model was shown already. */
  readonly warmUp: () => void;
  /**
   * Builds what is drawn of a model in pieces, between which the page draws and listens; `setModel` then takes a few
   * milliseconds however large it is. Rejects with the signal's reason.
   */
  readonly prepare: (model: CadModel, signal: AbortSignal) => Promise<void>;
  /**
   * Built at once, unless it was prepared.
   * @param isMore of what is shown already, as of a file that comes bit by bit: no hand waits for its picture
   */
  readonly setModel: (model: CadModel | undefined, isMore?: boolean) => void;
  readonly setTheme: (theme: SceneTheme) => void;
  readonly setSelection: (selection: SceneSelection) => void;
  readonly setHover: (
    hover: { readonly node: number; readonly face?: number | undefined } | undefined,
  ) => void;
  readonly setVisibility: (visibility: SceneVisibility) => void;
  /** rgba per node, sRGB 0…1, alpha 0 = no data; undefined: the model's own colours. The array is read once. */
  readonly setColouring: (colours: Float32Array | undefined) => void;
  readonly setFaceColouring: (colouring: FaceColouring | undefined) => void;
  /** How far the assembly has come apart, 0…1; eased unless `ease` is false. */
  readonly setExplosion: (share: number, ease?: boolean) => void;
  /** Around the whole model as it is assembled, mm; empty without one. */
  readonly assembledBox: () => Bounds;
  /** How far an occurrence stands from its place in the assembly, mm. */
  readonly displacement: (node: number) => Vector;
  /** Up to three planes that cut the model open; none: whole. */
  readonly setSection: (planes: readonly SectionPlane[]) => void;
  /** Unique parts, as indices into CadModel.parts, that a section shows no cut face of: their surfaces are open. */
  readonly openParts: () => readonly number[];
  /** Faces marked by a tool, beside the selected ones. */
  readonly setMarks: (faces: readonly FaceReference[]) => void;
  /** What is drawn over the canvas, or takes its clicks, attaches here. */
  readonly tools: SceneTools;
  /** Outlines single faces, through everything before them; none: the selected parts are outlined. */
  readonly setProposedFaces: (faces: ProposedFaces) => void;
  /** Shows these nodes whole; without any, or with none that is drawn, everything visible. */
  readonly fit: (nodes?: readonly number[]) => void;
  readonly view: (view: StandardView) => void;
  /** Turns the view about what is looked at, radians; eased, so that repeated steps add up. */
  readonly turn: (azimuth: number, polar: number) => void;
  /** Turns the picture, radians anticlockwise for the eye; undefined: upright. */
  readonly roll: (by: number | undefined) => void;
  /** Looks straight at a face, along the axis of a round one; again: from behind. */
  readonly lookAt: (face: FaceReference) => void;
  /** Scales the distance by a factor: below 1 comes nearer. */
  readonly zoom: (factor: number) => void;
  /** Moves the model by CSS pixels. */
  readonly pan: (dx: number, dy: number) => void;
  /** How the cap of a 3D mouse stands: the model follows until it is at rest. */
  readonly setCap: (axes: CapAxes) => void;
  readonly setMousePreset: (preset: MousePreset | MouseDrags) => void;
  readonly setProjection: (projection: Projection) => void;
  readonly projection: () => Projection;
  /** @param x CSS pixels from the canvas' left @param y from its top */
  readonly pick: (x: number, y: number) => ScenePick | undefined;
  /** Occurrences that a rectangle takes, CSS pixels: drawn to the right those inside, to the left those touched. */
  readonly nodesInBox: (from: readonly [number, number], to: readonly [number, number]) => readonly number[];
  /** While true, every drag of the left button draws a box; "empty": one that begins beside the model does. */
  readonly setBoxDrag: (when: BoxDrag) => void;
  readonly onBox: (listener: (box: PointerBox) => void) => () => void;
  /** Each answers what ends it. */
  readonly onPick: (listener: (event: PickEvent) => void) => () => void;
  readonly onHover: (listener: (pick: ScenePick | undefined) => void) => () => void;
  readonly onCameraChange: (listener: (camera: CameraState) => void) => () => void;
  /** Called after the frame is drawn: where tags over the canvas follow the model. */
  readonly onFrame: (listener: () => void) => () => void;
  readonly camera: () => CameraState;
  /** Eased unless `ease` is false. */
  readonly setCamera: (camera: CameraState, ease?: boolean) => void;
  readonly resize: () => void;
  /** Of the canvas, CSS pixels. */
  readonly size: () => { readonly width: number; readonly height: number };
  readonly project: (node: number) => ProjectedNode | undefined;
  /** A PNG without the view cube, pixels. `paint` draws over it, in CSS pixels of the view. */
  readonly screenshot: (
    width: number,
    height: number,
    ground?: PictureGround,
    paint?: PicturePaint,
  ) => Promise<Blob>;
  readonly statistics: () => SceneStatistics;
  readonly dispose: () => void;
}

/** Thrown by `createScene` where the browser gives no WebGL 2: the panel says so, the rest goes on. */
export class SceneUnavailable extends Error {
  override readonly name = "SceneUnavailable";
}
