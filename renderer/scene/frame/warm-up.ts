/**
 * Makes the graphics driver build the pipelines of a model before there is one. Compiling a program is not
 * enough: software drivers build the code at the first drawing with it (measured: 90 ms, for which the page
 * waits where its pictures are put together in software).
 */
import type { Camera, WebGLRenderer } from "three";
import { Scene } from "three";
import type { CadModel } from "../../../shared/model/cad.ts";
import type { SceneMaterials } from "./materials.ts";
import { createModelView } from "../model/model-view.ts";
import { SOLID } from "../presentation/node-states.ts";

/**
 * Draws a triangle and an edge with what models are drawn with, into one pixel that the frame covers after it.
 * @returns the steps, each short enough for an idle moment; after each the frame is drawn anew
 */
export function warmUpSteps(
  webgl: WebGLRenderer,
  materials: SceneMaterials,
): readonly ((camera: Camera) => void)[] {
  const draw = (kind: "solid" | "edges", camera: Camera): void => {
    const view = createModelView(TRIANGLE, materials);
    view.show(Uint8Array.of(SOLID));
    const scene = new Scene();
    for (const { [kind]: batch } of view.chunks) {
      batch.frustumCulled = false;
      scene.add(batch);
    }
    webgl.setScissorTest(true);
    webgl.setScissor(0, 0, 1, 1);
    webgl.render(scene, camera);
    webgl.setScissorTest(false);
    view.dispose();
  };
  return [(camera) => draw("solid", camera), (camera) => draw("edges", camera)];
}

/** One step in each idle moment. @returns what stops it */
export function inIdleMoments(steps: readonly (() => void)[]): () => void {
  const [first, ...rest] = steps;
  if (first === undefined) return () => undefined;
  let stop: () => void;
  const handle = requestIdleCallback(
    () => {
      first();
      stop = inIdleMoments(rest);
    },
    { timeout: 2_000 },
  );
  stop = () => cancelIdleCallback(handle);
  return () => stop();
}

const TRIANGLE: CadModel = {
  schema: "",
  parts: [
    {
      number: "",
      name: "",
      mesh: {
        positions: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0),
        normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
        indices: Uint32Array.of(0, 1, 2),
        faces: [{ first: 0, count: 1 }],
        edges: Float32Array.of(0, 0, 0, 1, 0, 0),
      },
    },
  ],
  nodes: [
    {
      parent: -1,
      part: 0,
      occurrence: "",
      path: "",
      transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    },
  ],
  problems: [],
};
