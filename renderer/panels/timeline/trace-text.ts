/** Values of a trace as text. */
import { message } from "../../messages/catalogue.ts";
import type { PlacedTrace } from "../../timeline/view.ts";

/** MTConnect and UCUM names of units, as they are written beside a number. */
const SYMBOLS: Readonly<Record<string, string>> = {
  percent: "%",
  celsius: "°C",
  "revolution/minute": "rpm",
  millimeter: "mm",
  "millimeter/second": "mm/s",
  degree: "°",
};

/** With the space that stands before it (none before the degree of an angle, ISO 80000-1). */
export function uomText(uom: string | undefined): string {
  if (uom === undefined || uom === "") return "";
  const symbol = SYMBOLS[uom.toLowerCase()] ?? uom;
  return symbol === "°" ? symbol : `\u00a0${symbol}`;
}

const threeDigits = new Intl.NumberFormat("en", { maximumSignificantDigits: 3, useGrouping: false });

/** Three significant digits, whole numbers as they are: more is noise on a screen. */
export function valueText(value: number): string {
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return threeDigits.format(value);
}

export function rangeText({ trace, range }: PlacedTrace): string {
  if (range === undefined) return message("timeline.trace.empty");
  const [low, high] = range;
  return message("timeline.trace.range", {
    low: valueText(low),
    high: valueText(high),
    uom: uomText(trace.uom),
  });
}
