import type { Place } from "../../../../shared/model/record.ts";

/** A place as people write it: `Sheet1!F17`, `line 12`; undefined where nothing is known. */
export function placeText(place: Place | undefined): string | undefined {
  if (place === undefined) return undefined;
  if (place.cell !== undefined)
    return place.sheet === undefined ? place.cell : `${place.sheet}!${place.cell}`;
  if (place.line === undefined) return place.sheet;
  return place.sheet === undefined ? `line ${place.line}` : `${place.sheet}, line ${place.line}`;
}
