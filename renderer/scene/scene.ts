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
import { createCanvasSize } from "./frame/canvas-size.ts";
import { createNavigation } from "./camera/navigation.ts";
import { faceDirection } from "./camera/face-direction.ts";
import { basisOf, type Pose } from "./camera/orbit.ts";
import { createScenePointer } from "./picking/scene-pointer.ts";
import { EDGES, type Presentation } from "./presentation/presentation.ts";
import { projectBounds } from "./camera/project-node.ts";
import { createFrameRenderer, type FrameContent } from "./frame/renderer.ts";
import type { ScenePick } from "./picking/scene-pick.ts";
import { createTreeBuilder } from "./picking/tree-builder.ts";
import type { CameraState, Scene, SceneOptions } from "./scene-types.ts";
import { createToolStack } from "./scene-tools.ts";
import { createScreenshots } from "./scene-picture.ts";
import { MOST_PLANES } from "./section/section-planes.ts";
import { createSectionView, sectionMargin } from "./section/section-view.ts";
import { createViewCube } from "./camera/view-cube.ts";
import { inIdleMoments } from "./frame/warm-up.ts";

const START: Pose = { target: [0, 0, 0], distance: 100, ...VIEW_ANGLES.iso };

/** @throws SceneUnavailable where there is no WebGL 2 */
export function createScene(canvas: HTMLCanvasElement, options: SceneOptions): Scene {
  const frameRenderer = createFrameRenderer(canvas);
  const { webgl, scene, outline, ghosts, materials } = frameRenderer;
  const rig = createCameraRig(START, options.projection ?? "perspective");
  const cameras = createListeners<CameraState>();
  const frames = createListeners<void>();
  const media = canvas.ownerDocument.defaultView?.matchMedia("(prefers-reduced-motion: reduce)");
  const reduced = options.reducedMotion ?? (() => media?.matches ?? false);

  let theme = options.theme;
  let disposed = false;
  /** Of the last frame; and of the last one that listeners were told of. */
  let told: CameraState | undefined;
  let said: CameraState | undefined;
  const last = { triangles: 0, drawCalls: 0 };

  const invalidate = (): void => loop.invalidate();
  const explosion = createEasedNumber(0);
  const section = createSectionView(webgl, scene);
  const trees = createTreeBuilder();
  const stage = createModelStage(
    { model: scene, ghosts: ghosts.scene, ghostLines: ghosts.lines, outline: outline.scene },
    materials,
    trees,
  );
  const place = createCanvasSize(canvas, webgl, ({ height }, ratio, isFirst) => {
    materials.setView(height, ratio);
    if (isFirst) navigation.fit(undefined, VIEW_ANGLES.iso, false);
    else navigation.refit();
    loop.drawNow();
  });
  const { size, aspect } = place;
  const pick = (x: number, y: number): ScenePick | undefined => stage.pick(navigation.ray(x, y));
  const navigation = createNavigation({
    rig,
    size,
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
    section.prepare(camera, stage, rig.pose(), size().height);
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
    const led = navigation.followCap(now);
    const unsettled = rig.step(now);
    if (explosion.step(now)) {
      stage.explode(explosion.value());
      navigation.refit();
      loop.remade();
    }
    const moving = led || unsettled || explosion.moving();
    if (!moving) pointer.look();
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
  const toolGround = {
    camera: () => rig.camera(aspect(), stage.box()),
    size,
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
  const pointer = createScenePointer(canvas, {
    preset: options.mousePreset ?? "solidworks",
    navigation,
    tools,
    pick,
    invalidate,
  });
  const restore = (): void => {
    place.fill();
    loop.restore();
  };
  canvas.addEventListener("webglcontextlost", loop.lose);
  canvas.addEventListener("webglcontextrestored", restore);
  applyTheme();
  place.resize();
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
      pointer.lookAgain();
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
    setCap: navigation.setCap,
    setMousePreset: pointer.setPreset,
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
      const box = screenBox(from, to, size());
      const states = staged.presentation.states();
      return nodesInBox(staged.view, states, viewProjection, box, to[0] < from[0]);
    },
    setBoxDrag: pointer.setBoxDrag,
    onBox: pointer.onBox,
    onPick: pointer.onPick,
    onHover: pointer.onHover,
    onCameraChange: cameras.add,
    onFrame: frames.add,
    camera: () => ({ projection: rig.projection(), pose: rig.goal() }),
    setCamera: ({ projection, pose }, ease = true) => {
      rig.setProjection(projection);
      navigation.move(pose, ease);
    },
    resize: place.resize,
    size,
    project: (node) => {
      const staged = stage.current();
      if (staged === undefined) return undefined;
      return projectBounds(staged.view.subtreeBounds(node), rig.camera(aspect(), stage.box()), size());
    },
    screenshot: createScreenshots({
      webgl,
      materials,
      tools: toolGround,
      camera: (ratioOfSides) => rig.camera(ratioOfSides, stage.box()),
      draw,
      begin: loop.giveUp,
      end: place.resize,
    }),
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
      place.dispose();
      pointer.dispose();
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
