/** What the tag over the selected part says: its name and its one most telling number. Pure. */
import { message } from "../../messages/catalogue.ts";
import type { Verdict } from "../../../shared/model/unit.ts";

export interface TagSubject {
  /** Units of the part in the brushed span, or all; undefined: not known yet. */
  readonly numbers: { readonly units: number; readonly failed: number } | undefined;
  /** The brushed span in words. */
  readonly span: string | undefined;
  /** Filters hold everywhere. */
  readonly filtered?: boolean;
  /** Occurrences that the tag speaks for. */
  readonly occurrences: number;
  /** The unit that the screen is about. */
  readonly unit: { readonly name: string; readonly verdict: Verdict } | undefined;
}

export interface TagText {
  readonly number: string | undefined;
  readonly tone: "fail" | "good" | "muted";
  readonly note: string | undefined;
}

export function tagText({ numbers, span, filtered = false, occurrences, unit }: TagSubject): TagText {
  if (unit !== undefined) {
    const tone = unit.verdict === "none" ? "muted" : unit.verdict === "fail" ? "fail" : "good";
    return {
      number: message(`scene.tag.unit-${unit.verdict}`, { name: unit.name }),
      tone,
      note: undefined,
    };
  }
  const places = occurrences > 1 ? message("scene.tag.occurrences", { count: occurrences }) : undefined;
  if (numbers === undefined) return { number: undefined, tone: "muted", note: places };
  const where = span === undefined ? undefined : message("scene.tag.in-span", { span });
  const asFiltered = filtered && numbers.units > 0 ? message("filter.legend") : undefined;
  const note = [where, asFiltered, places].filter((one) => one !== undefined).join(" · ");
  return {
    number:
      numbers.units === 0
        ? message(
            span !== undefined
              ? "scene.tag.none-in-span"
              : filtered
                ? "filter.no-units"
                : "scene.tag.no-units",
          )
        : numbers.failed === 0
          ? message("scene.tag.none-failed", { units: numbers.units })
          : message("scene.tag.failed", { failed: numbers.failed, units: numbers.units }),
    tone: numbers.units === 0 ? "muted" : numbers.failed === 0 ? "good" : "fail",
    note: note === "" ? undefined : note,
  };
}
