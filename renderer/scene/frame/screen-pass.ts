/** One triangle over the whole view, and a shader on it. */
import {
  BufferAttribute,
  BufferGeometry,
  Camera,
  DoubleSide,
  Mesh,
  Scene,
  ShaderMaterial,
  type IUniform,
  type WebGLRenderer,
} from "three";
import { SCREEN_VERTEX } from "./shaders.ts";
import { SOLID_OFFSET } from "./solid-offset.ts";

export interface ScreenPass<U extends Record<string, IUniform>> {
  readonly uniforms: U;
  /** For a scene that draws it itself. */
  readonly mesh: Mesh;
  readonly render: (renderer: WebGLRenderer) => void;
  readonly dispose: () => void;
}

/**
 * @param behind everything else, as a thing of a scene: drawn with the state that solid faces are drawn with, for each
 * switch between them costs a call to the graphics card with every frame
 */
export function createScreenPass<U extends Record<string, IUniform>>(
  fragmentShader: string,
  uniforms: U,
  transparent: boolean,
  behind = false,
): ScreenPass<U> {
  const geometry = new BufferGeometry();
  geometry.setAttribute(
    "position",
    new BufferAttribute(new Float32Array([-1, -1, 1, 3, -1, 1, -1, 3, 1]), 3),
  );
  const material = new ShaderMaterial({
    vertexShader: SCREEN_VERTEX,
    fragmentShader,
    uniforms,
    transparent,
    // At the far plane, where depth is cleared to.
    depthTest: behind,
    depthWrite: behind,
    ...(behind ? { side: DoubleSide, ...SOLID_OFFSET } : {}),
  });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  const scene = new Scene();
  scene.add(mesh);
  const camera = new Camera();
  return {
    uniforms,
    mesh,
    render: (renderer) => renderer.render(scene, camera),
    dispose: () => {
      geometry.dispose();
      material.dispose();
    },
  };
}
