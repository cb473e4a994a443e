/** Asset commands of an adapter's stream (MTConnect part 1, adapter agent protocol, assets). */
import type { Observation } from "./observation.ts";

const ASSET = { role: "discrete", type: "asset" } as const;

/**
 * The event of `time|@ASSET@|id|type|body`, `@UPDATE_ASSET@`, `@REMOVE_ASSET@|id`, `@REMOVE_ALL_ASSETS@|type`; or, as a
 * string, why it is none.
 */
export function assetObservation(
  time: number,
  timeText: string,
  fields: readonly string[],
  line: number,
  raw: string,
): Observation | string {
  const [, command = "", first = "", type = "", ...body] = fields;
  const base = { time, timeText, itemClass: ASSET, line, raw };
  switch (command) {
    case "@ASSET@":
    case "@UPDATE_ASSET@": {
      if (first === "" || body.length === 0)
        return `${command} without an asset; expected id, type and the asset itself.`;
      const done = command === "@ASSET@" ? "described" : "updated";
      return {
        ...base,
        item: `asset ${first}`,
        value: body.join("|"),
        title: `${spaced(type)} ${first} ${done}`,
        details: { assetId: first, assetType: type },
      };
    }
    case "@REMOVE_ASSET@":
      if (first === "") return `${command} without an asset's id.`;
      return {
        ...base,
        item: `asset ${first}`,
        value: "removed",
        title: `Asset ${first} removed`,
        details: { assetId: first },
      };
    case "@REMOVE_ALL_ASSETS@":
      return {
        ...base,
        item: `all assets ${first}`.trim(),
        value: `removed ${timeText}`,
        title: first === "" ? "All assets removed" : `All assets of type ${spaced(first)} removed`,
      };
    default:
      return `${command} is no command that this reader knows.`;
  }
}

/** `CuttingTool` as `Cutting tool`. */
function spaced(type: string): string {
  const words = type.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
