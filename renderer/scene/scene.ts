/**
 * The 3D scene: composes the renderer, the model on it, the camera, the pointer and the view cube.
 * It draws only when something changed, and knows neither React nor the stores of the page.
 */
import { VIEW_ANGLES } from "./camera/camera-fit.ts";
import { createCameraRig } from "./camera/camera-rig.ts";
import { Matrix4, type Camera } from "three";
import { nodesInBox, screenBox } from "./picking/box-select.ts";
import { isDrawnByProcessor, type Coarse } from "./frame/detail.ts";
import { createEasedNumber } from "./camera/eased-number.ts";
import { createDeferredFrame } from "./frame/deferred-frame.ts";
import { createFrameLoop, type FrameSource } from "./frame/frame-loop.ts";
import { createListeners } from "./listeners.ts";
import { createModelStage } from "./model/model-stage.ts";
import { PALETTES } from "./presentation/model-colours.ts";
import type { MouseDrags, MousePreset } from "./camera/mouse-presets.ts";
import { onPixelRatio } from "./frame/pixel-ratio.ts";
import { createNavigation } from "./camera/navigation.ts";
import { faceDirection } from "./camera/face-direction.ts";
import { basisOf, type Pose } from "./camera/orbit.ts";
import { connectPointer, type PointerBox } from "./camera/pointer-input.ts";
import { EDGES, type Presentation } from "./presentation/presentation.ts";
import { projectBounds } from "./camera/project-node.ts";
import { createFrameRenderer, type FrameContent } from "./frame/renderer.ts";
import type { ScenePick } from "./picking/scene-pick.ts";
import { createTreeBuilder } from "./picking/tree-builder.ts";
import type { BoxDrag, CameraState, PickEvent, Scene, SceneOptions } from "./scene-types.ts";
import { createToolStack } from "./scene-tools.ts";
import { takeScreenshot } from "./frame/screenshot.ts";
import { MOST_PLANES } from "./section/section-planes.ts";
import { createSectionView, sectionMargin } from "./section/section-view.ts";
import { createViewCube } from "./camera/view-cube.ts";
import { AT_REST, isAtRest } from "./space-mouse/motion.ts";
import { inIdleMoments } from "./frame/warm-up.ts";

const START: Pose = { target: [0, 0, 0], distance: 100, ...VIEW_ANGLES.iso };

