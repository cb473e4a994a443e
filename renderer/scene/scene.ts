/**
 * The 3D scene: composes the renderer, the model on it, the camera, the pointer and the view cube.
 * It draws only when something changed, and knows neither React nor the stores of the page.
 */
import { EMPTY_BOUNDS, isEmptyBounds, unionBounds, type Bounds } from "./bounds.ts";
import { fitPose, VIEW_ANGLES } from "./camera-fit.ts";
import { createCameraRig } from "./camera-rig.ts";
import { createListeners } from "./listeners.ts";
import { createMaterials } from "./materials.ts";
import { PALETTES } from "./model-colours.ts";
import { createModelView, type ModelView } from "./model-view.ts";
import type { MousePreset } from "./mouse-presets.ts";
import { HIDDEN } from "./node-states.ts";
import { pan, rayAt, rotateAbout, zoomAbout, type Pose, type Vector } from "./orbit.ts";
import { createPicker, type Picker } from "./picking.ts";
import { connectPointer } from "./pointer-input.ts";
import { createPresentation, type Presentation } from "./presentation.ts";
import { projectBounds } from "./project-node.ts";
import { createFrameRenderer } from "./renderer.ts";
import type { CameraState, PickEvent, Scene, SceneOptions, ScenePick } from "./scene-types.ts";
import { takeScreenshot } from "./screenshot.ts";
import { createViewCube } from "./view-cube.ts";

const START: Pose = { target: [0, 0, 0], distance: 100, ...VIEW_ANGLES.iso };
/** Radians per pixel of a rotating drag: half a turn across a usual viewport. */
const TURN = Math.PI / 700;
/** Pixels of a zooming drag that double the distance. */
const ZOOM_DOUBLE = 160;

