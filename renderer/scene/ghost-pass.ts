/**
 * Ghosts, the nearer before the farther from every side, without sorting anything: weighted blended
 * order-independent transparency (McGuire and Bavoil, Journal of Computer Graphics Techniques 2(2), 2013).
 * How much shines through is exact whatever the order: transmittances multiply. The colour is the mean of all
 * layers, each the heavier the nearer it is. Both are sums, so that one draw of all ghosts makes them.
 */
import {
  Color,
  HalfFloatType,
  NearestFilter,
  RGBAFormat,
  Scene,
  Vector2,
  WebGLRenderTarget,
  type Camera,
  type Object3D,
  type WebGLRenderer,
} from "three";
import type { SceneMaterials } from "./materials.ts";
import { createScreenPass } from "./screen-pass.ts";
import { GHOST_FRAGMENT } from "./ghost-shaders.ts";

/** What stands before ghosts. */
export interface Occluders {
  readonly solids: readonly Object3D[];
  /** Drawn with their own materials. */
  readonly caps: readonly Object3D[];
}

export interface GhostPass {
  /** Faces of ghosts. */
  readonly scene: Scene;
  /** Their edges, drawn over all of them. */
  readonly lines: Scene;
  readonly render: (webgl: WebGLRenderer, camera: Camera, occluders: Occluders) => void;
  readonly dispose: () => void;
}

/** Half floats can be drawn into and added up: else ghosts are blended in the order in which they come. */
export function canWeighGhosts(webgl: WebGLRenderer): boolean {
  return (
    webgl.extensions.has("EXT_color_buffer_float") || webgl.extensions.has("EXT_color_buffer_half_float")
  );
}

export function createGhostPass(materials: SceneMaterials, weighed: boolean): GhostPass {
  const [scene, lines, solids, caps] = [new Scene(), new Scene(), new Scene(), new Scene()];
  for (const each of [scene, lines, solids, caps]) each.matrixWorldAutoUpdate = false;
  solids.overrideMaterial = materials.ghostDepth;
  const target = new WebGLRenderTarget(1, 1, {
    count: 2,
    format: RGBAFormat,
    type: HalfFloatType,
    minFilter: NearestFilter,
    magFilter: NearestFilter,
    depthBuffer: true,
    generateMipmaps: false,
    samples: 4,
  });
  const [sums, depths] = target.textures;
  const pass = createScreenPass(GHOST_FRAGMENT, { sums: { value: sums }, depths: { value: depths } }, true);
  const size = new Vector2();
  const before = new Color();
  const weigh = (webgl: WebGLRenderer, camera: Camera, occluders: Occluders): void => {
    webgl.getDrawingBufferSize(size);
    if (target.width !== size.x || target.height !== size.y) target.setSize(size.x, size.y);
    webgl.getClearColor(before);
    const alpha = webgl.getClearAlpha();
    const frame = webgl.getRenderTarget();
    webgl.setRenderTarget(target);
    webgl.setClearColor(0, 0);
    webgl.clear();
    // Only borrowed: an object is drawn by whom it is handed to.
    solids.children = [...occluders.solids];
    caps.children = [...occluders.caps];
    webgl.render(solids, camera);
    if (caps.children.length > 0) webgl.render(caps, camera);
    solids.children = [];
    caps.children = [];
    webgl.clear(true, false, false);
    webgl.render(scene, camera);
    webgl.setRenderTarget(frame);
    webgl.setClearColor(before, alpha);
    pass.render(webgl);
  };
  return {
    scene,
    lines,
    render: (webgl, camera, occluders) => {
      if (weighed) weigh(webgl, camera, occluders);
      else webgl.render(scene, camera);
      webgl.render(lines, camera);
    },
    dispose: () => {
      target.dispose();
      pass.dispose();
    },
  };
}