/** @throws SceneUnavailable where there is no WebGL 2 */
export function createScene(canvas: HTMLCanvasElement, options: SceneOptions): Scene {
  const frameRenderer = createFrameRenderer(canvas);
  const { webgl, scene, outline, ghosts, materials } = frameRenderer;
  const rig = createCameraRig(START, options.projection ?? "perspective");
  const picks = createListeners<PickEvent>();
  const boxes = createListeners<PointerBox>();
  const hovers = createListeners<ScenePick | undefined>();
  const cameras = createListeners<CameraState>();
  const frames = createListeners<void>();
  const media = canvas.ownerDocument.defaultView?.matchMedia("(prefers-reduced-motion: reduce)");
  const reduced = options.reducedMotion ?? (() => media?.matches ?? false);

  let theme = options.theme;
  let preset: MousePreset | MouseDrags = options.mousePreset ?? "solidworks";
  let boxDrag: BoxDrag = "model";
  let size = { width: 1, height: 1 };
  /** Where the pointer rests, and where what is under it has to be found with the next frame. */
  let pointer: readonly [number, number] | undefined;
  let hoverPlace: readonly [number, number] | undefined;
  /** How the cap of a 3D mouse stands, and when the last frame that followed it was, ms. */
  let cap = AT_REST;
  let capAt: number | undefined;
  let disposed = false;
  /** Of the last frame; and of the last one that listeners were told of. */
  let told: CameraState | undefined;
  let said: CameraState | undefined;
  const last = { triangles: 0, drawCalls: 0 };

  const aspect = (): number => size.width / Math.max(1, size.height);
  const invalidate = (): void => loop.invalidate();
  const explosion = createEasedNumber(0);
  const section = createSectionView(webgl, scene);
  const trees = createTreeBuilder();
  const stage = createModelStage(
    { model: scene, ghosts: ghosts.scene, ghostLines: ghosts.lines, outline: outline.scene },
    materials,
    trees,
  );
  const pick = (x: number, y: number): ScenePick | undefined => stage.pick(navigation.ray(x, y));
  const navigation = createNavigation({
    rig,
    size: () => size,
    coveredTop: options.coveredTop ?? 0,
    box: stage.box,
    drawnBounds: stage.drawnBounds,
    pick,
    reduced,
    invalidate,
  });
  /** Everything in line with what this frame is to show. */
  const compose = (ratioOfSides: number, coarse: Coarse, share: number): [Camera, FrameContent] => {
    const presentation = stage.current()?.presentation;
    presentation?.apply();
    const camera = rig.camera(ratioOfSides, stage.box());
    stage.current()?.view.prepare(camera, coarse, share);
    section.prepare(camera, stage, rig.pose(), size.height);
    const ghostsBehind =
      presentation?.hasGhosts() === true ? { solids: stage.solids(), caps: section.caps() } : undefined;
    return [camera, { outlined: presentation?.hasOutline() ?? false, ghostsBehind }];
  };
  const draw = (
    ratioOfSides = aspect(),
    over: "view" | "white" | "black" = "view",
    coarse: Coarse = "nothing",
    share = 1,
  ): void => frameRenderer.draw(...compose(ratioOfSides, coarse, share), over);
  const step: FrameSource["step"] = (now) => {
    const led = !isAtRest(cap);
    if (led) navigation.cap(cap, (now - (capAt ?? now - 16)) / 1_000);
    capAt = led ? now : undefined;
    const unsettled = rig.step(now);
    if (explosion.step(now)) {
      stage.explode(explosion.value());
      navigation.refit();
      loop.remade();
    }
    const moving = led || unsettled || explosion.moving();
    if (hoverPlace !== undefined && !moving) {
      const place = hoverPlace;
      hoverPlace = undefined;
      const hit = pick(...place);
      tools.hover(place, hit);
      hovers.tell(hit);
    }
    const camera = cameraState();
    const moved = told?.pose !== camera.pose || told.projection !== camera.projection;
    told = camera;
    return { moving, moved };
  };
  const loop = createFrameLoop(
    createDeferredFrame(webgl),
    {
      step,
      draw: (coarse, share) => draw(aspect(), "view", coarse, share),
      drawInSteps: (coarse, share) => frameRenderer.drawInSteps(...compose(aspect(), coarse, share)),
      hasCoarse: () => stage.current()?.view.hasCoarse === true,
      coarseTriangles: () => stage.current()?.view.coarseTriangles ?? 0,
      // For whoever looks at the picture from outside.
      state: (state) => (canvas.dataset["frame"] = state),
      shown: () => {
        last.triangles = webgl.info.render.triangles;
        last.drawCalls = webgl.info.render.calls;
        cube?.turn(rig.pose());
        const camera = cameraState();
        if (said?.pose !== camera.pose || said.projection !== camera.projection) {
          said = camera;
          cameras.tell(camera);
        }
        frames.tell();
      },
    },
    options.byProcessor ?? isDrawnByProcessor(webgl),
  );
  const cameraState = (): CameraState => ({ projection: rig.projection(), pose: rig.pose() });
  /**
   * Where a screen's pixels are no whole CSS pixels, three.js rounds the canvas down and what is drawn of it to the nearest:
   * a picture drawn beside it would be another one by a part of a pixel, and so would the one after a lost context.
   */
  const fillCanvas = (): void => {
    const ratio = webgl.getPixelRatio();
    webgl.setViewport(0, 0, canvas.width / ratio, canvas.height / ratio);
  };
  const resize = (): void => {
    const ratio = canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1;
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    const first = size.width === 1;
    size = { width: clientWidth, height: clientHeight };
    materials.setView(clientHeight, ratio);
    webgl.setPixelRatio(ratio);
    webgl.setSize(clientWidth, clientHeight, false);
    fillCanvas();
    if (first) navigation.fit(undefined, VIEW_ANGLES.iso, false);
    else navigation.refit();
    loop.drawNow();
  };

  const toolGround = {
    camera: () => rig.camera(aspect(), stage.box()),
    size: () => size,
    ray: navigation.ray,
    towardsEye: () => basisOf(rig.pose()).back,
    box: stage.box,
    drawnBox: stage.drawnBox,
  };
  const tools = createToolStack(toolGround);
  const cube =
    options.overlay === undefined || options.viewNames === undefined
      ? undefined
      : createViewCube(options.overlay, options.viewNames, navigation.view, navigation.viewFrom);
  const applyTheme = (): void => {
    frameRenderer.setTheme(theme);
    materials.setPalette(PALETTES[theme.name]);
    cube?.setTheme(theme);
    section.setLine(EDGES[theme.name]);
    stage.current()?.presentation.setTheme(theme);
    invalidate();
  };
  const disconnectPointer = connectPointer(canvas, {
    preset: () => preset,
    isEmpty: (x, y) => pick(x, y) === undefined,
    begin: navigation.begin,
    drag: navigation.drag,
    zoom: navigation.zoomAt,
    drawsBox: (onEmpty) => boxDrag === "always" || (boxDrag === "empty" && onEmpty),
    box: boxes.tell,
    click: (x, y, additive) => {
      const hit = pick(x, y);
      if (!tools.click([x, y], hit, additive)) picks.tell({ pick: hit, additive });
    },
    doubleClick: (x, y) => {
      const hit = pick(x, y);
      navigation.fit(hit === undefined ? undefined : [hit.node]);
    },
    hover: (place) => {
      pointer = place;
      hoverPlace = place;
      if (place === undefined) {
        tools.hover(undefined, undefined);
        hovers.tell(undefined);
      } else invalidate();
    },
  });
  const restore = (): void => {
    fillCanvas();
    loop.restore();
  };
  canvas.addEventListener("webglcontextlost", loop.lose);
  canvas.addEventListener("webglcontextrestored", restore);
  const observer = new ResizeObserver(resize);
  observer.observe(canvas);
  const stopRatio = onPixelRatio(canvas, resize);
  applyTheme();
  resize();
  let stopWarmUp: (() => void) | undefined;
  const warmUp = (): void => {
    const steps = frameRenderer.warmUp().map((step) => () => {
      step(rig.camera(aspect(), stage.box()));
      draw();
    });
    stopWarmUp ??= inIdleMoments([...steps, loop.warmUp]);
  };
  if (options.warmUp !== "when asked") warmUp();

  const present = (change: (presentation: Presentation) => void): void => {
    const staged = stage.current();
    if (staged === undefined) return;
    change(staged.presentation);
    if (staged.presentation.isStale()) invalidate();
  };
  const endWarmUp = (): void => {
    stopWarmUp?.();
    stopWarmUp = () => undefined;
  };
  return {
    warmUp,
    prepare: stage.prepare,
    setModel: (model, isMore = false) => {
      if (model !== undefined) endWarmUp();
      // Into an empty view a model comes with an import or a start: no hand waits for it as for the next part it clicks on.
      const wasEmpty = stage.current() === undefined;
      const wasPrepared = stage.set(model, theme);
      loop.begin(stage.current()?.view.triangles ?? 0, isMore || wasPrepared || wasEmpty);
      explosion.moveTo(0, false);
      if (model !== undefined) navigation.fit(undefined, VIEW_ANGLES.iso, false);
      invalidate();
    },
    setTheme: (next) => {
      theme = next;
      applyTheme();
    },
    setSelection: (selection) => present((to) => to.setSelection(selection)),
    setHover: (hover) => present((to) => to.setHover(hover)),
    setVisibility: (visibility) => {
      present((to) => to.setVisibility(visibility));
      // What was under the pointer may be gone, and something behind it come out.
      hoverPlace = pointer;
    },
    setColouring: (colours) => present((to) => to.setColouring(colours)),
    setProposedFaces: (faces) => present((to) => to.setProposedFaces(faces)),
    setFaceColouring: (colouring) => present((to) => to.setFaceColouring(colouring)),
    setExplosion: (share, ease = true) => {
      explosion.moveTo(share, ease && !reduced());
      invalidate();
    },
    setMarks: (faces) => present((to) => to.setMarks(faces)),
    setSection: (planes) => {
      const cutting = planes.slice(0, MOST_PLANES);
      materials.setSection(cutting, sectionMargin(stage.box()));
      section.setPlanes(cutting);
      stage.setSection(cutting);
      invalidate();
    },
    openParts: stage.openParts,
    assembledBox: stage.assembledBox,
    displacement: (node) => stage.current()?.view.displacement(node) ?? [0, 0, 0],
    tools,
    fit: (nodes) => navigation.fit(nodes),
    view: navigation.view,
    turn: navigation.turn,
    roll: navigation.roll,
    lookAt: ({ node, face }) => {
      const view = stage.current()?.view;
      if (view === undefined) return;
      const direction = faceDirection(view.model, view.world, node, face, basisOf(rig.goal()).back);
      if (direction !== undefined) navigation.lookAlong(node, direction);
    },
    zoom: navigation.zoom,
    pan: navigation.pan,
    setCap: (axes) => {
      cap = axes;
      if (!isAtRest(cap)) invalidate();
    },
    setMousePreset: (next) => {
      preset = next;
    },
    setProjection: (projection) => {
      rig.setProjection(projection);
      invalidate();
    },
    projection: rig.projection,
    pick,
    nodesInBox: (from, to) => {
      const staged = stage.current();
      if (staged === undefined) return [];
      staged.presentation.apply();
      const camera = rig.camera(aspect(), stage.box());
      const viewProjection = new Matrix4().multiplyMatrices(
        camera.projectionMatrix,
        camera.matrixWorldInverse,
      );
      const box = screenBox(from, to, size);
      const states = staged.presentation.states();
      return nodesInBox(staged.view, states, viewProjection, box, to[0] < from[0]);
    },
    setBoxDrag: (when) => {
      boxDrag = when;
    },
    onBox: boxes.add,
    onPick: picks.add,
    onHover: hovers.add,
    onCameraChange: cameras.add,
    onFrame: frames.add,
    camera: () => ({ projection: rig.projection(), pose: rig.goal() }),
    setCamera: ({ projection, pose }, ease = true) => {
      rig.setProjection(projection);
      navigation.move(pose, ease);
    },
    resize,
    size: () => size,
    project: (node) => {
      const staged = stage.current();
      if (staged === undefined) return undefined;
      return projectBounds(staged.view.subtreeBounds(node), rig.camera(aspect(), stage.box()), size);
    },
    screenshot: (width, height, ground = "view", paint) => {
      loop.giveUp();
      const scale = height / Math.max(1, size.height);
      const inPicture = createToolStack({
        ...toolGround,
        camera: () => rig.camera(width / Math.max(1, height), stage.box()),
        size: () => ({ width: width / scale, height: height / scale }),
      });
      const over = (context: CanvasRenderingContext2D): void => {
        context.scale(scale, scale);
        paint?.(context, inPicture);
      };
      return takeScreenshot(
        webgl,
        { width, height },
        ground,
        (ratioOfSides, behind) => {
          materials.setView(height, 1);
          draw(ratioOfSides, behind);
        },
        paint === undefined ? undefined : over,
      ).finally(resize);
    },
    statistics: () => ({
      ...last,
      ...loop.statistics(),
      geometries: webgl.info.memory.geometries,
      textures: webgl.info.memory.textures,
    }),
    dispose: () => {
      if (disposed) return;
      disposed = true;
      loop.dispose();
      endWarmUp();
      observer.disconnect();
      stopRatio();
      disconnectPointer();
      canvas.removeEventListener("webglcontextlost", loop.lose);
      canvas.removeEventListener("webglcontextrestored", restore);
      stage.dispose();
      trees.dispose();
      cube?.dispose();
      section.dispose();
      frameRenderer.dispose();
    },
  };
}
