/** Measurements as lines of text on the clipboard: a row each, for a table. */
import type { CadModel } from "../../../../shared/model/cad.ts";
import type { Kept } from "./measure-state.ts";
import { measurer } from "./measurer.ts";
import { copyText } from "./quantity-text.ts";
import { targetLine } from "./target-text.ts";
import type { Quantity } from "../../../scene/measure/quantity.ts";

/** Undefined where this model has it not, or its least distance is still looked for. */
export function valueOf(
  model: CadModel,
  { kind, targets }: Pick<Kept, "kind" | "targets">,
): Quantity | undefined {
  if (kind === "minimum-distance") return measurer.found(model, targets);
  return measurer.now(model, targets)?.find((quantity) => quantity.kind === kind);
}

/** Rejects where the browser gives no clipboard. */
export async function copyMeasurements(
  model: CadModel,
  kept: readonly Kept[],
  deflection: number,
): Promise<void> {
  const lines = kept.flatMap((measurement) => {
    const quantity = valueOf(model, measurement);
    if (quantity === undefined) return [];
    return [
      copyText(
        quantity,
        measurement.targets.map((target) => targetLine(model, target)),
        deflection,
      ),
    ];
  });
  await navigator.clipboard.writeText(lines.join("\n"));
}
