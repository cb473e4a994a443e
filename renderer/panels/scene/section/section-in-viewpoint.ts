/** The section as part of a saved view: its planes, as they were set. */
import * as v from "valibot";
import { MOST_PLANES } from "../../../scene/section/section-planes.ts";
import type { ViewpointTool } from "../../../state/viewpoint-tools.ts";
import { CUT_KINDS, type Cut } from "./cuts.ts";
import { sectionSteps } from "./section-state.ts";

const finite = v.pipe(v.number(), v.finite(), v.minValue(-1e9), v.maxValue(1e9));
const direction = v.pipe(
  v.tuple([finite, finite, finite]),
  v.check((vector) => Math.abs(Math.hypot(...vector) - 1) < 1e-6),
);
const cutsSchema = v.pipe(
  v.array(
    v.object({
      id: v.pipe(v.number(), v.safeInteger()),
      kind: v.picklist(CUT_KINDS),
      direction,
      zero: finite,
      offset: finite,
      flipped: v.boolean(),
      on: v.boolean(),
    }),
  ),
  v.maxLength(MOST_PLANES),
  v.check((cuts) => new Set(cuts.map(({ id }) => id)).size === cuts.length),
);

/** No planes for what is none. */
export function readCuts(value: unknown): readonly Cut[] {
  const parsed = v.safeParse(cutsSchema, value);
  return parsed.success ? parsed.output : [];
}

export const sectionInViewpoint: ViewpointTool = {
  read: () => {
    const { cuts } = sectionSteps.store.getState();
    return cuts.length === 0 ? undefined : cuts;
  },
  show: (value) => sectionSteps.restore(readCuts(value)),
};
