/** One triangle over the whole view, and a shader on it. */
import {
  BufferAttribute,
  BufferGeometry,
  Camera,
  Mesh,
  Scene,
  ShaderMaterial,
  type IUniform,
  type WebGLRenderer,
} from "three";
import { SCREEN_VERTEX } from "./shaders.ts";

export interface ScreenPass<U extends Record<string, IUniform>> {
  readonly uniforms: U;
  /** For a scene that draws it itself. */
  readonly mesh: Mesh;
  readonly render: (renderer: WebGLRenderer) => void;
  readonly dispose: () => void;
}

export function createScreenPass<U extends Record<string, IUniform>>(
  fragmentShader: string,
  uniforms: U,
  transparent: boolean,
): ScreenPass<U> {
  const geometry = new BufferGeometry();
  geometry.setAttribute(
    "position",
    new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3),
  );
  const material = new ShaderMaterial({
    vertexShader: SCREEN_VERTEX,
    fragmentShader,
    uniforms,
    transparent,
    depthTest: false,
    depthWrite: false,
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