/** @throws SceneUnavailable where there is no WebGL 2 */
export function createScene(canvas: HTMLCanvasElement, options: SceneOptions): Scene {
  const frameRenderer = createFrameRenderer(canvas);
  const { webgl, scene, outline } = frameRenderer;
  const materials = createMaterials();
  const rig = createCameraRig(START, options.projection ?? "perspective");
  const picks = createListeners<PickEvent>();
  const hovers = createListeners<ScenePick | undefined>();
  const cameras = createListeners<CameraState>();
  const frames = createListeners<void>();
  const media = canvas.ownerDocument.defaultView?.matchMedia("(prefers-reduced-motion: reduce)");
  const reduced = options.reducedMotion ?? (() => media?.matches ?? false);

  let theme = options.theme;
  let preset: MousePreset = options.mousePreset ?? "solidworks";
  let shown: { view: ModelView; presentation: Presentation; picker: Picker; box: Bounds } | undefined;
  let size = { width: 1, height: 1 };
  let dragAbout: Vector = START.target;
  let hoverPlace: readonly [number, number] | undefined;
  let fitted: { readonly nodes: readonly number[] | undefined; readonly pose: Pose | undefined } | undefined;
  let frame: number | undefined;
  let idle: number | undefined;
  let disposed = false;
  let told: { pose: Pose; projection: string } | undefined;
  const last = { frameMs: 0, frames: 0, triangles: 0, drawCalls: 0 };

  const aspect = (): number => size.width / Math.max(1, size.height);
  const distanceLimits = (): readonly [number, number] => {
    const [x, y, z, toX, toY, toZ] = shown?.box ?? EMPTY_BOUNDS;
    const extent =
      shown === undefined || isEmptyBounds(shown.box) ? 1_000 : Math.hypot(toX - x, toY - y, toZ - z);
    return [extent * 1e-5, extent * 40];
  };
  const invalidate = (): void => {
    if (disposed) return;
    frame ??= requestAnimationFrame(drawFrame);
  };
  const draw = (ratioOfSides = aspect()): void => {
    shown?.presentation.apply();
    const camera = rig.camera(ratioOfSides, shown?.box ?? EMPTY_BOUNDS);
    frameRenderer.draw(camera, shown?.presentation.hasOutline() ?? false);
  };
  const drawFrame = (now: number): void => {
    frame = undefined;
    if (webgl.getContext().isContextLost()) return;
    const moving = rig.step(now);
    if (hoverPlace !== undefined && !moving) {
      const place = hoverPlace;
      hoverPlace = undefined;
      hovers.tell(pick(...place));
    }
    const started = performance.now();
    draw();
    last.frameMs = performance.now() - started;
    last.frames++;
    last.triangles = webgl.info.render.triangles;
    last.drawCalls = webgl.info.render.calls;
    cube?.turn(rig.pose());
    const camera = cameraState();
    if (told?.pose !== camera.pose || told.projection !== camera.projection) {
      told = camera;
      cameras.tell(camera);
    }
    frames.tell();
    if (moving) invalidate();
  };
  const cameraState = (): CameraState => ({ projection: rig.projection(), pose: rig.pose() });
  const move = (pose: Pose | undefined, ease: boolean): void => {
    if (pose === undefined) return;
    rig.moveTo(pose, ease && !reduced());
    invalidate();
  };
  const ray = (x: number, y: number): ReturnType<typeof rayAt> =>
    rayAt(rig.pose(), rig.projection(), [(x / size.width) * 2 - 1, 1 - (y / size.height) * 2], aspect());
  const pick = (x: number, y: number): ScenePick | undefined => {
    if (shown === undefined) return undefined;
    shown.presentation.apply();
    const { origin, direction } = ray(x, y);
    return shown.picker.pick(origin, direction);
  };
  /** Boxes of the nodes that are drawn, of everything drawn where none of them is. */
  const drawnBounds = (nodes?: readonly number[]): readonly Bounds[] => {
    if (shown === undefined) return [];
    const { view, presentation } = shown;
    presentation.apply();
    const states = presentation.states();
    const within = (from: number, to: number): Bounds[] =>
      view.boxes.slice(from, to).filter((_, at) => states[from + at] !== HIDDEN);
    const some = (nodes ?? []).flatMap((node) => within(node, view.ends[node] ?? node));
    return some.every(isEmptyBounds) ? within(0, view.boxes.length) : some;
  };
  const fit = (
    nodes?: readonly number[],
    angles: Pick<Pose, "azimuth" | "polar"> = rig.goal(),
    ease = true,
  ): void => {
    const covered = Math.min(0.3, (options.coveredTop ?? 0) / Math.max(1, size.height));
    const frame = { aspect: aspect(), projection: rig.projection(), covered };
    const pose = fitPose(drawnBounds(nodes), angles, frame);
    move(pose, ease);
    fitted = { nodes, pose };
  };
  /** What a gesture at x, y goes about: the point under it, or one beside the model at its depth. */
  const pointUnder = (x: number, y: number): Vector => {
    const hit = pick(x, y);
    if (hit !== undefined) return hit.point;
    const { origin, direction } = ray(x, y);
    const pose = rig.pose();
    const depth =
      rig.projection() === "perspective" ? pose.distance / Math.max(1e-6, cosine(direction)) : pose.distance;
    return [
      origin[0] + direction[0] * depth,
      origin[1] + direction[1] * depth,
      origin[2] + direction[2] * depth,
    ];
  };
  const cosine = (direction: Vector): number => {
    const centre = ray(size.width / 2, size.height / 2).direction;
    return centre[0] * direction[0] + centre[1] * direction[1] + centre[2] * direction[2];
  };
  const resize = (): void => {
    const ratio = canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1;
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    const first = size.width === 1;
    size = { width: clientWidth, height: clientHeight };
    materials.setViewHeight(clientHeight);
    webgl.setPixelRatio(ratio);
    webgl.setSize(clientWidth, clientHeight, false);
    if (first) fit(undefined, VIEW_ANGLES.iso, false);
    // Nobody has moved the view since: it fits the panel's new size too.
    else if (fitted?.pose === rig.goal()) fit(fitted.nodes, rig.goal(), false);
    // At once: a resized canvas is blank until it is drawn.
    if (frame !== undefined) cancelAnimationFrame(frame);
    drawFrame(performance.now());
  };
  const dropModel = (): void => {
    if (shown === undefined) return;
    if (idle !== undefined) cancelIdle(idle);
    idle = undefined;
    shown.presentation.dispose();
    shown.picker.dispose();
    shown.view.dispose();
    scene.remove(shown.view.group);
    outline.scene.remove(shown.view.maskGroup);
    shown = undefined;
  };

  const cube =
    options.overlay === undefined || options.viewNames === undefined
      ? undefined
      : createViewCube(options.overlay, options.viewNames, (view) => fit(undefined, VIEW_ANGLES[view]));
  const applyTheme = (): void => {
    frameRenderer.setTheme(theme);
    materials.setPalette(PALETTES[theme.name]);
    cube?.setTheme(theme);
    shown?.presentation.setTheme(theme);
    invalidate();
  };
  const disconnectPointer = connectPointer(canvas, {
    preset: () => preset,
    isEmpty: (x, y) => pick(x, y) === undefined,
    begin: (x, y) => {
      // Pressed on the model it turns about that point, beside it about the middle of what is looked at.
      dragAbout = pick(x, y)?.point ?? rig.pose().target;
    },
    drag: (gesture, dx, dy) => {
      const pose = rig.pose();
      if (gesture === "rotate") move(rotateAbout(pose, dragAbout, -dx * TURN, -dy * TURN), false);
      else if (gesture === "pan") move(pan(pose, dx, dy, size.height), false);
      else move(zoomAbout(pose, dragAbout, 2 ** (dy / ZOOM_DOUBLE), distanceLimits()), false);
    },
    zoom: (x, y, factor, ease) =>
      move(zoomAbout(rig.goal(), pointUnder(x, y), factor, distanceLimits()), ease),
    click: (x, y, additive) => picks.tell({ pick: pick(x, y), additive }),
    doubleClick: (x, y) => {
      const hit = pick(x, y);
      fit(hit === undefined ? undefined : [hit.node]);
    },
    hover: (place) => {
      hoverPlace = place;
      if (place === undefined) hovers.tell(undefined);
      else invalidate();
    },
  });
  // three.js forgets what it had uploaded and sends it again with the next frame.
  canvas.addEventListener("webglcontextrestored", invalidate);
  const observer = new ResizeObserver(resize);
  observer.observe(canvas);
  applyTheme();
  resize();
  const warmUp = [...frameRenderer.warmUp(materials)];
  const warm = (): void => {
    const step = warmUp.shift();
    if (step === undefined) return;
    step(rig.camera(aspect(), EMPTY_BOUNDS));
    draw();
    warming = whenIdle(warm);
  };
  let warming = whenIdle(warm);

  const present = (change: (presentation: Presentation) => void): void => {
    if (shown === undefined) return;
    change(shown.presentation);
    invalidate();
  };
  return {
    setModel: (model) => {
      dropModel();
      if (model !== undefined) {
        cancelIdle(warming);
        const view = createModelView(model, materials);
        const picker = createPicker(view);
        const box = unionBounds(view.boxes);
        shown = { view, presentation: createPresentation(view, materials, theme), picker, box };
        scene.add(view.group);
        outline.scene.add(view.maskGroup);
        idle = whenIdle(picker.prepare);
        fit(undefined, VIEW_ANGLES.iso, false);
      }
      invalidate();
    },
    setTheme: (next) => {
      theme = next;
      applyTheme();
    },
    setSelection: (selection) => present((to) => to.setSelection(selection)),
    setHover: (hover) => present((to) => to.setHover(hover)),
    setVisibility: (visibility) => present((to) => to.setVisibility(visibility)),
    setColouring: (colours) => present((to) => to.setColouring(colours)),
    setFaceColouring: (colouring) => present((to) => to.setFaceColouring(colouring)),
    fit: (nodes) => fit(nodes),
    view: (view) => fit(undefined, VIEW_ANGLES[view]),
    turn: (azimuth, polar) => {
      const goal = rig.goal();
      move(rotateAbout(goal, goal.target, azimuth, polar), true);
    },
    zoom: (factor) => {
      const goal = rig.goal();
      move(zoomAbout(goal, goal.target, factor, distanceLimits()), true);
    },
    pan: (dx, dy) => move(pan(rig.goal(), dx, dy, size.height), true),
    setMousePreset: (next) => {
      preset = next;
    },
    setProjection: (projection) => {
      rig.setProjection(projection);
      invalidate();
    },
    projection: rig.projection,
    pick,
    onPick: picks.add,
    onHover: hovers.add,
    onCameraChange: cameras.add,
    onFrame: frames.add,
    camera: () => ({ projection: rig.projection(), pose: rig.goal() }),
    setCamera: ({ projection, pose }) => {
      rig.setProjection(projection);
      move(pose, true);
    },
    resize,
    size: () => size,
    project: (node) => {
      if (shown === undefined) return undefined;
      const camera = rig.camera(aspect(), shown.box);
      return projectBounds(shown.view.subtreeBounds(node), camera, size);
    },
    screenshot: (width, height) =>
      takeScreenshot(webgl, { width, height }, (ratioOfSides) => {
        materials.setViewHeight(height);
        draw(ratioOfSides);
        materials.setViewHeight(size.height);
      }).finally(resize),
    statistics: () => ({
      ...last,
      geometries: webgl.info.memory.geometries,
      textures: webgl.info.memory.textures,
    }),
    dispose: () => {
      if (disposed) return;
      disposed = true;
      if (frame !== undefined) cancelAnimationFrame(frame);
      cancelIdle(warming);
      observer.disconnect();
      disconnectPointer();
      canvas.removeEventListener("webglcontextrestored", invalidate);
      dropModel();
      cube?.dispose();
      materials.dispose();
      frameRenderer.dispose();
    },
  };
}

/** Safari has no idle callbacks; everything else draws first. */
function whenIdle(run: () => void): number {
  return requestIdleCallback(run, { timeout: 2_000 });
}

function cancelIdle(handle: number): void {
  cancelIdleCallback(handle);
}
