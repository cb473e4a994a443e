/** What was measured and kept, as part of a saved view: what of what, its value is found anew. */
import * as v from "valibot";
import { QUANTITY_KINDS } from "../../../scene/measure/quantity.ts";
import type { ViewpointTool } from "../../../state/viewpoint-tools.ts";
import { measureSteps, MOST_KEPT, type Kept } from "./measure-state.ts";

const finite = v.pipe(v.number(), v.finite());
const target = v.object({
  kind: v.picklist(["face", "edge", "corner", "node"]),
  path: v.pipe(v.string(), v.maxLength(4_000)),
  index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  at: v.tuple([finite, finite, finite]),
});
const keptSchema = v.pipe(
  v.array(
    v.object({
      kind: v.picklist(QUANTITY_KINDS),
      targets: v.pipe(v.array(target), v.minLength(1), v.maxLength(2)),
    }),
  ),
  v.maxLength(MOST_KEPT),
);

/** No measurements for what is none. */
export function readMeasurements(value: unknown): readonly Pick<Kept, "kind" | "targets">[] {
  const parsed = v.safeParse(keptSchema, value);
  return parsed.success ? parsed.output : [];
}

export const measureInViewpoint: ViewpointTool = {
  read: () => {
    const { kept } = measureSteps.store.getState();
    return kept.length === 0 ? undefined : kept.map(({ kind, targets }) => ({ kind, targets }));
  },
  show: (value) => measureSteps.restore(readMeasurements(value)),
};
