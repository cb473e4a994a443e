/**
 * Ghosts, the nearer before the farther from every side, without sorting anything: weighted blended
 * order-independent transparency (McGuire and Bavoil, Journal of Computer Graphics Techniques 2(2), 2013).
 * How much shines through is exact whatever the order: transmittances multiply. The colour is the mean of all
 * layers, each the heavier the nearer it is. Both are sums, so that one draw of all ghosts makes them. Transparent parts
 * are not all as faint as ghosts are, so depth alone weighs them wrongly: where there are some, a draw before it counts how
 * much lies at which depth, and each layer is weighed by what those before it let through (in the manner of Fourier
 * opacity mapping, Jansen and Bavoil, I3D 2010, with eight steps instead of waves).
 */
import {
  Color,
  HalfFloatType,
  Mesh,
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
import { BY_COUNT, BY_DEPTH, COUNTING, GHOST_FRAGMENT } from "./ghost-shaders.ts";

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
  const counts = new WebGLRenderTarget(1, 1, {
    count: 2,
    format: RGBAFormat,
    type: HalfFloatType,
    minFilter: NearestFilter,
    magFilter: NearestFilter,
    depthBuffer: false,
    generateMipmaps: false,
  });
  const { layers, glass } = materials;
  const hasGlass = (): boolean =>
    scene.children.some(({ children }) =>
      children.some((each) => each.visible && each instanceof Mesh && each.material === glass),
    );
  /** Into a cleared picture; what solids cover is counted too, but stands before nothing that is seen. */
  const count = (webgl: WebGLRenderer, camera: Camera): void => {
    const [width, height] = [Math.ceil(size.x / 2), Math.ceil(size.y / 2)];
    if (counts.width !== width || counts.height !== height) counts.setSize(width, height);
    layers.order.value = COUNTING;
    webgl.setRenderTarget(counts);
    webgl.clear();
    webgl.render(scene, camera);
    layers.order.value = BY_COUNT;
    [layers.nearLayers.value = null, layers.farLayers.value = null] = counts.textures;
  };
  const pass = createScreenPass(GHOST_FRAGMENT, { sums: { value: sums }, depths: { value: depths } }, true);
  const size = new Vector2();
  const before = new Color();
  const weigh = (webgl: WebGLRenderer, camera: Camera, occluders: Occluders): void => {
    webgl.getDrawingBufferSize(size);
    if (target.width !== size.x || target.height !== size.y) target.setSize(size.x, size.y);
    webgl.getClearColor(before);
    const alpha = webgl.getClearAlpha();
    const frame = webgl.getRenderTarget();
    webgl.setClearColor(0, 0);
    if (hasGlass()) count(webgl, camera);
    webgl.setRenderTarget(target);
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
    layers.order.value = BY_DEPTH;
    layers.nearLayers.value = null;
    layers.farLayers.value = null;
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
      counts.dispose();
      pass.dispose();
    },
  };
}
