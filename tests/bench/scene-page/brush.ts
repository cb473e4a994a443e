/** What a step of a brush over the timeline costs the page: an answer about the span becomes colours of the model. */
import { Color } from "three";
import { colourNodes } from "../../../renderer/scene/presentation/colour-ramp.ts";
import { createScene } from "../../../renderer/scene/scene.ts";
import { generateAssembly } from "../../../renderer/scene/testing/generated-assembly.ts";
import { numbersOf, partPlaces } from "../../../renderer/panels/scene/colour-places.ts";
import { partNumberOf } from "../../../renderer/panels/scene/node-index.ts";
import { rampOf } from "../../../renderer/state/colour-ramps.ts";
import { rampNameOf } from "../../../renderer/state/colour-scale.ts";
import { DARK } from "../../../renderer/theme/tokens.ts";
import { timeRecolouring } from "./baselines.ts";
import { OPTIONS, timed } from "./own-scene.ts";
import { SEGMENTS } from "./sizes.ts";
import { canvas, contextOf, drain, emptyDraws } from "./timing.ts";

const STEPS = 30;
const QUANTITY = "events" as const;

export interface BrushTimes {
  /** ms of JavaScript for each step. */
  readonly own: readonly number[];
  /** The colours alone, in an instanced mesh per unique part. */
  readonly instanced: readonly number[];
}

export async function timeBrush(parts: number, occurrences: number): Promise<BrushTimes> {
  const model = generateAssembly({ parts, occurrences, segments: SEGMENTS });
  const element = canvas();
  const scene = createScene(element, OPTIONS);
  const gl = contextOf(element);
  emptyDraws(gl);
  await timed(scene, () => scene.setModel(model));
  const ramp = rampOf(rampNameOf(QUANTITY), DARK);
  const own: number[] = [];
  // The first ones run before the engine has compiled what they need.
  for (let step = -STEPS; step < STEPS; step += 1) {
    const answer = {
      quantity: QUANTITY,
      uom: undefined,
      leftOut: 0,
      parts: model.parts.map((part, at) => ({
        partNumber: partNumberOf(part),
        basis: 1,
        value: ((at + step + STEPS) * 7_919) % 1_000,
      })),
    };
    drain(gl);
    const took = await timed(scene, () => {
      const { places } = partPlaces(model, numbersOf(model, answer), QUANTITY, undefined, undefined);
      scene.setColouring(colourNodes(places, ramp));
    });
    if (step >= 0) own.push(took);
  }
  scene.dispose();
  const colours = Array.from({ length: STEPS }, (_, step) => new Color().setScalar(step / STEPS));
  return { own, instanced: await timeRecolouring(model, colours) };
}
