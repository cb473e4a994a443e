/** The WebGL renderer and the passes of one frame: background, model, ghosts, outline. */
import { NoToneMapping, Scene, SRGBColorSpace, Vector2, Vector3, WebGLRenderer, type Camera } from "three";
import { parseColour } from "../presentation/colour-ramp.ts";
import { canWeighGhosts, createGhostPass, type GhostPass, type Occluders } from "./ghost-pass.ts";
import { drawPortion } from "./draw-runs.ts";
import { createMaterials, type SceneMaterials } from "./materials.ts";
import { createOutline, type Outline } from "./outline.ts";
import { SceneUnavailable, type SceneTheme } from "../scene-types.ts";
import { createScreenPass } from "./screen-pass.ts";
import { BACKGROUND_FRAGMENT } from "./shaders.ts";
import { warmUpSteps } from "./warm-up.ts";

export interface FrameRenderer {
  readonly webgl: WebGLRenderer;
  /** The model and the faces marked on it. */
  readonly scene: Scene;
  readonly outline: Outline;
  readonly ghosts: GhostPass;
  readonly materials: SceneMaterials;
  readonly setTheme: (theme: SceneTheme) => void;
  readonly draw: (camera: Camera, what: FrameContent, over?: "view" | "white" | "black") => void;
  /** The same, over the gradient, into the target that is set before each step: in portions of some ten milliseconds. */
  readonly drawInSteps: (camera: Camera, what: FrameContent) => Generator<void>;
  /** Builds what models are drawn with, for idle moments without one; after each step the frame is drawn anew. */
  readonly warmUp: () => readonly ((camera: Camera) => void)[];
  readonly dispose: () => void;
}

export interface FrameContent {
  readonly outlined: boolean;
  /** What stands before the ghosts; undefined: there are none. */
  readonly ghostsBehind: Occluders | undefined;
}

/** Indices and ends of lines: without a graphics card some 50 ms. */
const PORTION = 300_000;

/** @throws SceneUnavailable where there is no WebGL 2 */
export function createFrameRenderer(canvas: HTMLCanvasElement): FrameRenderer {
  const webgl = openRenderer(canvas);
  webgl.outputColorSpace = SRGBColorSpace;
  webgl.toneMapping = NoToneMapping;
  webgl.autoClear = false;
  webgl.info.autoReset = false;
  webgl.setClearColor(0);
  const size = new Vector2();
  const scene = new Scene();
  scene.matrixWorldAutoUpdate = false;
  const outline = createOutline();
  const weighed = canWeighGhosts(webgl);
  const materials = createMaterials(weighed);
  const ghosts = createGhostPass(materials, weighed);
  const background = createScreenPass(
    BACKGROUND_FRAGMENT,
    { top: { value: new Vector3() }, bottom: { value: new Vector3() }, aspect: { value: 1 } },
    false,
    true,
  );
  // First of the opaque things of the one scene: a pass of its own costs three.js a tenth of a frame.
  background.mesh.renderOrder = Number.MIN_SAFE_INTEGER;
  background.mesh.matrixAutoUpdate = false;
  scene.add(background.mesh);
  return {
    webgl,
    scene,
    outline,
    ghosts,
    materials,
    setTheme: ({ viewport, accent }) => {
      background.uniforms.top.value.set(...parseColour(viewport[0]));
      background.uniforms.bottom.value.set(...parseColour(viewport[1]));
      outline.setColour(parseColour(accent));
    },
    draw: (camera, { outlined, ghostsBehind }, over = "view") => {
      const { width, height } = webgl.getSize(size);
      background.uniforms.aspect.value = width / Math.max(1, height);
      webgl.info.reset();
      if (over === "white") webgl.setClearColor(0xffffff);
      webgl.clear();
      if (over === "white") webgl.setClearColor(0);
      background.mesh.visible = over === "view";
      webgl.render(scene, camera);
      if (ghostsBehind !== undefined) ghosts.render(webgl, camera, ghostsBehind);
      if (outlined) outline.render(webgl, camera, webgl.getPixelRatio());
    },
    drawInSteps: function* (camera, { outlined, ghostsBehind }) {
      const { width, height } = webgl.getSize(size);
      background.uniforms.aspect.value = width / Math.max(1, height);
      webgl.info.reset();
      webgl.clear();
      for (let from = 0, all = 1; from < all; from += PORTION) {
        background.mesh.visible = from === 0;
        all = drawPortion(webgl, from, from + PORTION, () => webgl.render(scene, camera));
        yield;
      }
      if (ghostsBehind !== undefined) {
        ghosts.render(webgl, camera, ghostsBehind);
        yield;
      }
      if (outlined) {
        outline.render(webgl, camera, webgl.getPixelRatio());
        yield;
      }
    },
    warmUp: () => warmUpSteps(webgl, materials),
    dispose: () => {
      outline.dispose();
      ghosts.dispose();
      materials.dispose();
      background.dispose();
      webgl.dispose();
    },
  };
}

function openRenderer(canvas: HTMLCanvasElement): WebGLRenderer {
  // Asked here first, because three.js writes its own failure to the console.
  const context = canvas.getContext("webgl2", {
    alpha: false,
    antialias: true,
    depth: true,
    stencil: false,
    powerPreference: "high-performance",
  });
  if (context === null) throw new SceneUnavailable("This browser gives no WebGL 2.");
  try {
    return new WebGLRenderer({ canvas, context, antialias: true, alpha: false });
  } catch (thrown) {
    throw new SceneUnavailable(thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
  }
}
