/** The accent line around the selected parts: their mask in a picture of its own, and a line along its rim. */
import {
  Color,
  LinearFilter,
  RedFormat,
  Scene,
  Vector2,
  Vector3,
  WebGLRenderTarget,
  type Camera,
  type WebGLRenderer,
} from "three";
import type { Rgb } from "../presentation/colour-ramp.ts";
import { createScreenPass } from "./screen-pass.ts";
import { OUTLINE_FRAGMENT } from "./shaders.ts";

/** CSS pixels. */
const LINE_WIDTH = 2;

export interface Outline {
  readonly scene: Scene;
  readonly setColour: (colour: Rgb) => void;
  /** @param ratio device pixels per CSS pixel */
  readonly render: (renderer: WebGLRenderer, camera: Camera, ratio: number) => void;
  readonly dispose: () => void;
}

export function createOutline(): Outline {
  const target = new WebGLRenderTarget(1, 1, {
    format: RedFormat,
    minFilter: LinearFilter,
    magFilter: LinearFilter,
    depthBuffer: false,
    generateMipmaps: false,
    // The line is as smooth as the mask's rim.
    samples: 4,
  });
  const pass = createScreenPass(
    OUTLINE_FRAGMENT,
    { mask: { value: target.texture }, pixel: { value: new Vector2() }, colour: { value: new Vector3() } },
    true,
  );
  const scene = new Scene();
  const size = new Vector2();
  const before = new Color();
  return {
    scene,
    setColour: (colour) => void pass.uniforms.colour.value.set(...colour),
    render: (renderer, camera, ratio) => {
      renderer.getDrawingBufferSize(size);
      if (target.width !== size.x || target.height !== size.y) target.setSize(size.x, size.y);
      pass.uniforms.pixel.value.set((LINE_WIDTH * ratio) / size.x, (LINE_WIDTH * ratio) / size.y);
      renderer.getClearColor(before);
      const alpha = renderer.getClearAlpha();
      const frame = renderer.getRenderTarget();
      renderer.setRenderTarget(target);
      renderer.setClearColor(0, 0);
      renderer.clear();
      renderer.render(scene, camera);
      renderer.setRenderTarget(frame);
      renderer.setClearColor(before, alpha);
      pass.render(renderer);
    },
    dispose: () => {
      target.dispose();
      pass.dispose();
    },
  };
}
