/** A measured value in a sentence that needs no table around it. */
import type { MeasurementBlock } from "../../../shared/contract/measurements.ts";
import { message } from "../../messages/catalogue.ts";
import { formatLimits, formatUom } from "../../state/format-number.ts";
import { unitName } from "../../state/unit-name.ts";
import { cellAt, cellText, characteristicName } from "./grid.ts";

/** A value in words that stand on their own: `Bore Ø on LA2-0007: 62.041 mm, out of 62–62.03`. */
export function valueText(block: MeasurementBlock, row: number, column: number, decimals: number): string {
  const characteristic = block.columns[column];
  const unit = block.rows[row];
  if (characteristic === undefined || unit === undefined) return "";
  const cell = cellAt(block, row, column);
  const key = cell.state === "fail" ? "measurements.value-out" : "measurements.value";
  return message(key, {
    name: characteristicName(characteristic),
    unit: unitName(unit),
    value: `${cellText(cell, decimals)} ${formatUom(characteristic.uom)}`.trim(),
    limits: formatLimits(characteristic.lowerLimit, characteristic.upperLimit) ?? "–",
  });
}
