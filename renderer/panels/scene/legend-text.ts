/** Numbers of the legend in words. Pure. */
import { formatCount, formatShare, formatValue } from "../../state/format-number.ts";
import { isDeviation, type Quantity } from "../../state/colour-scale.ts";

/** Per unit of the screen how many of the data: shares are shown and typed in %. */
export function shownFactor(quantity: Quantity): number {
  return quantity === "fail-rate" || isDeviation(quantity) ? 100 : 1;
}

export function amount(value: number, quantity: Quantity): string {
  switch (quantity) {
    case "fail-rate":
      return formatShare(value);
    case "deviation-mean":
    case "deviation-worst":
    case "part-deviation":
      return `${value > 0 ? "+" : ""}${formatValue(value * 100, 0)} %`;
    case "cpk":
    case "ppk":
    case "part-cpk":
      return formatValue(value, 2);
    case "age":
    case "unit-age":
      return formatValue(value, value < 10 ? 1 : 0);
    case "cost":
      return formatValue(value, 2);
    default:
      return value < 1_000 ? formatValue(value, value < 10 ? 1 : 0) : formatCount(value);
  }
}

export function amountWithUnit(value: number, quantity: Quantity, uom: string | undefined): string {
  return uom === undefined ? amount(value, quantity) : `${amount(value, quantity)} ${uom}`;
}
