/** Which colours the model gets: its own, or the fail rate of each part in the brushed span. */
import { useMemo } from "react";
import { useColouring } from "../../state/colouring.ts";
import { useSelection } from "../../state/selection.ts";
import { ratePlaces } from "./rate-places.ts";
import type { ShownModel } from "./use-model.ts";

export interface Colours {
  /** Per node on the ramp of rates; undefined where the model keeps its own colours. */
  readonly places: Float32Array | undefined;
  /** Parts with data. */
  readonly parts: number;
  /** The colours are meant to be data. */
  readonly on: boolean;
  /** In one word for tests: changes with what is shown. */
  readonly name: string;
}

export function useColours(shown: ShownModel | undefined): Colours {
  const on = useColouring((state) => state.mode === "fail-rate");
  const rates = useColouring((state) => state.rates);
  const brushed = useSelection((state) => state.window !== undefined);
  const model = shown?.model;
  const known = useMemo(
    () => (model === undefined || rates === undefined ? undefined : ratePlaces(model, rates)),
    [model, rates],
  );
  const { parts = 0, units = 0, failed = 0 } = known ?? {};
  // A model that nobody ever inspected is not greyed out; one without units in the span is.
  const usable = on && (parts > 0 || brushed);
  const name = usable ? `fail-rate ${failed}/${units} of ${parts}` : "none";
  return { places: usable ? known?.places : undefined, parts, on, name };
}
