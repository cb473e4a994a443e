/** What a trace reaches, as text. */
import { message } from "../../messages/catalogue.ts";
import { uomText, valueText } from "../../timeline/trace-value.ts";
import type { PlacedTrace } from "../../timeline/view.ts";

export function rangeText({ trace, range }: PlacedTrace): string {
  if (range === undefined) return message("timeline.trace.empty");
  const [low, high] = range;
  return message("timeline.trace.range", {
    low: valueText(low),
    high: valueText(high),
    uom: uomText(trace.uom),
  });
}
