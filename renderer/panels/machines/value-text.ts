/** A live value as it is written. */
import type { OpcuaValue } from "../../../shared/contract/opcua.ts";
import { uomText, valueText } from "../../timeline/trace-value.ts";

/** undefined where the server gave none. */
export function liveText({
  value,
  text,
  uom,
}: Pick<OpcuaValue, "value" | "text" | "uom">): string | undefined {
  if (text !== undefined) return text;
  return Number.isNaN(value) ? undefined : `${valueText(value)}${uomText(uom)}`;
}
